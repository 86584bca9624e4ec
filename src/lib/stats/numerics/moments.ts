import { pairwiseSum } from '../../kernels/reference/pairwiseSum';

/**
 * Arithmetic mean as `numpy.mean` gives it for float64, bit for bit; null for no values.
 */
export function computeMean(values: Float64Array): number | null {
  return values.length === 0 ? null : pairwiseSum(values) / values.length;
}

/**
 * Population standard deviation (divisor n) as `numpy.std` gives it: the mean first, then the squared
 * deviations, both summed pairwise. Null for no values, 0 for one.
 */
export function computeStd(values: Float64Array): number | null {
  const mean = computeMean(values);
  if (mean === null) return null;
  const squares = values.map((value) => (value - mean) * (value - mean));
  return Math.sqrt(pairwiseSum(squares) / squares.length);
}
