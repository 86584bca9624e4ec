import { pairwiseSum } from '../../kernels/reference/pairwiseSum';
import { computeRegularisedBeta } from './beta';
import { computeMean } from './moments';
import { computeRanks } from './ranks';

export type Correlation =
  | {
      readonly n: number;
      /** −1 to 1. */
      readonly value: number;
      /** Two-sided, of no correlation. */
      readonly pValue: number;
    }
  | { readonly n: number; readonly value: null; readonly reason: string };

/**
 * Pearson's product-moment correlation r of paired values, with its two-sided p-value: `scipy.stats.pearsonr`.
 * r = Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)²·Σ(y − ȳ)²); under normality and no correlation r² is Beta(½, (n − 2)/2).
 * Reference: Student, Probable error of a correlation coefficient, Biometrika 6 (1908).
 * Fewer than 3 pairs (2 points always lie on a line) or a constant side: no value, with the reason.
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): Correlation {
  const n = x.length;
  if (n !== y.length) throw new RangeError(`Pairs need equal lengths; got ${n} and ${y.length}`);
  if (n < 3) return { n, value: null, reason: `a correlation needs at least 3 pairs; there are ${n}` };
  if (isConstant(x) || isConstant(y)) return { n, value: null, reason: 'all values of one side are equal' };
  const [u, v] = [computeDeviations(x), computeDeviations(y)];
  const r = computeProductSum(u, v) / Math.sqrt(computeProductSum(u, u) * computeProductSum(v, v));
  const value = Math.max(-1, Math.min(1, r));
  const unexplained = (1 - value) * (1 + value);
  return { n, value, pValue: computeRegularisedBeta(unexplained, value * value, (n - 2) / 2, 0.5) };
}

/**
 * Spearman's rank correlation ρ with its two-sided p-value: `scipy.stats.spearmanr`. Pearson's r of the average ranks;
 * its p-value takes t = ρ√((n − 2)/(1 − ρ²)) as Student's, an approximation below some 500 pairs.
 * Reference: C. Spearman, The proof and measurement of association between two things, Am. J. Psychol. 15 (1904).
 * The same edge cases as `pearson`.
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): Correlation {
  return pearson(computeRanks(x).ranks, computeRanks(y).ranks);
}

function isConstant(values: ArrayLike<number>): boolean {
  return Array.prototype.every.call(values, (value) => value === values[0]);
}

/** Deviations from the mean, scaled so that the largest is 1: their squares neither overflow nor vanish. */
function computeDeviations(values: ArrayLike<number>): Float64Array {
  const numbers = Float64Array.from(values);
  const mean = computeMean(numbers) ?? 0;
  const deviations = numbers.map((value) => value - mean);
  const largest = deviations.reduce((most, deviation) => Math.max(most, Math.abs(deviation)), 0);
  return deviations.map((deviation) => deviation / largest);
}

function computeProductSum(u: Float64Array, v: Float64Array): number {
  return pairwiseSum(u.map((value, index) => value * v[index]!));
}
