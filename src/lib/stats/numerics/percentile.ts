/**
 * Percentile by linear interpolation, `numpy.percentile(values, percent)`; source: NumPy 1.24, method `linear`.
 * The position is (n − 1)·p; between its neighbours a ≤ b at fraction t the value is a + (b − a)·t below one half
 * and b − (b − a)·(1 − t) from there on, which is how NumPy keeps the interpolation monotone.
 * @param sorted ascending, at least one value
 * @param percent 0 to 100
 */
export function computePercentile(sorted: Float64Array, percent: number): number {
  const position = (sorted.length - 1) * (percent / 100);
  const index = Math.floor(position);
  const fraction = position - index;
  const below = sorted[index]!;
  const above = sorted[Math.min(index + 1, sorted.length - 1)]!;
  const gap = above - below;
  return fraction < 0.5 ? below + gap * fraction : above - gap * (1 - fraction);
}
