import { alloc, free } from './memory';

/** Sums of `factor` rows, one u16 a byte: at most 257 rows, or they would not fit. */
function sumRows(source: usize, rowBytes: i32, factor: i32, sums: usize): void {
  for (let x = 0; x < rowBytes; x += 16) {
    let low = i16x8.splat(0);
    let high = low;
    let row = source + x;
    for (let y = 0; y < factor; y++) {
      const bytes = v128.load(row);
      low = i16x8.add(low, i16x8.extend_low_i8x16_u(bytes));
      high = i16x8.add(high, i16x8.extend_high_i8x16_u(bytes));
      row += rowBytes;
    }
    const target = sums + 2 * <usize>x;
    v128.store(target, low);
    v128.store(target, high, 16);
  }
}

/** To divide by multiplying: exact for sums of up to 255 · 257², whose products with the area stay below 2^44. */
const INVERSE_BITS: u64 = 44;

function inverseOf(area: u64): u64 {
  return ((<u64>1) << INVERSE_BITS) / area + 1;
}

function divide(sum: u32, inverse: u64): u32 {
  return <u32>((<u64>sum * inverse) >> INVERSE_BITS);
}

/**
 * RGB made smaller by a whole factor: every pixel the mean of `factor * factor`, halves rounded up. What does not fill a pixel at
 * the right and lower edge is left out.
 * @param source `3 * width * height` bytes
 * @param target `3 * (width / factor) * (height / factor)` bytes
 * @param factor 1 to 257
 */
export function reduce(source: usize, target: usize, width: i32, height: i32, factor: i32): void {
  const rowBytes = 3 * width;
  const columns = width / factor;
  const rows = height / factor;
  const half = <u32>(factor * factor) / 2;
  const inverse = inverseOf(<u64>(factor * factor));
  const sums = alloc(2 * <usize>rowBytes + 32);
  for (let y = 0; y < rows; y++) {
    sumRows(source + y * factor * rowBytes, rowBytes, factor, sums);
    let at = sums;
    for (let x = 0; x < columns; x++) {
      let red: u32 = 0;
      let green: u32 = 0;
      let blue: u32 = 0;
      for (const end = at + 6 * factor; at < end; at += 6) {
        red += load<u16>(at);
        green += load<u16>(at, 2);
        blue += load<u16>(at, 4);
      }
      store<u8>(target, divide(red + half, inverse));
      store<u8>(target, divide(green + half, inverse), 1);
      store<u8>(target, divide(blue + half, inverse), 2);
      target += 3;
    }
  }
  free(sums);
}
