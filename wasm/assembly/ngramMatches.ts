import { alloc, free } from './memory';

/*
 * The reference's n-grams are counted in an open-addressing table with linear probing, at most half full. A slot is
 * 8 bytes: the address of the n-gram's first occurrence (0 in an empty slot), then how many are left to match.
 */
const SLOT_BYTES: u32 = 8;
const COUNT: usize = 4;

function hashGram(gram: usize, n: i32): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let token = 0; token < n; token++) {
    hash = (hash ^ load<u32>(gram + 4 * token)) * 0x01000193;
    hash ^= hash >> 15;
  }
  hash *= 0x2c1b3c6d;
  return hash ^ (hash >> 13);
}

/** The slot that holds `gram`, or the empty one where it belongs. */
function findSlot(table: usize, mask: u32, gram: usize, n: i32): usize {
  let index = hashGram(gram, n) & mask;
  while (true) {
    const slot = table + index * SLOT_BYTES;
    const held = load<u32>(slot);
    if (held == 0 || memory.compare(held, gram, 4 * n) == 0) return slot;
    index = (index + 1) & mask;
  }
}

/**
 * BLEU's clipped matches: over the distinct n-grams of the candidate, Σ min(count in candidate, count in reference).
 * @param candidate,reference token ids, u32
 */
export function ngramMatches(
  candidate: usize,
  candidateLength: i32,
  reference: usize,
  referenceLength: i32,
  n: i32
): i32 {
  const candidateGrams = candidateLength - n + 1;
  const referenceGrams = referenceLength - n + 1;
  if (candidateGrams <= 0 || referenceGrams <= 0) return 0;
  let slots: u32 = 2;
  while (slots < 2 * u32(referenceGrams)) slots *= 2;
  const table = alloc(slots * SLOT_BYTES);
  memory.fill(table, 0, slots * SLOT_BYTES);
  for (let position = 0; position < referenceGrams; position++) {
    const gram = reference + 4 * position;
    const slot = findSlot(table, slots - 1, gram, n);
    if (load<u32>(slot) == 0) store<u32>(slot, <u32>gram);
    store<i32>(slot, load<i32>(slot, COUNT) + 1, COUNT);
  }
  let matches = 0;
  for (let position = 0; position < candidateGrams; position++) {
    const slot = findSlot(table, slots - 1, candidate + 4 * position, n);
    const left = load<i32>(slot, COUNT);
    if (left > 0) {
      store<i32>(slot, left - 1, COUNT);
      matches++;
    }
  }
  free(table);
  return matches;
}
