import { summarise, type BootstrapKernel, type MetricSummary } from './summarise';

/**
 * Mean difference b − a of paired samples with its 95 % percentile bootstrap interval: pairs are resampled, not
 * the two systems apart, with the constants of `summarise` (1,000 resamples, PCG64 seeded with 42).
 * `std` is the population deviation of the differences. No pairs give nulls.
 * Reference: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.
 * @param a values of one system
 * @param b values of the other, same length, same order of samples
 */
export function pairedBootstrap(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  kernels: BootstrapKernel
): MetricSummary {
  if (a.length !== b.length)
    throw new RangeError(`Pairs need equal lengths; got ${a.length} and ${b.length}`);
  return summarise(
    Array.from(a, (value, index) => b[index]! - value),
    kernels
  );
}
