import { dropBits, heldBits } from './bits';

/*
 * A Huffman table, TABLE_BYTES long:
 *   0      u16 × 512: for the next 9 bits the code's length · 256 + symbol; 0 for a longer code or none
 *   1024   i32 × 18: the largest code of each length, left-aligned to 16 bits, plus one
 *   1096   i32 × 17: what to add to a code of each length to get its place in the symbols
 *   1164   u8 × 256: the symbols in the order of their codes
 */
export const TABLE_BYTES: usize = 1424;
const LOOK_BITS: i32 = 9;
const LIMITS: usize = 1024;
const OFFSETS: usize = 1096;
const SYMBOLS: usize = 1164;

/**
 * Builds a table from the segment of a DHT marker: 16 counts of codes of each length, then the symbols.
 * @returns how many symbols there were, or −1 where the codes cannot be
 */
export function buildHuffman(table: usize, segment: usize, segmentEnd: usize): i32 {
  memory.fill(table, 0, TABLE_BYTES);
  let code = 0;
  let place = 0;
  for (let length = 1; length <= 16; length++) {
    const count = <i32>load<u8>(segment + length - 1);
    if (place + count > 256 || code + count > 1 << length || segment + 16 + place + count > segmentEnd)
      return -1;
    store<i32>(table + OFFSETS + 4 * length, place - code);
    for (let i = 0; i < count; i++, place++, code++) {
      const symbol = load<u8>(segment + 16 + place);
      store<u8>(table + SYMBOLS + place, symbol);
      if (length > LOOK_BITS) continue;
      const first = code << (LOOK_BITS - length);
      for (let look = first; look < first + (1 << (LOOK_BITS - length)); look++) {
        store<u16>(table + 2 * look, <u16>((length << 8) | symbol));
      }
    }
    // All ones is no code.
    if (count > 0 && code == 1 << length) return -1;
    store<i32>(table + LIMITS + 4 * length, code << (16 - length));
    code <<= 1;
  }
  return place;
}

/** A code at the start of `word` as its length · 256 + its symbol, or −1 where none fits. */
export function findCode(table: usize, word: u64): i32 {
  const entry = <i32>load<u16>(table + 2 * <usize>(word >> (64 - LOOK_BITS)));
  return entry != 0 ? entry : findLongCode(table, <i32>(word >> 48));
}

function findLongCode(table: usize, next: i32): i32 {
  for (let length = LOOK_BITS + 1; length <= 16; length++) {
    if (next >= load<i32>(table + LIMITS + 4 * length)) continue;
    const place = (next >> (16 - length)) + load<i32>(table + OFFSETS + 4 * length);
    return (length << 8) | load<u8>(table + SYMBOLS + place);
  }
  return -1;
}

/** The next symbol, or −1 where no code fits; at least 16 bits have been filled. */
export function takeSymbol(table: usize): i32 {
  const code = findCode(table, heldBits());
  if (code < 0) return -1;
  dropBits(code >> 8);
  return code & 255;
}
