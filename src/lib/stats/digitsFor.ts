/**
 * The decimals that an interval supports: two significant digits of its half width.
 * @param halfWidth of the confidence interval; where it is 0 (one sample, equal values) `most` decimals are kept
 * @param most the metric's own number of decimals
 */
export function digitsFor(halfWidth: number, most: number): number {
  if (!(halfWidth > 0)) return most;
  const needed = 1 - Math.floor(Math.log10(halfWidth));
  return Math.max(0, Math.min(most, needed));
}
