const RED: i32 = 19595;
const GREEN: i32 = 38470;
const BLUE: i32 = 7471;
const ROUND: i32 = 1 << 15;

// The green weight does not fit a signed 16-bit lane, so it is split over two dot products: with red and with blue.
const GREEN_WITH_RED: i16 = 32767;
const GREEN_WITH_BLUE: i16 = 5703;

/** Luma of four pixels (12 bytes at `rgb`) as i32x4. */
@inline
function lumaOfFour(rgb: usize): v128 {
  const pixels = v128.load(rgb);
  // Lanes of 16 bits; index 255 gives the zero byte above each 8-bit value.
  const redGreen = i8x16.swizzle(pixels, i8x16(0, -1, 1, -1, 3, -1, 4, -1, 6, -1, 7, -1, 9, -1, 10, -1));
  const blueGreen = i8x16.swizzle(pixels, i8x16(2, -1, 1, -1, 5, -1, 4, -1, 8, -1, 7, -1, 11, -1, 10, -1));
  const withRed = i16x8(
    RED as i16, GREEN_WITH_RED, RED as i16, GREEN_WITH_RED,
    RED as i16, GREEN_WITH_RED, RED as i16, GREEN_WITH_RED
  );
  const withBlue = i16x8(
    BLUE as i16, GREEN_WITH_BLUE, BLUE as i16, GREEN_WITH_BLUE,
    BLUE as i16, GREEN_WITH_BLUE, BLUE as i16, GREEN_WITH_BLUE
  );
  const sum = i32x4.add(i32x4.dot_i16x8_s(redGreen, withRed), i32x4.dot_i16x8_s(blueGreen, withBlue));
  return i32x4.shr_u(i32x4.add(sum, i32x4.splat(ROUND)), 16);
}

/**
 * Pillow's `L` of 8-bit RGB: (19595 R + 38470 G + 7471 B + 32768) >> 16.
 * @param rgb `count` pixels of three bytes
 * @param target `count` bytes
 */
export function luma(rgb: usize, target: usize, count: i32): void {
  let pixel = 0;
  for (; pixel <= count - 16; pixel += 16) {
    const source = rgb + 3 * pixel;
    const low = i16x8.narrow_i32x4_s(lumaOfFour(source), lumaOfFour(source + 12));
    const high = i16x8.narrow_i32x4_s(lumaOfFour(source + 24), lumaOfFour(source + 36));
    v128.store(target + pixel, i8x16.narrow_i16x8_u(low, high));
  }
  for (; pixel < count; pixel++) {
    const source = rgb + 3 * pixel;
    const sum = RED * load<u8>(source) + GREEN * load<u8>(source, 1) + BLUE * load<u8>(source, 2);
    store<u8>(target + pixel, (sum + ROUND) >> 16);
  }
}
