/*
 * YCbCr to RGB as libjpeg (jdcolor) has it, in 16.16 fixed point: R = Y + 1.402 Cr, G = Y − 0.34414 Cb − 0.71414 Cr,
 * B = Y + 1.772 Cb, each weight rounded to 1/65536. Weights that do not fit 16 bits are split off as whole numbers.
 */
const CR_TO_R: i16 = 26345; // 91881 − 65536
const CB_TO_G: i16 = -22554;
const CR_TO_G: i16 = 18734; // 65536 − 46802
const CB_TO_B: i16 = -14942; // 116130 − 131072

const weights = memory.data<i16>([0, CR_TO_R, CB_TO_G, CR_TO_G, CB_TO_B, 0], 16);

function weigh(low: v128, high: v128, weight: v128): v128 {
  const round = i32x4.splat(32768);
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(low, weight), round), 16),
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(high, weight), round), 16)
  );
}

/** One row, eight pixels a step. Reads up to 8 bytes behind the ends and writes up to 29 behind its own. */
export function convertRow(luma: usize, blue: usize, red: usize, target: usize, width: i32): void {
  const toRed = v128.load32_splat(weights);
  const toGreen = v128.load32_splat(weights, 4);
  const toBlue = v128.load32_splat(weights, 8);
  const centre = i16x8.splat(128);
  for (let x = 0; x < width; x += 8) {
    const y = v128.load8x8_u(luma + x);
    const cb = i16x8.sub(v128.load8x8_u(blue + x), centre);
    const cr = i16x8.sub(v128.load8x8_u(red + x), centre);
    const low = i16x8.shuffle(cb, cr, 0, 8, 1, 9, 2, 10, 3, 11);
    const high = i16x8.shuffle(cb, cr, 4, 12, 5, 13, 6, 14, 7, 15);
    const r = i16x8.add(i16x8.add(y, cr), weigh(low, high, toRed));
    const g = i16x8.add(i16x8.sub(y, cr), weigh(low, high, toGreen));
    const b = i16x8.add(i16x8.add(y, i16x8.shl(cb, 1)), weigh(low, high, toBlue));
    const redGreen = i8x16.narrow_i16x8_u(r, g);
    const blues = i8x16.narrow_i16x8_u(b, b);
    v128.store(
      target,
      i8x16.shuffle(redGreen, blues, 0, 8, 16, 1, 9, 17, 2, 10, 18, 3, 11, 19, 4, 12, 20, 5)
    );
    v128.store64_lane(
      target + 16,
      i8x16.shuffle(redGreen, blues, 13, 21, 6, 14, 22, 7, 15, 23, 0, 0, 0, 0, 0, 0, 0, 0),
      0
    );
    target += 24;
  }
}
