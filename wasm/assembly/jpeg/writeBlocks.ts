import { naturalOrder } from './blocks';

/*
 * Entropy-coded data bit by bit: what bits.ts and blocks.ts read.
 */
let output: usize = 0;
/** The lowest `bits` of it are still to be written. */
let hold: u64 = 0;
let bits: i32 = 0;

export function startWriting(target: usize): void {
  output = target;
  hold = 0;
  bits = 0;
}

/** A code in one of the caller's tables: its bits · 256 + their number. */
function putCode(table: usize, symbol: i32, extra: i32, extraBits: i32): void {
  const code = load<u32>(table + 4 * symbol);
  const length = <i32>(code & 255) + extraBits;
  hold = (hold << length) | (((<u64>(code >> 8)) << extraBits) | (<u64>extra));
  bits += length;
  while (bits >= 8) {
    bits -= 8;
    const byte = <u8>(hold >> bits);
    store<u8>(output++, byte);
    if (byte == 255) store<u8>(output++, 0);
  }
}

/** A number as JPEG codes it: its bits, of a negative one less one. */
function putNumber(table: usize, run: i32, value: i32): void {
  const size = 32 - clz(abs(value));
  const low = value < 0 ? value - 1 : value;
  putCode(table, (run << 4) | size, low & ((1 << size) - 1), size);
}

/** A block whose first coefficient is `difference` more than the one before; the others of zeros where there is no block. */
export function writeBlock(block: usize, difference: i32, dcTable: usize, acTable: usize): void {
  putNumber(dcTable, 0, difference);
  let run = 0;
  if (block != 0) {
    for (let index = 1; index < 64; index++, run++) {
      const value = <i32>load<i16>(block + 2 * <usize>load<u8>(naturalOrder + index));
      if (value == 0) continue;
      for (; run > 15; run -= 16) putCode(acTable, 0xf0, 0, 0);
      putNumber(acTable, run, value);
      run = -1;
    }
  } else run = 63;
  if (run > 0) putCode(acTable, 0, 0, 0);
}

/** Fills the last byte with ones. @returns where the data ends */
export function finishWriting(): usize {
  if (bits > 0) {
    const byte = <u8>((hold << (8 - bits)) | (255 >> bits));
    store<u8>(output++, byte);
    if (byte == 255) store<u8>(output++, 0);
  }
  return output;
}
