import { computeMean } from './moments';

export interface BlandAltman {
  readonly n: number;
  /** Mean of second − first. */
  readonly bias: number;
  /** bias ± 1.96 sample standard deviations: where 95 % of differences lie, were they normal. */
  readonly low: number;
  readonly high: number;
  /** One a pair, in order: the mean of the two and their difference, second − first. */
  readonly points: readonly { readonly mean: number; readonly difference: number }[];
}

/**
 * Bias and limits of agreement of two ways to measure one thing.
 * Reference: J. Bland, D. Altman, Statistical methods for assessing agreement, Lancet 327 (1986).
 * Fewer than 3 pairs: null, as a deviation of two is no estimate.
 */
export function computeBlandAltman(first: readonly number[], second: readonly number[]): BlandAltman | null {
  const n = first.length;
  if (n !== second.length) throw new RangeError(`Pairs need equal lengths; got ${n} and ${second.length}`);
  if (n < 3) return null;
  const points = first.map((a, index) => ({
    mean: (a + second[index]!) / 2,
    difference: second[index]! - a
  }));
  const differences = Float64Array.from(points, ({ difference }) => difference);
  const bias = computeMean(differences)!;
  const squares = differences.map((difference) => (difference - bias) ** 2);
  const deviation = Math.sqrt((computeMean(squares)! * n) / (n - 1));
  return { n, bias, low: bias - 1.96 * deviation, high: bias + 1.96 * deviation, points };
}
