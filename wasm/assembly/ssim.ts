import { alloc, free } from './memory';

/*
 * Every window sum is an exact integer, and so are the four terms of the fraction once they are multiplied by 49² or
 * 48·49 (the sample covariance divides by 48). With N = 49 and the window sums Sa, Sb, Saa, Sbb, Sab:
 *
 *           (2 Sa Sb + N² C1) (2 (N Sab − Sa Sb) + N (N−1) C2)
 *   SSIM = ------------------------------------------------------------------
 *           (Sa² + Sb² + N² C1) (N (Saa + Sbb) − (Sa² + Sb²) + N (N−1) C2)
 *
 * All integers stay below 2^31 (49 · 49 · 2 · 255² = 312,240,050), so four windows fit one vector and the first
 * rounding happens in f64, at the products.
 */
const WINDOW: i32 = 7;
const AREA: i32 = WINDOW * WINDOW;
const LUMINANCE: f64 = f64(AREA * AREA) * (0.01 * 255.0) * (0.01 * 255.0);
const CONTRAST: f64 = f64(AREA * (AREA - 1)) * (0.03 * 255.0) * (0.03 * 255.0);

/*
 * Sums over the seven rows in view, one 32-bit lane a column, in three arrays of `arrayBytes` each:
 *   0: two 16-bit halves, Σ a and Σ b;   1: 49 Σ (a² + b²);   2: 49 Σ 2ab
 */

/** Adds `step = new − old` of four columns, given both rows as 16-bit pairs (a, b). */
@inline
function slideFour(columns: usize, arrayBytes: usize, added: v128, dropped: v128): void {
  const difference = i16x8.sub(added, dropped);
  // new² − old² = (new − old)(new + old); 49 · 510 still fits 16 bits, which saves a slower 32-bit product later.
  const sum = i16x8.mul(i16x8.add(added, dropped), i16x8.splat(<i16>AREA));
  const swapped = i8x16.shuffle(sum, sum, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
  const squares = columns + arrayBytes;
  const products = squares + arrayBytes;
  v128.store(columns, i16x8.add(v128.load(columns), difference));
  v128.store(squares, i32x4.add(v128.load(squares), i32x4.dot_i16x8_s(difference, sum)));
  v128.store(products, i32x4.add(v128.load(products), i32x4.dot_i16x8_s(difference, swapped)));
}

/** Moves the column sums one row down: adds row `addedA`/`addedB`, drops row `droppedA`/`droppedB`. */
function slideColumns(
  columns: usize, arrayBytes: usize, width: i32,
  addedA: usize, addedB: usize, droppedA: usize, droppedB: usize
): void {
  for (let x = 0; x < width; x += 8) {
    const added = interleave(v128.load64_zero(addedA + x), v128.load64_zero(addedB + x));
    const dropped = interleave(v128.load64_zero(droppedA + x), v128.load64_zero(droppedB + x));
    const at = columns + 4 * x;
    slideFour(at, arrayBytes, i16x8.extend_low_i8x16_u(added), i16x8.extend_low_i8x16_u(dropped));
    slideFour(at + 16, arrayBytes, i16x8.extend_high_i8x16_u(added), i16x8.extend_high_i8x16_u(dropped));
  }
}

@inline
function interleave(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

/** Sums of seven neighbouring 32-bit columns, for the four windows that start at `at`. */
@inline
function sumOfSeven32(at: usize): v128 {
  const first = i32x4.add(i32x4.add(v128.load(at), v128.load(at, 4)), i32x4.add(v128.load(at, 8), v128.load(at, 12)));
  return i32x4.add(i32x4.add(first, v128.load(at, 16)), i32x4.add(v128.load(at, 20), v128.load(at, 24)));
}

/** The same on the 16-bit pairs (Σ a, Σ b). */
@inline
function sumOfSeven16(at: usize): v128 {
  const first = i16x8.add(i16x8.add(v128.load(at), v128.load(at, 4)), i16x8.add(v128.load(at, 8), v128.load(at, 12)));
  return i16x8.add(i16x8.add(first, v128.load(at, 16)), i16x8.add(v128.load(at, 20), v128.load(at, 24)));
}

/** The SSIM of two windows: the low two lanes of each integer term. */
@inline
function fraction(mean2: v128, covariance2: v128, meanSquares: v128, variances: v128): v128 {
  const luminance = f64x2.splat(LUMINANCE);
  const contrast = f64x2.splat(CONTRAST);
  const above = f64x2.mul(
    f64x2.add(f64x2.convert_low_i32x4_s(mean2), luminance),
    f64x2.add(f64x2.convert_low_i32x4_s(covariance2), contrast)
  );
  const below = f64x2.mul(
    f64x2.add(f64x2.convert_low_i32x4_s(meanSquares), luminance),
    f64x2.add(f64x2.convert_low_i32x4_s(variances), contrast)
  );
  return f64x2.div(above, below);
}

@inline
function highHalf(lanes: v128): v128 {
  return i64x2.shuffle(lanes, lanes, 1, 1);
}

/** Sum of the SSIM of `count` windows side by side. */
function sumRow(columns: usize, arrayBytes: usize, count: i32): f64 {
  let total = f64x2.splat(0);
  for (let x = 0; x < count; x += 4) {
    const at = columns + 4 * x;
    const sums = sumOfSeven16(at);
    const swapped = i8x16.shuffle(sums, sums, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
    const meanSquares = i32x4.dot_i16x8_s(sums, sums);
    const mean2 = i32x4.dot_i16x8_s(sums, swapped);
    const variances = i32x4.sub(sumOfSeven32(at + arrayBytes), meanSquares);
    const covariance2 = i32x4.sub(sumOfSeven32(at + 2 * arrayBytes), mean2);
    let low = fraction(mean2, covariance2, meanSquares, variances);
    let high = fraction(highHalf(mean2), highHalf(covariance2), highHalf(meanSquares), highHalf(variances));
    if (count - x < 4) {
      const left = i32x4.splat(count - x);
      low = v128.and(low, i64x2.gt_s(i64x2.extend_low_i32x4_s(left), i64x2(0, 1)));
      high = v128.and(high, i64x2.gt_s(i64x2.extend_low_i32x4_s(left), i64x2(2, 3)));
    }
    total = f64x2.add(total, f64x2.add(low, high));
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

/**
 * Mean structural similarity as scikit-image 0.19 computes it for 8-bit grey images: 7×7 uniform window, sample
 * covariance (N/(N−1)), K1 0.01, K2 0.03, data_range 255, mean over the map cropped by 3.
 * @param a,b `width * height` bytes, both sides at least 7
 */
export function ssim(a: usize, b: usize, width: i32, height: i32): f64 {
  const arrayBytes: usize = 4 * ((width + 7) & ~7) + 32;
  const zeroBytes: usize = width + 8;
  const columns = alloc(3 * arrayBytes + zeroBytes);
  const zeros = columns + 3 * arrayBytes;
  memory.fill(columns, 0, 3 * arrayBytes + zeroBytes);
  let total: f64 = 0;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const isFilling = y < WINDOW;
    const dropped = row - WINDOW * width;
    const droppedA = isFilling ? zeros : a + dropped;
    const droppedB = isFilling ? zeros : b + dropped;
    slideColumns(columns, arrayBytes, width, a + row, b + row, droppedA, droppedB);
    if (y >= WINDOW - 1) total += sumRow(columns, arrayBytes, width - WINDOW + 1);
  }
  free(columns);
  return total / (f64(width - WINDOW + 1) * f64(height - WINDOW + 1));
}
