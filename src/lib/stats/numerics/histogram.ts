import { computePercentile } from './percentile';

/** From `from` up to but without `to`; the last bin of a scale holds its upper end too. */
export interface Bin {
  readonly from: number;
  readonly to: number;
}

/** More bars than this are narrower than a reader tells apart. */
const maxBins = 40;
/** Width of a bin to the largest value, at least; edges keep some digits then. */
const leastShare = 1e-6;
const leastWidth = 1e-12;
/** Whole numbers over a span up to this (a judge's marks, right or wrong) have a bar each. */
const maxWholeSpan = 20;

/**
 * Bins of equal, round width that hold all values: the widths of Freedman and Diaconis (2·IQR·n^(−1/3)), rounded up to 1, 2 or
 * 5 times a power of ten, so that edges are numbers that people say. Few whole numbers have a bin each, centred on the number.
 * Reference: D. Freedman, P. Diaconis, On the histogram as a density estimator (1981).
 */
export function computeBins(values: Float64Array): readonly Bin[] {
  if (values.length === 0) return [];
  const sorted = values.toSorted();
  const low = sorted[0]!;
  const high = sorted.at(-1)!;
  if (high - low <= maxWholeSpan && sorted.every(Number.isInteger)) {
    return Array.from({ length: high - low + 1 }, (_, at) => ({ from: low + at - 0.5, to: low + at + 0.5 }));
  }
  const quartiles = computePercentile(sorted, 75) - computePercentile(sorted, 25);
  const ideal = (2 * quartiles) / Math.cbrt(values.length);
  // Values that differ in the last digits only are as good as equal.
  const least = Math.max(Math.abs(low), Math.abs(high)) * leastShare;
  const step = roundUp(Math.max(ideal, (high - low) / maxBins, least, leastWidth));
  // The division may round to the far side of an edge.
  let first = Math.floor(low / step.width);
  while (step.edge(first) > low) first--;
  let last = Math.ceil(high / step.width);
  while (step.edge(last) < high || last === first) last++;
  return Array.from({ length: last - first }, (_, at) => ({
    from: step.edge(first + at),
    to: step.edge(first + at + 1)
  }));
}

/** How many of the values each bin holds. */
export function countBins(values: Float64Array, bins: readonly Bin[]): readonly number[] {
  const counts = bins.map(() => 0);
  for (const value of values) {
    const at = findBin(value, bins);
    if (at >= 0) counts[at]!++;
  }
  return counts;
}

/** The bin that a value is in; −1 outside of all. */
export function findBin(value: number, bins: readonly Bin[]): number {
  let low = 0;
  let high = bins.length - 1;
  if (high < 0 || !(value >= bins[0]!.from && value <= bins[high]!.to)) return -1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (value >= bins[middle]!.from) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Step {
  readonly width: number;
  /** The edge number `index`, as close to its decimal as a double can be. */
  edge(index: number): number;
}

/** The next of 1, 2, 5 times a power of ten. */
function roundUp(width: number): Step {
  const exponent = Math.floor(Math.log10(width));
  const power = 10 ** Math.abs(exponent);
  const scale = (factor: number): number => (exponent < 0 ? factor / power : factor * power);
  const factor = [1, 2, 5, 10].find((candidate) => scale(candidate) >= width) ?? 10;
  return { width: scale(factor), edge: (index) => scale(factor * index) };
}
