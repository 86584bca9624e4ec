/*
 * Huffman decoding tables for inflate. A table has a root of 2^rootBits entries, found by the next bits of the stream, and
 * behind it the tables of longer codes. An entry is a u32:
 *   bits 0…4    bits that the code takes (of a longer code: those after the root's)
 *   bits 5…9    extra bits of a length or distance; for a link: the index bits of the table it leads to
 *   bits 10…13  kind
 *   bits 16…31  literal, base of a length or distance, or for a link the first entry of its table
 */
export const LITERAL: u32 = 0;
export const BASE: u32 = 1 << 10;
export const LINK: u32 = 2 << 10;
export const END: u32 = 3 << 10;
export const INVALID: u32 = 4 << 10;
export const KIND_MASK: u32 = 15 << 10;

const MAX_BITS: i32 = 15;

/** Number of codes of each length, then the next code of each length. */
const counts = memory.data(4 * 16);
const nextCodes = memory.data(4 * 16);
/** Symbols sorted by code length: at most 288. */
const sorted = memory.data(2 * 288);
const offsets = memory.data(4 * 17);

function reverseBits(code: i32, length: i32): i32 {
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
  return reversed;
}

function countLengths(lengths: usize, symbols: i32): void {
  memory.fill(counts, 0, 64);
  for (let symbol = 0; symbol < symbols; symbol++) {
    const at = counts + 4 * <usize>load<u8>(lengths + symbol);
    store<i32>(at, load<i32>(at) + 1);
  }
  store<i32>(counts, 0);
}

/** Codes that are left when all are given out: 0 where they are complete, negative where there are too many. */
function countFreeCodes(): i32 {
  let free = 1;
  for (let length = 1; length <= MAX_BITS; length++) {
    free = (free << 1) - load<i32>(counts + 4 * length);
    if (free < 0) return free;
  }
  return free;
}

/** Sorts the symbols by length and sets the first code of each length; the longest length. */
function sortSymbols(lengths: usize, symbols: i32): i32 {
  let code = 0;
  let longest = 0;
  store<i32>(offsets, 0, 4);
  for (let length = 1; length <= MAX_BITS; length++) {
    const count = load<i32>(counts + 4 * length);
    store<i32>(nextCodes + 4 * length, code);
    store<i32>(offsets + 4 * (length + 1), load<i32>(offsets + 4 * length) + count);
    code = (code + count) << 1;
    if (count > 0) longest = length;
  }
  for (let symbol = 0; symbol < symbols; symbol++) {
    const length = <usize>load<u8>(lengths + symbol);
    if (length == 0) continue;
    const place = load<i32>(offsets + 4 * length);
    store<u16>(sorted + 2 * <usize>place, <u16>symbol);
    store<i32>(offsets + 4 * length, place + 1);
  }
  return longest;
}

/** Index bits of the table for the longer codes that begin as `length`-bit code number `code` does. */
function linkedBits(length: i32, rootBits: i32, remaining: i32): i32 {
  let bits = length - rootBits;
  let room = (1 << bits) - remaining;
  while (room > 0 && bits + rootBits < MAX_BITS) {
    bits++;
    room = (room << 1) - load<i32>(counts + 4 * (bits + rootBits));
  }
  return bits;
}

function fill(table: usize, first: i32, step: i32, end: i32, entry: u32): void {
  for (let index = first; index < end; index += step) store<u32>(table + 4 * <usize>index, entry);
}

/**
 * Builds a table. As zlib does, it refuses sets with too many codes, and sets with too few but for a single code of one bit
 * (none at all is allowed: then every code is invalid).
 * @param lengths `symbols` code lengths, u8
 * @param entries for every symbol its entry without the bits of its code, u32
 * @param isStrict no incomplete set is allowed
 * @returns whether the set is allowed
 */
export function buildTable(
  table: usize,
  rootBits: i32,
  lengths: usize,
  symbols: i32,
  entries: usize,
  isStrict: bool
): bool {
  countLengths(lengths, symbols);
  const free = countFreeCodes();
  if (free < 0) return false;
  const longest = sortSymbols(lengths, symbols);
  if (free > 0 && longest > 0 && (isStrict || longest != 1)) return false;
  if (free > 0 && longest == 0 && isStrict) return false;
  const rootSize = 1 << rootBits;
  fill(table, 0, 1, rootSize, INVALID | 1);
  let tableEnd = rootSize;
  let prefix = -1;
  let linked: usize = 0;
  let linkedSize = 0;
  let position = 0;
  for (let length = 1; length <= longest; length++) {
    const count = load<i32>(counts + 4 * length);
    for (let left = count; left > 0; left--, position++) {
      const code = load<i32>(nextCodes + 4 * length);
      store<i32>(nextCodes + 4 * length, code + 1);
      const reversed = reverseBits(code, length);
      const symbol = <usize>load<u16>(sorted + 2 * <usize>position);
      const entry = load<u32>(entries + 4 * symbol);
      if (length <= rootBits) {
        fill(table, reversed, 1 << length, rootSize, entry | (<u32>length));
        continue;
      }
      const start = reversed & (rootSize - 1);
      if (start != prefix) {
        prefix = start;
        const bits = linkedBits(length, rootBits, left);
        linked = table + 4 * <usize>tableEnd;
        linkedSize = 1 << bits;
        store<u32>(
          table + 4 * <usize>start,
          LINK | (<u32>rootBits) | ((<u32>bits) << 5) | ((<u32>tableEnd) << 16)
        );
        tableEnd += linkedSize;
      }
      fill(
        linked,
        reversed >> rootBits,
        1 << (length - rootBits),
        linkedSize,
        entry | (<u32>(length - rootBits))
      );
    }
  }
  return true;
}
