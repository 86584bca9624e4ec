/**
 * Holm's step-down adjustment of a family of p-values, in the order given: the k-th smallest of m is multiplied by
 * m − k + 1, kept at least as large as the one before it, and capped at 1.
 * Reference: S. Holm, A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6 (1979);
 * equal to statsmodels `multipletests(p, method='holm')`.
 * A null (a comparison that could not be tested) stays null and does not count into m, as in R's `p.adjust`.
 */
export function holm(pValues: readonly (number | null)[]): readonly (number | null)[] {
  const tested = pValues.flatMap((p, index) => (p === null ? [] : [{ p, index }]));
  tested.sort((left, right) => left.p - right.p);
  const adjusted = pValues.map((): number | null => null);
  let floor = 0;
  for (const [place, { p, index }] of tested.entries()) {
    floor = Math.min(1, Math.max(floor, p * (tested.length - place)));
    adjusted[index] = floor;
  }
  return adjusted;
}
