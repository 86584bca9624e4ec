const RED: i32 = 19595;
const GREEN: i32 = 38470;
const BLUE: i32 = 7471;
const ROUND: i32 = 1 << 15;

// The green weight does not fit a signed 16-bit lane, so it is split over two dot products: with red and with blue.
const GREEN_WITH_RED: i32 = 32767;
const GREEN_WITH_BLUE: i32 = GREEN - GREEN_WITH_RED;

/*
 * Vector constants, kept in memory because V8 would build them anew in every turn of the loop. Four pixels (12 bytes)
 * become eight 16-bit lanes; index -1 gives the zero byte above each value.
 */
const redGreenLanes = memory.data<i8>([0, -1, 1, -1, 3, -1, 4, -1, 6, -1, 7, -1, 9, -1, 10, -1], 16);
const blueGreenLanes = memory.data<i8>([2, -1, 1, -1, 5, -1, 4, -1, 8, -1, 7, -1, 11, -1, 10, -1], 16);
const weights = memory.data<i32>([RED | (GREEN_WITH_RED << 16), BLUE | (GREEN_WITH_BLUE << 16), ROUND], 16);

/** Luma of the four pixels at `rgb` as i32x4. */
function lumaOfFour(
  rgb: usize,
  redGreen: v128,
  blueGreen: v128,
  weightRed: v128,
  weightBlue: v128,
  round: v128
): v128 {
  const pixels = v128.load(rgb);
  const withRed = i32x4.dot_i16x8_s(i8x16.swizzle(pixels, redGreen), weightRed);
  const withBlue = i32x4.dot_i16x8_s(i8x16.swizzle(pixels, blueGreen), weightBlue);
  return i32x4.shr_u(i32x4.add(i32x4.add(withRed, withBlue), round), 16);
}

/**
 * Pillow's `L` of 8-bit RGB: (19595 R + 38470 G + 7471 B + 32768) >> 16.
 * @param rgb `count` pixels of three bytes
 * @param target `count` bytes
 */
export function luma(rgb: usize, target: usize, count: i32): void {
  const redGreen = v128.load(redGreenLanes);
  const blueGreen = v128.load(blueGreenLanes);
  const weightRed = v128.load32_splat(weights);
  const weightBlue = v128.load32_splat(weights, 4);
  const round = v128.load32_splat(weights, 8);
  let pixel = 0;
  for (; pixel <= count - 8; pixel += 8) {
    const source = rgb + 3 * pixel;
    const first = lumaOfFour(source, redGreen, blueGreen, weightRed, weightBlue, round);
    const second = lumaOfFour(source + 12, redGreen, blueGreen, weightRed, weightBlue, round);
    const words = i16x8.narrow_i32x4_s(first, second);
    v128.store64_lane(target + pixel, i8x16.narrow_i16x8_u(words, words), 0);
  }
  for (; pixel < count; pixel++) {
    const source = rgb + 3 * pixel;
    const sum = RED * load<u8>(source) + GREEN * load<u8>(source, 1) + BLUE * load<u8>(source, 2);
    store<u8>(target + pixel, (sum + ROUND) >> 16);
  }
}
