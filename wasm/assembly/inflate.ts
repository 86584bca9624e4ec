import { adler32 } from './adler32';
import { BASE, buildTable, END, INVALID, KIND_MASK, LITERAL } from './bitTables';
import {
  alignStream,
  CORRUPT,
  DISTANCE_BITS,
  distanceTable,
  inflateCodes,
  inflatedBytes,
  inflateStored,
  LITERAL_BITS,
  literalTable,
  need,
  NEXT_BLOCK,
  SHORT_OF_INPUT,
  startStream,
  take,
  takeCode,
  WHOLE,
  WRONG_CHECKSUM
} from './inflateStream';

const LITERAL_SYMBOLS: i32 = 288;
const DISTANCE_SYMBOLS: i32 = 32;
const CODE_BITS: i32 = 7;
const codeTable = memory.data(4 * 128, 16);
const literalEntries = memory.data(4 * 288, 16);
const distanceEntries = memory.data(4 * 32, 16);
const codeEntries = memory.data(4 * 19, 16);
const lengths = memory.data(320, 16);
const codeOrder = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

let isPrepared = false;
/** Entries of every symbol without the bits of its code (RFC 1951, section 3.2.5). */
function prepareEntries(): void {
  for (let symbol = 0; symbol < 256; symbol++)
    store<u32>(literalEntries + 4 * symbol, LITERAL | (symbol << 16));
  store<u32>(literalEntries + 4 * 256, END);
  let base = 3;
  for (let symbol = 257; symbol < 285; symbol++) {
    const extra = symbol < 265 ? 0 : (symbol - 261) >> 2;
    store<u32>(literalEntries + 4 * symbol, BASE | (extra << 5) | (base << 16));
    base += 1 << extra;
  }
  store<u32>(literalEntries + 4 * 285, BASE | (258 << 16));
  store<u32>(literalEntries + 4 * 286, INVALID);
  store<u32>(literalEntries + 4 * 287, INVALID);
  base = 1;
  for (let symbol = 0; symbol < 30; symbol++) {
    const extra = symbol < 4 ? 0 : (symbol - 2) >> 1;
    store<u32>(distanceEntries + 4 * symbol, BASE | (extra << 5) | (base << 16));
    base += 1 << extra;
  }
  store<u32>(distanceEntries + 4 * 30, INVALID);
  store<u32>(distanceEntries + 4 * 31, INVALID);
  for (let symbol = 0; symbol < 19; symbol++) store<u32>(codeEntries + 4 * symbol, LITERAL | (symbol << 16));
  isPrepared = true;
}

function setFixedTables(): void {
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  buildTable(literalTable, LITERAL_BITS, lengths, LITERAL_SYMBOLS, literalEntries, true);
  memory.fill(lengths, 5, DISTANCE_SYMBOLS);
  buildTable(distanceTable, DISTANCE_BITS, lengths, DISTANCE_SYMBOLS, distanceEntries, true);
}

/** The code lengths of a dynamic block, run lengths expanded; NEXT_BLOCK when they are there. */
function readLengths(total: i32): i32 {
  let at = 0;
  while (at < total) {
    const code = takeCode(codeTable, CODE_BITS);
    if (code < 0) return SHORT_OF_INPUT;
    if (((<u32>code) & KIND_MASK) == INVALID) return CORRUPT;
    const symbol = <i32>((<u32>code) >> 16);
    if (symbol < 16) {
      store<u8>(lengths + at++, <u8>symbol);
      continue;
    }
    const extra = symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
    if (!need(extra)) return SHORT_OF_INPUT;
    const repeat = <i32>take(extra) + (symbol == 18 ? 11 : 3);
    if ((symbol == 16 && at == 0) || at + repeat > total) return CORRUPT;
    memory.fill(lengths + at, symbol == 16 ? load<u8>(lengths + at - 1) : 0, repeat);
    at += repeat;
  }
  return NEXT_BLOCK;
}

function setDynamicTables(): i32 {
  if (!need(14)) return SHORT_OF_INPUT;
  const literals = <i32>take(5) + 257;
  const distances = <i32>take(5) + 1;
  const codes = <i32>take(4) + 4;
  if (literals > 286 || distances > 30) return CORRUPT;
  memory.fill(lengths, 0, 19);
  for (let i = 0; i < codes; i++) {
    if (!need(3)) return SHORT_OF_INPUT;
    store<u8>(lengths + load<u8>(codeOrder + i), <u8>take(3));
  }
  if (!buildTable(codeTable, CODE_BITS, lengths, 19, codeEntries, true)) return CORRUPT;
  const state = readLengths(literals + distances);
  if (state != NEXT_BLOCK) return state;
  if (load<u8>(lengths + 256) == 0) return CORRUPT;
  const isSound =
    buildTable(literalTable, LITERAL_BITS, lengths, literals, literalEntries, false) &&
    buildTable(distanceTable, DISTANCE_BITS, lengths + literals, distances, distanceEntries, false);
  return isSound ? NEXT_BLOCK : CORRUPT;
}

function inflateBlock(kind: u32): i32 {
  if (kind == 0) return inflateStored();
  if (kind == 3) return CORRUPT;
  if (kind == 1) {
    setFixedTables();
  } else {
    const state = setDynamicTables();
    if (state != NEXT_BLOCK) return state;
  }
  return inflateCodes();
}

function checkSum(target: usize): i32 {
  alignStream();
  if (!need(32)) return SHORT_OF_INPUT;
  return bswap<u32>(take(32)) == adler32(target, <i32>inflatedBytes()) ? WHOLE : WRONG_CHECKSUM;
}

/**
 * Inflates a zlib stream (RFC 1950, 1951) with zlib's own verdicts.
 * @param source `length` bytes, whatever lies behind them within the block's slack
 * @param target room for `capacity` bytes
 * @returns how it ended: at its end, for want of input, with more to come than there is room for, or broken
 */
export function inflate(source: usize, length: usize, target: usize, capacity: usize): i32 {
  if (!isPrepared) prepareEntries();
  startStream(source, length, target, capacity);
  if (!need(16)) return SHORT_OF_INPUT;
  const first = take(8);
  const second = take(8);
  if ((first * 256 + second) % 31 != 0 || (first & 15) != 8 || first >> 4 > 7 || (second & 32) != 0)
    return CORRUPT;
  while (true) {
    if (!need(3)) return SHORT_OF_INPUT;
    const isLast = take(1) == 1;
    const state = inflateBlock(take(2));
    if (state != NEXT_BLOCK) return state;
    if (isLast) return checkSum(target);
  }
}
