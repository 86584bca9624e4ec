/** NumPy adds contiguous data through a buffer of this many values; each bufferful is summed pairwise on its own. */
const BUFFER_VALUES = 8192;
const BLOCK_VALUES = 128;

function add(sum: number, value: number): number {
  return sum + value;
}

function sumBlock(values: Float64Array): number {
  if (values.length < 8) return values.reduce(add, 0);
  const whole = values.length - (values.length % 8);
  const sums = values.slice(0, 8);
  for (let index = 8; index < whole; index++) sums[index % 8] = (sums[index % 8] ?? 0) + (values[index] ?? 0);
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0] = sums;
  return values.subarray(whole).reduce(add, s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7)));
}

function sumPairwise(values: Float64Array): number {
  if (values.length <= BLOCK_VALUES) return sumBlock(values);
  const half = Math.floor(values.length / 2);
  const cut = half - (half % 8);
  return sumPairwise(values.subarray(0, cut)) + sumPairwise(values.subarray(cut));
}

/** Σ values in the order in which NumPy's `np.sum` and `np.mean` add a contiguous float64 array. */
export function pairwiseSum(values: Float64Array): number {
  let total = 0;
  for (let start = 0; start < values.length; start += BUFFER_VALUES) {
    total += sumPairwise(values.subarray(start, start + BUFFER_VALUES));
  }
  return total;
}
