/** κ over `n` items rated by both, or why there is none. */
export type KappaResult =
  | { readonly n: number; readonly value: number }
  | { readonly n: number; readonly value: null; readonly reason: string };

/** What a disagreement weighs: 1 whatever its size (`none`), its distance on the scale, or the square of that distance. */
export type KappaWeights = 'none' | 'linear' | 'quadratic';

const weightOf: Readonly<Record<KappaWeights, (distance: number) => number>> = {
  none: (distance) => (distance === 0 ? 0 : 1),
  linear: (distance) => distance,
  quadratic: (distance) => distance * distance
};

/**
 * Cohen's κ of two raters, plain or weighted: 1 − Σ w·observed / Σ w·expected over all pairs of categories, where
 * `expected` is the product of the raters' own frequencies. 1 is agreement, 0 what chance gives; it can be negative.
 * References: J. Cohen, A coefficient of agreement for nominal scales (1960); Weighted kappa (1968).
 * Equal to scikit-learn's `cohen_kappa_score(first, second, labels=scale, weights=…)`.
 * Nothing rated, a rating off the scale, or both raters in one and the same category throughout: no value.
 * @param first one rater's categories
 * @param second the other's, same items in the same order
 * @param scale all categories in their order, also those nobody used: distances are counted on it
 */
export function cohenKappa<Category>(
  first: readonly Category[],
  second: readonly Category[],
  scale: readonly Category[],
  weights: KappaWeights
): KappaResult {
  const n = first.length;
  if (n !== second.length) throw new RangeError(`Raters need equal lengths; got ${n} and ${second.length}`);
  const refuse = (reason: string) => ({ n, value: null, reason });
  if (n === 0) return refuse('nothing is rated');
  const stray = [...first, ...second].find((category) => !scale.includes(category));
  if (stray !== undefined) return refuse(`the rating ${String(stray)} is not on the scale`);

  const rows = first.map((category) => scale.indexOf(category));
  const columns = second.map((category) => scale.indexOf(category));
  const weigh = (row: number, column: number) => weightOf[weights](Math.abs(row - column));
  const observed = rows.reduce((sum, row, item) => sum + weigh(row, columns[item]!), 0);
  const expected = computeExpected(count(rows, scale.length), count(columns, scale.length), weigh) / n;
  if (expected === 0) return refuse('both raters gave one and the same category throughout');
  return { n, value: 1 - observed / expected };
}

function count(places: readonly number[], categories: number): readonly number[] {
  const counts = new Array<number>(categories).fill(0);
  for (const place of places) counts[place]!++;
  return counts;
}

/** Σ weight·(rows of the one × columns of the other) over all pairs of categories. */
function computeExpected(
  rowCounts: readonly number[],
  columnCounts: readonly number[],
  weigh: (row: number, column: number) => number
): number {
  let expected = 0;
  for (const [row, ofFirst] of rowCounts.entries()) {
    for (const [column, ofSecond] of columnCounts.entries())
      expected += weigh(row, column) * ofFirst * ofSecond;
  }
  return expected;
}
