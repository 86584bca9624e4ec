const MODULUS: u32 = 65521;
/** 16-byte steps before a 32-bit lane could overflow: zlib's NMAX is 5,552 bytes. */
const STEPS_PER_BLOCK: i32 = 346;

const weights = memory.data<i16>([16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 16);

function sumLanes(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}

/** zlib's checksum (RFC 1950) of `length` bytes. */
export function adler32(bytes: usize, length: i32): u32 {
  const lowWeights = v128.load(weights);
  const highWeights = v128.load(weights, 16);
  let a: u32 = 1;
  let b: u32 = 0;
  let left = length;
  while (left >= 16) {
    const steps = min(left >> 4, STEPS_PER_BLOCK);
    let sums = i32x4.splat(0);
    let earlier = i32x4.splat(0);
    let weighted = i32x4.splat(0);
    for (let step = 0; step < steps; step++) {
      const chunk = v128.load(bytes);
      const low = i16x8.extend_low_i8x16_u(chunk);
      const high = i16x8.extend_high_i8x16_u(chunk);
      // Every byte before this step counts sixteen times more.
      earlier = i32x4.add(earlier, sums);
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.add(low, high)));
      weighted = i32x4.add(
        weighted,
        i32x4.add(i32x4.dot_i16x8_s(low, lowWeights), i32x4.dot_i16x8_s(high, highWeights))
      );
      bytes += 16;
    }
    b = <u32>(
      ((<u64>b + <u64>a * (16 * steps) + 16 * <u64>sumLanes(earlier) + <u64>sumLanes(weighted)) % MODULUS)
    );
    a = (a + sumLanes(sums)) % MODULUS;
    left -= 16 * steps;
  }
  for (; left > 0; left--) {
    a += load<u8>(bytes++);
    b += a;
  }
  return ((b % MODULUS) << 16) | (a % MODULUS);
}
