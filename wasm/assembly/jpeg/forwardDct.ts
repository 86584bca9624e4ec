import { interleaveHigh, interleaveLow, row, rows, transpose, weights } from './eightRows';

/** Weighted sums of two rows, rounded and narrowed, as row `index`. */
function putSum(index: usize, lowSum: v128, highSum: v128, descale: i32): void {
  const round = i32x4.splat(1 << (descale - 1));
  v128.store(
    rows + 16 * index,
    i16x8.narrow_i32x4_s(
      i32x4.shr_s(i32x4.add(lowSum, round), descale),
      i32x4.shr_s(i32x4.add(highSum, round), descale)
    )
  );
}

function weigh(pairs: v128, weight: usize): v128 {
  return i32x4.dot_i16x8_s(pairs, v128.load32_splat(weights + 4 * weight));
}

/** Rows 2 and 6 of two sums, and 0 and 4, which need no weights; `isFirst` keeps two more bits. */
function transformEven(sum0: v128, sum1: v128, sum2: v128, sum3: v128, isFirst: bool): void {
  const t10 = i16x8.add(sum0, sum3);
  const t13 = i16x8.sub(sum0, sum3);
  const t11 = i16x8.add(sum1, sum2);
  const t12 = i16x8.sub(sum1, sum2);
  const round = i16x8.splat(2);
  const both = i16x8.add(t10, t11);
  const between = i16x8.sub(t10, t11);
  v128.store(rows, isFirst ? i16x8.shl(both, 2) : i16x8.shr_s(i16x8.add(both, round), 2));
  v128.store(rows + 64, isFirst ? i16x8.shl(between, 2) : i16x8.shr_s(i16x8.add(between, round), 2));
  const descale = isFirst ? 11 : 15;
  const low = interleaveLow(t13, t12);
  const high = interleaveHigh(t13, t12);
  putSum(2, weigh(low, 0), weigh(high, 0), descale);
  putSum(6, weigh(low, 1), weigh(high, 1), descale);
}

function transformOdd(t4: v128, t5: v128, t6: v128, t7: v128, descale: i32): void {
  const z3 = i16x8.add(t4, t6);
  const z4 = i16x8.add(t5, t7);
  const lowZ = interleaveLow(z3, z4);
  const highZ = interleaveHigh(z3, z4);
  const z3Low = weigh(lowZ, 2);
  const z3High = weigh(highZ, 2);
  const z4Low = weigh(lowZ, 3);
  const z4High = weigh(highZ, 3);
  const low47 = interleaveLow(t4, t7);
  const high47 = interleaveHigh(t4, t7);
  const low56 = interleaveLow(t5, t6);
  const high56 = interleaveHigh(t5, t6);
  putSum(7, i32x4.add(weigh(low47, 4), z3Low), i32x4.add(weigh(high47, 4), z3High), descale);
  putSum(1, i32x4.add(weigh(low47, 5), z4Low), i32x4.add(weigh(high47, 5), z4High), descale);
  putSum(5, i32x4.add(weigh(low56, 6), z4Low), i32x4.add(weigh(high56, 6), z4High), descale);
  putSum(3, i32x4.add(weigh(low56, 7), z3Low), i32x4.add(weigh(high56, 7), z3High), descale);
}

/** One pass over `rows`: the transform of each of the eight columns. */
function transform(isFirst: bool): void {
  const r0 = row(0);
  const r1 = row(1);
  const r2 = row(2);
  const r3 = row(3);
  const r4 = row(4);
  const r5 = row(5);
  const r6 = row(6);
  const r7 = row(7);
  transformEven(i16x8.add(r0, r7), i16x8.add(r1, r6), i16x8.add(r2, r5), i16x8.add(r3, r4), isFirst);
  transformOdd(i16x8.sub(r3, r4), i16x8.sub(r2, r5), i16x8.sub(r1, r6), i16x8.sub(r0, r7), isFirst ? 11 : 15);
}

/** Four quotients, halves away from zero. With 32-bit floats they are exact: all numbers are below 2^24, and so are the products. */
function quantise(values: v128, divisors: v128): v128 {
  const dividend = f32x4.convert_i32x4_s(values);
  const half = f32x4.mul(divisors, f32x4.splat(0.5));
  const quotient = f32x4.div(f32x4.add(f32x4.abs(dividend), half), divisors);
  const sign = v128.and(dividend, i32x4.splat(i32.MIN_VALUE));
  return i32x4.trunc_sat_f32x4_s(v128.or(quotient, sign));
}

/**
 * The quantised coefficients of eight by eight samples.
 * @param divisors 64 f32: eight times the quantisers, row by row
 * @param block 64 coefficients, i16, row by row
 */
export function forwardDct(samples: usize, stride: usize, lastRow: i32, divisors: usize, block: usize): void {
  const centre = i16x8.splat(128);
  for (let y = 0; y < 8; y++) {
    v128.store(rows + 16 * y, i16x8.sub(v128.load8x8_u(samples + stride * min(y, lastRow)), centre));
  }
  transpose();
  transform(true);
  transpose();
  transform(false);
  for (let y = 0; y < 8; y++) {
    const values = row(y);
    const at = divisors + 32 * y;
    v128.store(
      block + 16 * y,
      i16x8.narrow_i32x4_s(
        quantise(i32x4.extend_low_i16x8_s(values), v128.load(at)),
        quantise(i32x4.extend_high_i16x8_s(values), v128.load(at, 16))
      )
    );
  }
}
