import { alloc, free } from './memory';
import { gatheredSum } from './gatheredSum';
import { GENERATOR_BYTES, fillWords, seedGenerator } from './pcg64';

/** Random numbers made at a time: 4 kB, so that they and a few thousand values stay in the first-level cache. */
const BATCH_WORDS: i32 = 512;
const BATCH_BYTES: usize = 8 * BATCH_WORDS;

/** Where in the current batch the next unread 32-bit number is. It outlives a resample: NumPy keeps half words too. */
let nextNumber: usize = 0;

/**
 * Indices below `range` by Lemire's bounded method: the high half of number · range, where the low half is not below
 * `threshold`. Four numbers at a time; where one of them is rejected, one by one.
 * @returns behind the last index that was written
 */
function boundNumbers(numbers: usize, end: usize, indices: usize, range: u32, threshold: u32): usize {
  const ranges = i32x4.splat(range);
  const thresholds = i32x4.splat(threshold);
  for (; numbers + 16 <= end; numbers += 16) {
    const four = v128.load(numbers);
    const left = i64x2.extmul_low_i32x4_u(four, ranges);
    const right = i64x2.extmul_high_i32x4_u(four, ranges);
    const lows = i32x4.shuffle(left, right, 0, 2, 4, 6);
    v128.store(indices, i32x4.shuffle(left, right, 1, 3, 5, 7));
    if (v128.any_true(i32x4.lt_u(lows, thresholds))) {
      indices = boundEach(numbers, numbers + 16, indices, range, threshold);
    } else indices += 16;
  }
  return boundEach(numbers, end, indices, range, threshold);
}

/** A rejected number is overwritten by the next one, which spares a branch. */
function boundEach(numbers: usize, end: usize, indices: usize, range: u32, threshold: u32): usize {
  for (; numbers < end; numbers += 4) {
    const product = <u64>load<u32>(numbers) * range;
    store<u32>(indices, u32(product >> 32));
    indices += (<usize>(u32(product) >= threshold)) << 2;
  }
  return indices;
}

/** `count` indices of draws with replacement to `indices`. */
function drawIndices(indices: usize, count: u32, generator: usize, batch: usize): void {
  const threshold = u32((0x100000000 - <u64>count) % count);
  const batchEnd = batch + BATCH_BYTES;
  const end = indices + 4 * <usize>count;
  while (indices < end) {
    if (nextNumber == batchEnd) {
      fillWords(generator, batch, BATCH_WORDS);
      nextNumber = batch;
    }
    const stop = nextNumber + min(batchEnd - nextNumber, end - indices);
    indices = boundNumbers(nextNumber, stop, indices, count, threshold);
    nextNumber = stop;
  }
}

/**
 * For each resample, the mean of `count` values drawn with replacement: NumPy 1.24's
 * `rng = default_rng(seed)`, then `rng.choice(values, size=count, replace=True).mean()`, to the last bit.
 * @param values `count` f64, at least one
 * @param means `resamples` f64
 */
export function bootstrapMeans(values: usize, count: i32, resamples: i32, seed: u64, means: usize): void {
  const generator = alloc(GENERATOR_BYTES + BATCH_BYTES + 4 * count);
  const batch = generator + GENERATOR_BYTES;
  const indices = batch + BATCH_BYTES;
  seedGenerator(generator, batch, seed);
  nextNumber = indices;
  for (let resample = 0; resample < resamples; resample++) {
    drawIndices(indices, count, generator, batch);
    store<f64>(means + 8 * resample, gatheredSum(values, indices, count) / f64(count));
  }
  free(generator);
}
