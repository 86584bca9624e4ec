/*
 * NumPy's PCG64 (PCG XSL RR 128/64, O'Neill 2014), seeded through its SeedSequence.
 *
 * A generator is 32 bytes: u64 state low, state high, increment low, increment high.
 */
export const GENERATOR_BYTES: usize = 32;
const STATE_HIGH: usize = 8;
const INCREMENT_LOW: usize = 16;
const INCREMENT_HIGH: usize = 24;

const MULTIPLIER_LOW: u64 = 0x4385df649fccf645;
const MULTIPLIER_HIGH: u64 = 0x2360ed051fc65da4;
const MULTIPLIER_0: u64 = MULTIPLIER_LOW & 0xffffffff;
const MULTIPLIER_1: u64 = MULTIPLIER_LOW >> 32;

/**
 * Writes the next `count` 64-bit outputs to `words`. Read as u32, low half first, they are NumPy's next_uint32 stream.
 *
 * A step is state · multiplier + increment modulo 2^128. WebAssembly has no product of 128 bits, so what the lower half of the state
 * brings to the upper one is put together from four products of 32 bits. The sum of the two in the middle fits 64 bits, because the
 * halves of this multiplier add up to 0.89 · 2^32, and takes the increment's carry with it.
 */
export function fillWords(generator: usize, words: usize, count: i32): void {
  let low = load<u64>(generator);
  let high = load<u64>(generator, STATE_HIGH);
  const incrementLow = load<u64>(generator, INCREMENT_LOW);
  const incrementHigh = load<u64>(generator, INCREMENT_HIGH);
  const increment0 = <u64>(<u32>incrementLow);
  const increment1 = incrementLow >> 32;
  for (const end = words + 8 * count; words < end; words += 8) {
    const low0 = <u64>(<u32>low);
    const low1 = low >> 32;
    const lowest = low0 * MULTIPLIER_0 + increment0;
    const middle = low1 * MULTIPLIER_0 + low0 * MULTIPLIER_1 + increment1 + (lowest >> 32);
    const carried = low1 * MULTIPLIER_1 + (middle >> 32) + incrementHigh;
    high = high * MULTIPLIER_LOW + (low * MULTIPLIER_HIGH + carried);
    low = low * MULTIPLIER_LOW + incrementLow;
    store<u64>(words, rotr(high ^ low, high >> 58));
  }
  store<u64>(generator, low);
  store<u64>(generator, high, STATE_HIGH);
}

/** SeedSequence's running hash constant: each use multiplies it. */
let hashConstant: u32 = 0;

function hashMix(word: u32, multiplier: u32): u32 {
  word ^= hashConstant;
  hashConstant *= multiplier;
  word *= hashConstant;
  return word ^ (word >> 16);
}

/** Four pool words of SeedSequence(seed) to `pool`. The two words of a seed below 2^64 fit the pool of four. */
function fillPool(pool: usize, seed: u64): void {
  hashConstant = 0x43b0d7e5;
  for (let i = 0; i < 4; i++) {
    const entropy = i < 2 ? u32(seed >> (32 * i)) : 0;
    store<u32>(pool + 4 * i, hashMix(entropy, 0x931e8875));
  }
  for (let source = 0; source < 4; source++) {
    for (let target = 0; target < 4; target++) {
      if (source == target) continue;
      const hashed = hashMix(load<u32>(pool + 4 * source), 0x931e8875);
      const mixed = load<u32>(pool + 4 * target) * 0xca01f9dd - hashed * 0x4973f715;
      store<u32>(pool + 4 * target, mixed ^ (mixed >> 16));
    }
  }
}

/** Sets up `generator` as NumPy's default_rng(seed) does; `scratch` needs 48 bytes. */
export function seedGenerator(generator: usize, scratch: usize, seed: u64): void {
  fillPool(scratch, seed);
  const state = scratch + 16;
  hashConstant = 0x8b51f9dd;
  for (let i = 0; i < 8; i++) {
    store<u32>(state + 4 * i, hashMix(load<u32>(scratch + 4 * (i & 3)), 0x58f38ded));
  }
  const sequenceHigh = load<u64>(state, 16);
  const sequenceLow = load<u64>(state, 24);
  const incrementLow = (sequenceLow << 1) | 1;
  const incrementHigh = (sequenceHigh << 1) | (sequenceLow >> 63);
  const low = load<u64>(state, 8) + incrementLow;
  store<u64>(generator, low);
  store<u64>(generator, load<u64>(state) + incrementHigh + u64(low < incrementLow), STATE_HIGH);
  store<u64>(generator, incrementLow, INCREMENT_LOW);
  store<u64>(generator, incrementHigh, INCREMENT_HIGH);
  // Seeding ends with one step whose output nobody reads.
  fillWords(generator, scratch, 1);
}
