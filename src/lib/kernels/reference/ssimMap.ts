import type { Size } from '../../core/image';
import { checkInputs } from '../checkInputs';

const WINDOW = 7;
const AREA = WINDOW ** 2;
const SAMPLE_COVARIANCE = AREA / (AREA - 1);
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/** SSIM of the 7×7 window whose upper left pixel is `start`, from means of values and of products. */
function windowSsim(a: Uint8Array, b: Uint8Array, start: number, width: number): number {
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let row = start; row < start + WINDOW * width; row += width) {
    for (let at = row; at < row + WINDOW; at++) {
      const valueA = a[at] ?? 0;
      const valueB = b[at] ?? 0;
      sumA += valueA;
      sumB += valueB;
      sumAA += valueA * valueA;
      sumBB += valueB * valueB;
      sumAB += valueA * valueB;
    }
  }
  const meanA = sumA / AREA;
  const meanB = sumB / AREA;
  const varianceA = SAMPLE_COVARIANCE * (sumAA / AREA - meanA * meanA);
  const varianceB = SAMPLE_COVARIANCE * (sumBB / AREA - meanB * meanB);
  const covariance = SAMPLE_COVARIANCE * (sumAB / AREA - meanA * meanB);
  const above = (2 * meanA * meanB + C1) * (2 * covariance + C2);
  const below = (meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2);
  return above / below;
}

/** `KernelSet.ssimMap`, window by window in the terms of Wang et al. 2004. */
export function ssimMap(a: Uint8Array, b: Uint8Array, size: Size): Float64Array<ArrayBuffer> {
  checkInputs.ssimMap(a, b, size);
  const columns = size.width - WINDOW + 1;
  const rows = size.height - WINDOW + 1;
  return Float64Array.from({ length: columns * rows }, (_, at) => {
    const start = Math.floor(at / columns) * size.width + (at % columns);
    return windowSsim(a, b, start, size.width);
  });
}
