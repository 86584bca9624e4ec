import { interleaveHigh, interleaveLow, row, rows, transpose, weights } from './eightRows';

/** Sum and difference of an even and an odd part, rounded and narrowed, as rows `first` and 7 − `first`. */
function putPair(
  first: usize,
  evenLow: v128,
  evenHigh: v128,
  oddLow: v128,
  oddHigh: v128,
  descale: i32
): void {
  const round = i32x4.splat(1 << (descale - 1));
  const low = i32x4.add(evenLow, round);
  const high = i32x4.add(evenHigh, round);
  v128.store(
    rows + 16 * first,
    i16x8.narrow_i32x4_s(
      i32x4.shr_s(i32x4.add(low, oddLow), descale),
      i32x4.shr_s(i32x4.add(high, oddHigh), descale)
    )
  );
  v128.store(
    rows + 16 * (7 - first),
    i16x8.narrow_i32x4_s(
      i32x4.shr_s(i32x4.sub(low, oddLow), descale),
      i32x4.shr_s(i32x4.sub(high, oddHigh), descale)
    )
  );
}

/** One pass over `rows`: the transform of each of the eight columns. */
function transform(descale: i32): void {
  const in0 = row(0);
  const in4 = row(4);
  const zero = i16x8.splat(0);
  const sum = i16x8.add(in0, in4);
  const difference = i16x8.sub(in0, in4);
  // As 32-bit numbers times 2^13.
  const sumLow = i32x4.shr_s(interleaveLow(zero, sum), 3);
  const sumHigh = i32x4.shr_s(interleaveHigh(zero, sum), 3);
  const differenceLow = i32x4.shr_s(interleaveLow(zero, difference), 3);
  const differenceHigh = i32x4.shr_s(interleaveHigh(zero, difference), 3);
  const low26 = interleaveLow(row(2), row(6));
  const high26 = interleaveHigh(row(2), row(6));
  const w0 = v128.load32_splat(weights);
  const w1 = v128.load32_splat(weights, 4);
  const t3Low = i32x4.dot_i16x8_s(low26, w0);
  const t3High = i32x4.dot_i16x8_s(high26, w0);
  const t2Low = i32x4.dot_i16x8_s(low26, w1);
  const t2High = i32x4.dot_i16x8_s(high26, w1);
  const in1 = row(1);
  const in3 = row(3);
  const in5 = row(5);
  const in7 = row(7);
  const z3 = i16x8.add(in7, in3);
  const z4 = i16x8.add(in5, in1);
  const lowZ = interleaveLow(z3, z4);
  const highZ = interleaveHigh(z3, z4);
  const w2 = v128.load32_splat(weights, 8);
  const w3 = v128.load32_splat(weights, 12);
  const z3Low = i32x4.dot_i16x8_s(lowZ, w2);
  const z3High = i32x4.dot_i16x8_s(highZ, w2);
  const z4Low = i32x4.dot_i16x8_s(lowZ, w3);
  const z4High = i32x4.dot_i16x8_s(highZ, w3);
  const low71 = interleaveLow(in7, in1);
  const high71 = interleaveHigh(in7, in1);
  const w4 = v128.load32_splat(weights, 16);
  const w5 = v128.load32_splat(weights, 20);
  const odd0Low = i32x4.add(i32x4.dot_i16x8_s(low71, w4), z3Low);
  const odd0High = i32x4.add(i32x4.dot_i16x8_s(high71, w4), z3High);
  const odd3Low = i32x4.add(i32x4.dot_i16x8_s(low71, w5), z4Low);
  const odd3High = i32x4.add(i32x4.dot_i16x8_s(high71, w5), z4High);
  const low53 = interleaveLow(in5, in3);
  const high53 = interleaveHigh(in5, in3);
  const w6 = v128.load32_splat(weights, 24);
  const w7 = v128.load32_splat(weights, 28);
  const odd1Low = i32x4.add(i32x4.dot_i16x8_s(low53, w6), z4Low);
  const odd1High = i32x4.add(i32x4.dot_i16x8_s(high53, w6), z4High);
  const odd2Low = i32x4.add(i32x4.dot_i16x8_s(low53, w7), z3Low);
  const odd2High = i32x4.add(i32x4.dot_i16x8_s(high53, w7), z3High);
  putPair(0, i32x4.add(sumLow, t3Low), i32x4.add(sumHigh, t3High), odd3Low, odd3High, descale);
  putPair(1, i32x4.add(differenceLow, t2Low), i32x4.add(differenceHigh, t2High), odd2Low, odd2High, descale);
  putPair(2, i32x4.sub(differenceLow, t2Low), i32x4.sub(differenceHigh, t2High), odd1Low, odd1High, descale);
  putPair(3, i32x4.sub(sumLow, t3Low), i32x4.sub(sumHigh, t3High), odd0Low, odd0High, descale);
}

/** What is not zero below the first row. */
function lowerRows(block: usize): v128 {
  return v128.or(
    v128.or(
      v128.or(v128.load(block, 16), v128.load(block, 32)),
      v128.or(v128.load(block, 48), v128.load(block, 64))
    ),
    v128.or(v128.or(v128.load(block, 80), v128.load(block, 96)), v128.load(block, 112))
  );
}

/** The first pass; where only the first row is not zero every column is constant, and 16 bits overflow as there. */
function transformColumns(block: usize, quantisers: usize): void {
  if (v128.any_true(lowerRows(block))) {
    for (let y: usize = 0; y < 128; y += 16) {
      v128.store(rows + y, i16x8.mul(v128.load(block + y), v128.load(quantisers + y)));
    }
    transform(11);
    return;
  }
  const first = i16x8.shl(i16x8.mul(v128.load(block), v128.load(quantisers)), 2);
  for (let y: usize = 0; y < 128; y += 16) v128.store(rows + y, first);
}

/** Whether any coefficient but the first is not zero. */
function hasAc(block: usize): bool {
  return v128.any_true(v128.or(lowerRows(block), i16x8.replace_lane(v128.load(block), 0, 0)));
}

/**
 * Eight by eight samples of a block.
 * @param block 64 coefficients, i16, row by row
 * @param quantisers 64, u16, row by row
 */
export function inverseDct(block: usize, quantisers: usize, target: usize, stride: usize): void {
  if (!hasAc(block)) {
    const dc = <i32>(<i16>(<i32>load<i16>(block) * <i32>load<u16>(quantisers)));
    const samples = i8x16.splat(<i8>max(0, min(255, ((<i32>(<i16>(dc * 4)) + 16) >> 5) + 128)));
    for (let y = 0; y < 8; y++) v128.store64_lane(target + y * stride, samples, 0);
    return;
  }
  transformColumns(block, quantisers);
  transpose();
  transform(18);
  transpose();
  const centre = i8x16.splat(-128);
  for (let y = 0; y < 8; y += 2) {
    const two = i8x16.add(i8x16.narrow_i16x8_s(row(y), row(y + 1)), centre);
    v128.store64_lane(target + y * stride, two, 0);
    v128.store64_lane(target + (y + 1) * stride, two, 1);
  }
}
