import { alloc, free } from './memory';
import { pairwiseSum } from './pairwiseSum';
import { GENERATOR_BYTES, fillWords, seedGenerator } from './pcg64';

/** Random numbers made at a time: 4 kB, so that they and a few thousand values stay in the first-level cache. */
const BATCH_WORDS: i32 = 512;
const BATCH_BYTES: usize = 8 * BATCH_WORDS;

/** Where in the current batch the next unread 32-bit number is. It outlives a resample: NumPy keeps half words too. */
let nextNumber: usize = 0;

/**
 * `count` draws with replacement, `values[j]` with j from Lemire's bounded method on 32-bit numbers, to `drawn`.
 * A rejected number is overwritten by the next one, which spares a branch.
 */
function draw(values: usize, count: i32, drawn: usize, generator: usize, batch: usize): void {
  const range: u64 = count;
  const threshold = u32((0x100000000 - range) % range);
  const batchEnd = batch + BATCH_BYTES;
  const end = drawn + 8 * count;
  while (drawn < end) {
    if (nextNumber == batchEnd) {
      fillWords(generator, batch, BATCH_WORDS);
      nextNumber = batch;
    }
    const stop = nextNumber + min(batchEnd - nextNumber, (end - drawn) >> 1);
    let at = nextNumber;
    for (; at < stop; at += 4) {
      const product = <u64>load<u32>(at) * range;
      store<f64>(drawn, load<f64>(values + 8 * <usize>(product >> 32)));
      drawn += (<usize>(u32(product) >= threshold)) << 3;
    }
    nextNumber = at;
  }
}

/**
 * For each resample, the mean of `count` values drawn with replacement: NumPy 1.24's
 * `rng = default_rng(seed)`, then `rng.choice(values, size=count, replace=True).mean()`, to the last bit.
 * @param values `count` f64, at least one
 * @param means `resamples` f64
 */
export function bootstrapMeans(values: usize, count: i32, resamples: i32, seed: u64, means: usize): void {
  const generator = alloc(GENERATOR_BYTES + BATCH_BYTES + 8 * count);
  const batch = generator + GENERATOR_BYTES;
  const drawn = batch + BATCH_BYTES;
  seedGenerator(generator, batch, seed);
  nextNumber = drawn;
  for (let resample = 0; resample < resamples; resample++) {
    draw(values, count, drawn, generator, batch);
    store<f64>(means + 8 * resample, pairwiseSum(drawn, count) / f64(count));
  }
  free(generator);
}
