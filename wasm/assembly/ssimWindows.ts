import { alloc, free } from './memory';

/*
 * Every window sum is an exact integer, and so are the four terms of the fraction once they are multiplied by 49² or
 * 48 · 49 (the sample covariance divides by 48). With N = 49 and the window sums Sa, Sb, Saa, Sbb, Sab:
 *
 *           (2 Sa Sb + N² C1) (2 (N Sab − Sa Sb) + N (N−1) C2)
 *   SSIM = -----------------------------------------------------------------
 *           (Sa² + Sb² + N² C1) (N (Saa + Sbb) − (Sa² + Sb²) + N (N−1) C2)
 *
 * All integers stay below 2^31 (49 · 49 · 2 · 255² = 312,240,050), so four windows fit one vector, and nothing is
 * rounded before the constants are added in f64.
 */
export const WINDOW: i32 = 7;
const AREA: i32 = WINDOW * WINDOW;
const LUMINANCE: f64 = f64(AREA * AREA) * (0.01 * 255.0) * (0.01 * 255.0);
const CONTRAST: f64 = f64(AREA * (AREA - 1)) * (0.03 * 255.0) * (0.03 * 255.0);

// In memory rather than in the code: V8 would build a vector constant anew in every turn of a loop, which took a
// sixth of the time.
const constants = memory.data<f64>([LUMINANCE, CONTRAST]);
const scales = memory.data<i16>([<i16>AREA]);

/*
 * Column sums over the seven rows in view, one 32-bit lane a column, in three arrays of `arrayBytes` each:
 *   0  two 16-bit halves, Σ a and Σ b
 *   1  N Σ (a² + b²)
 *   2  N Σ 2ab
 */

/** (a0, b0, a1, b1, …) of eight pixels. */
function interleave(a: usize, b: usize): v128 {
  const eightA = v128.load64_zero(a);
  const eightB = v128.load64_zero(b);
  return i8x16.shuffle(eightA, eightB, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

/** (b, a) for every pair of 16-bit lanes (a, b). */
function swapPairs(pairs: v128): v128 {
  return i16x8.shuffle(pairs, pairs, 1, 0, 3, 2, 5, 4, 7, 6);
}

/** Lets four columns drop one row and add another, both given as 16-bit pairs (a, b). */
function slideFour(columns: usize, arrayBytes: usize, added: v128, dropped: v128, scale: v128): void {
  // new² − old² = (new − old)(new + old), and N · 510 still fits 16 bits: N is applied here, where it costs least.
  const difference = i16x8.sub(added, dropped);
  const scaledSum = i16x8.mul(i16x8.add(added, dropped), scale);
  const squares = columns + arrayBytes;
  const products = squares + arrayBytes;
  const productStep = i32x4.dot_i16x8_s(difference, swapPairs(scaledSum));
  v128.store(columns, i16x8.add(v128.load(columns), difference));
  v128.store(squares, i32x4.add(v128.load(squares), i32x4.dot_i16x8_s(difference, scaledSum)));
  v128.store(products, i32x4.add(v128.load(products), productStep));
}

/** Moves the column sums one row down. */
function slideColumns(
  columns: usize,
  arrayBytes: usize,
  width: i32,
  addedA: usize,
  addedB: usize,
  droppedA: usize,
  droppedB: usize
): void {
  const scale = v128.load16_splat(scales);
  for (let x = 0; x < width; x += 8) {
    const added = interleave(addedA + x, addedB + x);
    const dropped = interleave(droppedA + x, droppedB + x);
    const first = columns + 4 * x;
    const second = first + 16;
    slideFour(first, arrayBytes, i16x8.extend_low_i8x16_u(added), i16x8.extend_low_i8x16_u(dropped), scale);
    slideFour(
      second,
      arrayBytes,
      i16x8.extend_high_i8x16_u(added),
      i16x8.extend_high_i8x16_u(dropped),
      scale
    );
  }
}

/** c[x] + c[x + 1] + c[x + 2] for four columns x. */
function sumOfThree(at: usize): v128 {
  return i32x4.add(i32x4.add(v128.load(at), v128.load(at, 4)), v128.load(at, 8));
}

/** The same on 16-bit pairs. */
function pairSumOfThree(at: usize): v128 {
  return i16x8.add(i16x8.add(v128.load(at), v128.load(at, 4)), v128.load(at, 8));
}

/** Sum + constant as f64, for the low two of four integers. */
function term(integers: v128, constant: v128): v128 {
  return f64x2.add(f64x2.convert_low_i32x4_s(integers), constant);
}

function highHalf(lanes: v128): v128 {
  return i64x2.shuffle(lanes, lanes, 1, 1);
}

/** The SSIM of two windows from the low halves of the four integer terms. */
function ssimOfTwo(
  means: v128,
  covariances: v128,
  meanSquares: v128,
  variances: v128,
  luminance: v128,
  contrast: v128
): v128 {
  const above = f64x2.mul(term(means, luminance), term(covariances, contrast));
  const below = f64x2.mul(term(meanSquares, luminance), term(variances, contrast));
  return f64x2.div(above, below);
}

/** All ones in each of the lanes `first` and `first + 1` that is below `count`. */
function lanesBelow(count: i32, first: i64): v128 {
  return i64x2.gt_s(i64x2.splat(count), i64x2(first, first + 1));
}

/** Writes the SSIM of `count` windows side by side, one f64 each and up to 24 bytes of no meaning, and returns their sum. */
function fillRow(columns: usize, arrayBytes: usize, count: i32, target: usize): f64 {
  const luminance = v128.load64_splat(constants);
  const contrast = v128.load64_splat(constants, 8);
  let total = f64x2.splat(0);
  let sumsAt = columns;
  let targetAt = target;
  // A window is four columns and three; the four of the next group of windows are these three and one more.
  let fourSums = i16x8.add(pairSumOfThree(sumsAt), v128.load(sumsAt, 12));
  let fourSquares = i32x4.add(sumOfThree(sumsAt + arrayBytes), v128.load(sumsAt + arrayBytes, 12));
  let fourProducts = i32x4.add(sumOfThree(sumsAt + 2 * arrayBytes), v128.load(sumsAt + 2 * arrayBytes, 12));
  for (let left = count; left > 0; left -= 4) {
    sumsAt += 16;
    const squaresAt = sumsAt + arrayBytes;
    const productsAt = squaresAt + arrayBytes;
    const threeSums = pairSumOfThree(sumsAt);
    const threeSquares = sumOfThree(squaresAt);
    const threeProducts = sumOfThree(productsAt);
    const sums = i16x8.add(fourSums, threeSums);
    const meanSquares = i32x4.dot_i16x8_s(sums, sums);
    const means = i32x4.dot_i16x8_s(sums, swapPairs(sums));
    const variances = i32x4.sub(i32x4.add(fourSquares, threeSquares), meanSquares);
    const covariances = i32x4.sub(i32x4.add(fourProducts, threeProducts), means);
    let low = ssimOfTwo(means, covariances, meanSquares, variances, luminance, contrast);
    let high = ssimOfTwo(
      highHalf(means),
      highHalf(covariances),
      highHalf(meanSquares),
      highHalf(variances),
      luminance,
      contrast
    );
    v128.store(targetAt, low);
    v128.store(targetAt, high, 16);
    targetAt += 32;
    if (left < 4) {
      low = v128.and(low, lanesBelow(left, 0));
      high = v128.and(high, lanesBelow(left, 2));
    }
    total = f64x2.add(total, f64x2.add(low, high));
    fourSums = i16x8.add(threeSums, v128.load(sumsAt, 12));
    fourSquares = i32x4.add(threeSquares, v128.load(squaresAt, 12));
    fourProducts = i32x4.add(threeProducts, v128.load(productsAt, 12));
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

/**
 * The SSIM of every 7×7 window of two luma planes, both sides at least 7, and their sum.
 * @param target one f64 a window. Row y of them begins `y * stride` bytes into it; its excess is overwritten by the next.
 */
export function fillWindows(a: usize, b: usize, width: i32, height: i32, target: usize, stride: usize): f64 {
  const arrayBytes: usize = 4 * ((width + 7) & ~7) + 32;
  const bytes: usize = 3 * arrayBytes + width + 8;
  const columns = alloc(bytes);
  memory.fill(columns, 0, bytes);
  const blackRow = columns + 3 * arrayBytes;
  let total: f64 = 0;
  let row = target;
  for (let y = 0; y < height; y++) {
    const isFilling = y < WINDOW;
    const added = y * width;
    const dropped = added - WINDOW * width;
    const droppedA = isFilling ? blackRow : a + dropped;
    const droppedB = isFilling ? blackRow : b + dropped;
    slideColumns(columns, arrayBytes, width, a + added, b + added, droppedA, droppedB);
    if (y < WINDOW - 1) continue;
    total += fillRow(columns, arrayBytes, width - WINDOW + 1, row);
    row += stride;
  }
  free(columns);
  return total;
}
