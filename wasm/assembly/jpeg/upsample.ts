/*
 * libjpeg's "fancy" upsampling (jdsample): a chroma sample is weighed three to one with its nearest neighbour. Rows are read up
 * to 16 bytes behind their end and written up to 32.
 */

/** The row with the row next to it, three to one: 16-bit sums. */
export function weighRows(near: usize, far: usize, sums: usize, count: i32): void {
  const three = i16x8.splat(3);
  for (let x = 0; x < count; x += 8) {
    const sum = i16x8.add(i16x8.mul(v128.load8x8_u(near + x), three), v128.load8x8_u(far + x));
    v128.store(sums + 2 * x, sum);
  }
}

/** Twice as many rows, as many columns (4:4:0): `bias` is 1 for the upper of two rows, 2 for the lower. */
export function upsampleRow(near: usize, far: usize, target: usize, count: i32, bias: i32): void {
  const three = i16x8.splat(3);
  const round = i16x8.splat(<i16>bias);
  for (let x = 0; x < count; x += 8) {
    const sum = i16x8.add(i16x8.mul(v128.load8x8_u(near + x), three), v128.load8x8_u(far + x));
    const mean = i16x8.shr_u(i16x8.add(sum, round), 2);
    v128.store64_lane(target + x, i8x16.narrow_i16x8_u(mean, mean), 0);
  }
}

/**
 * Twice as many columns from 16-bit sums; the first and the last sample count four times.
 * @param sums `count` of them with room for one before and eight behind, which are written here
 * @param shift 2 for plain samples, 4 for sums of rows three to one
 */
export function upsampleColumns(sums: usize, target: usize, count: i32, shift: i32): void {
  store<i16>(sums - 2, load<i16>(sums));
  store<i16>(sums + 2 * count, load<i16>(sums + 2 * (count - 1)));
  const three = i16x8.splat(3);
  const evenRound = i16x8.splat(shift == 2 ? 1 : 8);
  const oddRound = i16x8.splat(shift == 2 ? 2 : 7);
  for (let x = 0; x < count; x += 8) {
    const at = sums + 2 * x;
    const weighed = i16x8.mul(v128.load(at), three);
    const even = i16x8.shr_u(i16x8.add(i16x8.add(weighed, v128.load(at - 2)), evenRound), shift);
    const odd = i16x8.shr_u(i16x8.add(i16x8.add(weighed, v128.load(at + 2)), oddRound), shift);
    v128.store(target + 2 * x, v128.or(even, i16x8.shl(odd, 8)));
  }
}

/** Plain samples as 16-bit numbers. */
export function widenRow(row: usize, sums: usize, count: i32): void {
  for (let x = 0; x < count; x += 8) v128.store(sums + 2 * x, v128.load8x8_u(row + x));
}

/** Each sample `times` over: libjpeg's way for steps of more than two, and for rows of at most two samples. */
export function repeatColumns(row: usize, target: usize, count: i32, times: i32): void {
  for (let x = 0; x < count; x++) {
    const sample = load<u8>(row + x);
    for (let i = 0; i < times; i++) store<u8>(target++, sample);
  }
}
