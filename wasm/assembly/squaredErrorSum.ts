/** 16-byte steps before a 32-bit lane could overflow: each adds at most 4 · 255² to a lane; 8,256 would still fit. */
const STEPS_PER_BLOCK: i32 = 8192;

/** Squared differences of 16 bytes, summed to i32x4. */
function squaredDifferences(a: usize, b: usize): v128 {
  const left = v128.load(a);
  const right = v128.load(b);
  const difference = v128.sub<u8>(v128.max<u8>(left, right), v128.min<u8>(left, right));
  const low = i16x8.extend_low_i8x16_u(difference);
  const high = i16x8.extend_high_i8x16_u(difference);
  return i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high));
}

/** Σ (a − b)² over `length` bytes, exact: an integer below 2^53, as f64 because JavaScript reads it. */
export function squaredErrorSum(a: usize, b: usize, length: i32): f64 {
  let total: i64 = 0;
  let offset = 0;
  while (offset <= length - 16) {
    const end = min(length - 15, offset + 16 * STEPS_PER_BLOCK);
    let lanes = i32x4.splat(0);
    for (; offset < end; offset += 16) {
      lanes = i32x4.add(lanes, squaredDifferences(a + offset, b + offset));
    }
    const pairs = i64x2.add(i64x2.extend_low_i32x4_u(lanes), i64x2.extend_high_i32x4_u(lanes));
    total += i64x2.extract_lane(pairs, 0) + i64x2.extract_lane(pairs, 1);
  }
  for (; offset < length; offset++) {
    const difference = i32(load<u8>(a + offset)) - i32(load<u8>(b + offset));
    total += difference * difference;
  }
  return f64(total);
}
