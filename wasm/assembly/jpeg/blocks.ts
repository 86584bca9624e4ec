import { fillBits, heldBits, heldCount, keepBits, takeBits, takeNumber, toNumber } from './bits';
import { findCode, takeSymbol } from './huffman';

/** From the order in which coefficients are coded to their place in a block. */
export const naturalOrder = memory.data<u8>([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63
]);

/** Blocks that a progressive scan still passes over. */
let endOfBandRun: i32 = 0;

export function startBlocks(): void {
  endOfBandRun = 0;
}

/** A coefficient behind the last takes its place, without a word of libjpeg's. */
function put(block: usize, index: i32, value: i32): void {
  store<i16>(block + 2 * <usize>load<u8>(naturalOrder + min(index, 63)), <i16>value);
}

/** @returns the new prediction of the DC coefficient; i32.MIN_VALUE where the data cannot be */
export function takeDc(table: usize, prediction: i32): i32 {
  fillBits();
  const size = takeSymbol(table);
  if (size < 0 || size > 15) return i32.MIN_VALUE;
  return prediction + takeNumber(size);
}

/** All coefficients of a block but the first (T.81, F.2.2.2); false where they cannot be. */
export function takeAc(block: usize, table: usize): bool {
  let word = heldBits();
  let count = heldCount();
  for (let index = 1; index < 64; index++) {
    // A code and its number have at most 31.
    if (count < 32) {
      keepBits(word, count);
      fillBits();
      word = heldBits();
      count = heldCount();
    }
    const code = findCode(table, word);
    if (code < 0) return false;
    word <<= code >> 8;
    count -= code >> 8;
    const size = code & 15;
    const run = (code >> 4) & 15;
    if (size == 0) {
      if (run != 15) break;
      index += 15;
      continue;
    }
    index += run;
    put(block, index, toNumber(<i32>(word >> (64 - size)), size));
    word <<= size;
    count -= size;
  }
  keepBits(word, count);
  return true;
}

/** The first scan of a band of a progressive picture (T.81, G.1.2.2). */
export function takeBand(block: usize, table: usize, first: i32, last: i32, shift: i32): bool {
  if (endOfBandRun > 0) {
    endOfBandRun--;
    return true;
  }
  for (let index = first; index <= last; index++) {
    fillBits();
    const symbol = takeSymbol(table);
    if (symbol < 0) return false;
    const size = symbol & 15;
    const run = symbol >> 4;
    if (size == 0) {
      if (run == 15) {
        index += 15;
        continue;
      }
      endOfBandRun = (1 << run) - 1 + (run > 0 ? takeBits(run) : 0);
      return true;
    }
    index += run;
    put(block, index, takeNumber(size) << shift);
  }
  return true;
}

/** One more bit of a coefficient that is not zero. */
function correct(at: usize, bit: i32): void {
  fillBits();
  if (takeBits(1) == 0) return;
  const value = <i32>load<i16>(at);
  if ((value & bit) != 0) return;
  store<i16>(at, <i16>(value >= 0 ? value + bit : value - bit));
}

/** Corrects what is there from `index` on. */
function correctRest(block: usize, index: i32, last: i32, bit: i32): void {
  for (; index <= last; index++) {
    const at = block + 2 * <usize>load<u8>(naturalOrder + index);
    if (load<i16>(at) != 0) correct(at, bit);
  }
}

/** A later scan of a band: one bit more of each coefficient (T.81, G.1.2.3). */
export function refineBand(block: usize, table: usize, first: i32, last: i32, shift: i32): bool {
  const bit = 1 << shift;
  let index = first;
  if (endOfBandRun > 0) {
    correctRest(block, index, last, bit);
    endOfBandRun--;
    return true;
  }
  for (; index <= last; index++) {
    fillBits();
    const symbol = takeSymbol(table);
    if (symbol < 0) return false;
    const size = symbol & 15;
    let run = symbol >> 4;
    let value = 0;
    if (size == 1) value = takeBits(1) == 1 ? bit : -bit;
    else if (size != 0) return false;
    else if (run != 15) {
      endOfBandRun = (1 << run) - 1 + (run > 0 ? takeBits(run) : 0);
      correctRest(block, index, last, bit);
      return true;
    }
    for (; index <= last; index++) {
      const at = block + 2 * <usize>load<u8>(naturalOrder + index);
      if (load<i16>(at) != 0) correct(at, bit);
      else if (--run < 0) {
        if (value != 0) store<i16>(at, <i16>value);
        break;
      }
    }
    if (index > last && value != 0) put(block, index, value);
  }
  return true;
}
