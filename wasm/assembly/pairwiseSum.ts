/** NumPy adds contiguous data through a buffer of this many values; each bufferful is summed pairwise on its own. */
const BUFFER_VALUES: i32 = 8192;
const BLOCK_VALUES: i32 = 128;

/** Up to 128 values: eight running sums, joined as a tree, then the values that are left over. */
function sumBlock(values: usize, count: i32): f64 {
  let position = 0;
  let total: f64 = 0;
  if (count >= 8) {
    let sums01 = f64x2.splat(0),
      sums23 = sums01,
      sums45 = sums01,
      sums67 = sums01;
    for (; position <= count - 8; position += 8) {
      const at = values + 8 * position;
      sums01 = f64x2.add(sums01, v128.load(at));
      sums23 = f64x2.add(sums23, v128.load(at, 16));
      sums45 = f64x2.add(sums45, v128.load(at, 32));
      sums67 = f64x2.add(sums67, v128.load(at, 48));
    }
    total = addLanes(sums01) + addLanes(sums23) + (addLanes(sums45) + addLanes(sums67));
  }
  for (; position < count; position++) total += load<f64>(values + 8 * position);
  return total;
}

function addLanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

function sumPairwise(values: usize, count: i32): f64 {
  if (count <= BLOCK_VALUES) return sumBlock(values, count);
  const half = (count / 2) & ~7;
  return sumPairwise(values, half) + sumPairwise(values + 8 * half, count - half);
}

/** Σ of `count` f64 in the order in which NumPy's add.reduce adds contiguous data, hence with its rounding. */
export function pairwiseSum(values: usize, count: i32): f64 {
  let total: f64 = 0;
  for (let start = 0; start < count; start += BUFFER_VALUES) {
    total += sumPairwise(values + 8 * start, min(BUFFER_VALUES, count - start));
  }
  return total;
}
