import { bootstrapStatistic, type StatisticInterval } from './bootstrapStatistic';
import { cohenKappa, type KappaWeights } from './cohenKappa';
import { pearson, spearman, type Correlation } from './correlation';
import { icc21 } from './icc21';
import { computeMean } from './moments';

/** An agreement over n items with its 95 % interval, or why there is none. */
export type Estimate =
  | { readonly n: number; readonly value: number; readonly interval: StatisticInterval }
  | { readonly n: number; readonly value: null; readonly reason: string };

type Numbers = readonly number[];

/** `cohenKappa` of two raters over a scale from 1, with its bootstrap interval over items. */
export function estimateKappa(
  first: Numbers,
  second: Numbers,
  highest: number,
  weights: KappaWeights
): Estimate {
  const scale = Array.from({ length: highest }, (_, index) => index + 1);
  const result = cohenKappa(first, second, scale, weights);
  if (result.value === null) return result;
  const interval = bootstrapStatistic(
    result.n,
    (indices) => cohenKappa(pick(first, indices), pick(second, indices), scale, weights).value
  );
  return { ...result, interval };
}

/** `icc21` with its F interval. */
export function estimateIcc(ratings: readonly Numbers[]): Estimate {
  const result = icc21(ratings);
  if (result.value === null) return { n: result.n, value: null, reason: result.reason };
  return { n: result.n, value: result.value, interval: result.interval };
}

export const estimatePearson = (x: Numbers, y: Numbers): Estimate => estimateCorrelation(x, y, pearson);
export const estimateSpearman = (x: Numbers, y: Numbers): Estimate => estimateCorrelation(x, y, spearman);

function estimateCorrelation(
  x: Numbers,
  y: Numbers,
  correlate: (x: ArrayLike<number>, y: ArrayLike<number>) => Correlation
): Estimate {
  const result = correlate(x, y);
  if (result.value === null) return result;
  const interval = bootstrapStatistic(
    result.n,
    (indices) => correlate(pick(x, indices), pick(y, indices)).value
  );
  return { n: result.n, value: result.value, interval };
}

/** Mean of |x − y|, with its bootstrap interval over items. */
export function estimateAbsoluteDifference(x: Numbers, y: Numbers): Estimate {
  if (x.length !== y.length)
    throw new RangeError(`Pairs need equal lengths; got ${x.length} and ${y.length}`);
  const differences = Float64Array.from(x, (value, index) => Math.abs(value - y[index]!));
  const value = computeMean(differences);
  const n = differences.length;
  if (value === null) return { n, value, reason: 'nothing is rated by both' };
  const interval = bootstrapStatistic(n, (indices) =>
    computeMean(Float64Array.from(indices, (index) => differences[index]!))
  );
  return { n, value, interval };
}

function pick(values: Numbers, indices: Uint32Array): number[] {
  return Array.from(indices, (index) => values[index]!);
}
