import type { KernelSet } from '../../kernels/KernelSet';
import { computeMean, computeStd } from './moments';
import { computePercentile } from './percentile';

export type BootstrapKernel = Pick<KernelSet, 'bootstrapMeans'>;

/** 95 % bootstrap interval of a mean; null ends for no values. */
export interface Interval {
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
}

export interface MetricSummary extends Interval {
  readonly n: number;
  readonly mean: number | null;
  /** Population standard deviation (divisor n). */
  readonly std: number | null;
}

/** The official evaluator's constants: `default_rng(42)`, 1,000 resamples, percentiles 2.5 and 97.5. */
export const bootstrapResamples = 1000;
export const bootstrapSeed = 42;

/**
 * Percentile bootstrap of the mean, equal to the official evaluator's `Bootstrap95CI_Low_*` and `_High_*`.
 * The resampling draws indices, so the order of `values` matters to the last digits.
 * One value gives that value twice; no values give nulls.
 */
export function computeInterval(values: Float64Array, kernels: BootstrapKernel): Interval {
  if (values.length === 0) return { ciLow: null, ciHigh: null };
  const means = kernels.bootstrapMeans(values, bootstrapResamples, bootstrapSeed);
  const sorted = means.toSorted();
  return { ciLow: computePercentile(sorted, 2.5), ciHigh: computePercentile(sorted, 97.5) };
}

/** Count, mean, deviation and bootstrap interval of one metric's values in row order; nulls when there are none. */
export function summarise(values: readonly number[], kernels: BootstrapKernel): MetricSummary {
  const numbers = Float64Array.from(values);
  return {
    n: numbers.length,
    mean: computeMean(numbers),
    std: computeStd(numbers),
    ...computeInterval(numbers, kernels)
  };
}
