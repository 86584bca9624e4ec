/** NumPy adds contiguous data through a buffer of this many values; each bufferful is summed pairwise on its own. */
const BUFFER_VALUES: i32 = 8192;
const BLOCK_VALUES: i32 = 128;

/** The value of the index at `at`. */
function gather(values: usize, at: usize): f64 {
  return load<f64>(values + ((<usize>load<u32>(at)) << 3));
}

function gatherPair(values: usize, at: usize): v128 {
  const first = v128.load64_zero(values + ((<usize>load<u32>(at)) << 3));
  return v128.load64_lane(values + ((<usize>load<u32>(at, 4)) << 3), first, 1);
}

/** Up to 128 values: eight running sums, joined as a tree, then the values that are left over. */
function sumBlock(values: usize, indices: usize, count: i32): f64 {
  const end = indices + 4 * count;
  let total: f64 = 0;
  if (count >= 8) {
    let sums01 = f64x2.splat(0),
      sums23 = sums01,
      sums45 = sums01,
      sums67 = sums01;
    for (; indices + 32 <= end; indices += 32) {
      sums01 = f64x2.add(sums01, gatherPair(values, indices));
      sums23 = f64x2.add(sums23, gatherPair(values, indices + 8));
      sums45 = f64x2.add(sums45, gatherPair(values, indices + 16));
      sums67 = f64x2.add(sums67, gatherPair(values, indices + 24));
    }
    total = addLanes(sums01) + addLanes(sums23) + (addLanes(sums45) + addLanes(sums67));
  }
  for (; indices < end; indices += 4) total += gather(values, indices);
  return total;
}

function addLanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

function sumPairwise(values: usize, indices: usize, count: i32): f64 {
  if (count <= BLOCK_VALUES) return sumBlock(values, indices, count);
  const half = (count / 2) & ~7;
  return sumPairwise(values, indices, half) + sumPairwise(values, indices + 4 * half, count - half);
}

/**
 * Σ of the `count` f64 that the u32 `indices` name, in the order in which NumPy's add.reduce adds contiguous data, hence with its
 * rounding. They are added where they lie: to collect them first would cost as much again.
 */
export function gatheredSum(values: usize, indices: usize, count: i32): f64 {
  let total: f64 = 0;
  for (let start = 0; start < count; start += BUFFER_VALUES) {
    total += sumPairwise(values, indices + 4 * start, min(BUFFER_VALUES, count - start));
  }
  return total;
}
