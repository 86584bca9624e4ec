import { Pcg64 } from '../../kernels/reference/Pcg64';
import { computePercentile } from './percentile';
import { bootstrapResamples, bootstrapSeed } from './summarise';

export type StatisticInterval =
  | { readonly low: number; readonly high: number }
  | { readonly low: null; readonly high: null; readonly reason: string };

/** With fewer items a resample is little more than the items themselves. */
export const fewestForInterval = 10;

/** Of the resamples, so many may lack a value (a constant side has no correlation). */
const undefinedShare = 0.05;

/**
 * 95 % percentile bootstrap interval of any statistic of n items: 1,000 times n indices from NumPy's
 * `default_rng(42).integers(0, n, n)`, one generator for all, percentiles 2.5 and 97.5. Resamples that have no value are
 * left out; more than 5 % of those, or fewer than 10 items, give no interval, with the reason.
 * Reference: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.
 * @param compute the statistic of the items at these indices; it must not keep the array
 */
export function bootstrapStatistic(
  n: number,
  compute: (indices: Uint32Array) => number | null
): StatisticInterval {
  if (n < fewestForInterval) return refuse(`no interval below ${fewestForInterval} items`);
  const indices = drawIndices(n);
  const values: number[] = [];
  for (let resample = 0; resample < bootstrapResamples; resample++) {
    const value = compute(indices.subarray(resample * n, (resample + 1) * n));
    if (value !== null) values.push(value);
  }
  const undefinedCount = bootstrapResamples - values.length;
  if (undefinedCount > bootstrapResamples * undefinedShare)
    return refuse(`${undefinedCount} of ${bootstrapResamples} resamples have no value`);
  const sorted = Float64Array.from(values).sort();
  return { low: computePercentile(sorted, 2.5), high: computePercentile(sorted, 97.5) };
}

const refuse = (reason: string): StatisticInterval => ({ low: null, high: null, reason });

/** The last size drawn: the statistics of one table mostly share it. */
let drawn: { readonly n: number; readonly indices: Uint32Array } = { n: 0, indices: new Uint32Array() };

function drawIndices(n: number): Uint32Array {
  if (drawn.n !== n) {
    const generator = new Pcg64(bootstrapSeed);
    drawn = { n, indices: new Uint32Array(bootstrapResamples * n).map(() => generator.nextBelow(n)) };
  }
  return drawn.indices;
}
