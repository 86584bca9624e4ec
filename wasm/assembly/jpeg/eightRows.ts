/*
 * Eight rows of eight 16-bit values, on which both transforms of a block work (Loeffler, Ligtenberg and Moschytz 1989): libjpeg's
 * accurate integer versions (jfdctint, jidctint) with the 16-bit lanes and the saturation of libjpeg-turbo's SIMD code.
 */
const F_0_298: i16 = 2446;
const F_0_390: i16 = 3196;
const F_0_541: i16 = 4433;
const F_0_765: i16 = 6270;
const F_0_899: i16 = 7373;
const F_1_175: i16 = 9633;
const F_1_501: i16 = 12299;
const F_1_847: i16 = 15137;
const F_1_961: i16 = 16069;
const F_2_053: i16 = 16819;
const F_2_562: i16 = 20995;
const F_3_072: i16 = 25172;

/** Pairs of weights for dot products, one 32-bit lane each: two of the even part, then six of the odd one. */
export const weights = memory.data<i16>(
  [
    F_0_541 + F_0_765,
    F_0_541,
    F_0_541,
    F_0_541 - F_1_847,
    F_1_175 - F_1_961,
    F_1_175,
    F_1_175,
    F_1_175 - F_0_390,
    F_0_298 - F_0_899,
    -F_0_899,
    -F_0_899,
    F_1_501 - F_0_899,
    F_2_053 - F_2_562,
    -F_2_562,
    -F_2_562,
    F_3_072 - F_2_562
  ],
  16
);

export const rows = memory.data(128, 16);

export function row(index: usize): v128 {
  return v128.load(rows + 16 * index);
}

export function interleaveLow(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

export function interleaveHigh(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

function pairLow(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 0, 4, 1, 5);
}

function pairHigh(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 2, 6, 3, 7);
}

function putRows(index: usize, a: v128, b: v128): void {
  v128.store(rows + 16 * index, i64x2.shuffle(a, b, 0, 2));
  v128.store(rows + 16 * (index + 1), i64x2.shuffle(a, b, 1, 3));
}

export function transpose(): void {
  const a0 = interleaveLow(row(0), row(1));
  const a1 = interleaveHigh(row(0), row(1));
  const a2 = interleaveLow(row(2), row(3));
  const a3 = interleaveHigh(row(2), row(3));
  const a4 = interleaveLow(row(4), row(5));
  const a5 = interleaveHigh(row(4), row(5));
  const a6 = interleaveLow(row(6), row(7));
  const a7 = interleaveHigh(row(6), row(7));
  putRows(0, pairLow(a0, a2), pairLow(a4, a6));
  putRows(2, pairHigh(a0, a2), pairHigh(a4, a6));
  putRows(4, pairLow(a1, a3), pairLow(a5, a7));
  putRows(6, pairHigh(a1, a3), pairHigh(a5, a7));
}
