import type { Size } from '../../core/image';

/** One channel, row by row. */
export interface Plane extends Size {
  readonly values: Uint8Array | Float64Array;
}

export const windowPx = 11;
const c1 = (0.01 * 255) ** 2;
const c2 = (0.03 * 255) ** 2;

/**
 * The window's weights along one axis, exp(−d² / 2σ²) over their sum, σ = 1.5 px; the window is their product with
 * themselves. Written out, because browsers' exp differ in the last bit.
 */
const weights = Float64Array.of(
  0.00102838008447911,
  0.007598758135239185,
  0.03600077212843083,
  0.10936068950970002,
  0.2130055377112537,
  0.26601172486179436,
  0.2130055377112537,
  0.10936068950970002,
  0.03600077212843083,
  0.007598758135239185,
  0.00102838008447911
);

/** Means over all positions at which the window lies inside the image. */
export interface GaussianSsim {
  readonly ssim: number;
  /** Contrast and structure without luminance: (2σxy + C2) / (σx² + σy² + C2). */
  readonly contrast: number;
}

/**
 * Structural similarity as in Wang et al. (2004): 11×11 Gaussian window, σ = 1.5 px, weighted (population) moments, K1 0.01,
 * K2 0.03, data range 255. Sums in 64-bit floats.
 * @param a both planes of one size, sides at least `windowPx`
 */
export function computeGaussianSsim(a: Plane, b: Plane): GaussianSsim {
  const columns = a.width - windowPx + 1;
  const rows = a.height - windowPx + 1;
  const band: Float64Array[] = [];
  let ssim = 0;
  let contrast = 0;
  for (let y = 0; y < a.height; y++) {
    band.push(filterRow(a, b, y));
    if (band.length < windowPx) continue;
    const sums = sumBand(band, columns);
    ssim += sums.ssim;
    contrast += sums.contrast;
    band.shift();
  }
  return { ssim: ssim / (rows * columns), contrast: contrast / (rows * columns) };
}

/** Five weighted sums a column (x, y, x², y², xy), filtered along the row. */
function filterRow(a: Plane, b: Plane, y: number): Float64Array {
  const columns = a.width - windowPx + 1;
  const moments = new Float64Array(5 * columns);
  for (let column = 0; column < columns; column++) {
    let [meanA, meanB, squareA, squareB, product] = [0, 0, 0, 0, 0];
    for (let k = 0, at = y * a.width + column; k < windowPx; k++, at++) {
      const left = a.values[at]!;
      const right = b.values[at]!;
      const weightedLeft = weights[k]! * left;
      const weightedRight = weights[k]! * right;
      meanA += weightedLeft;
      meanB += weightedRight;
      squareA += weightedLeft * left;
      squareB += weightedRight * right;
      product += weightedLeft * right;
    }
    const into = 5 * column;
    moments[into] = meanA;
    moments[into + 1] = meanB;
    moments[into + 2] = squareA;
    moments[into + 3] = squareB;
    moments[into + 4] = product;
  }
  return moments;
}

/** Filters eleven rows of moments down the columns; the sums of both maps over that one row of positions. */
function sumBand(band: readonly Float64Array[], columns: number): GaussianSsim {
  const moments = new Float64Array(5 * columns);
  band.forEach((row, k) => {
    const weight = weights[k]!;
    for (let i = 0; i < moments.length; i++) moments[i]! += weight * row[i]!;
  });
  let ssim = 0;
  let contrast = 0;
  for (let i = 0; i < moments.length; i += 5) {
    const [meanA, meanB] = [moments[i]!, moments[i + 1]!];
    const variances = moments[i + 2]! - meanA * meanA + moments[i + 3]! - meanB * meanB;
    const covariance = moments[i + 4]! - meanA * meanB;
    const structure = (2 * covariance + c2) / (variances + c2);
    contrast += structure;
    ssim += ((2 * meanA * meanB + c1) / (meanA * meanA + meanB * meanB + c1)) * structure;
  }
  return { ssim, contrast };
}
