import { alloc, free } from './memory';
import { fillWindows, WINDOW } from './ssimWindows';

/**
 * Mean structural similarity as scikit-image 0.19 computes it for 8-bit grey images: 7×7 uniform window, sample
 * covariance (N/(N−1)), K1 0.01, K2 0.03, data_range 255, mean over the map cropped by 3.
 * @param a `width * height` bytes, both sides at least 7
 * @param b the same
 */
export function ssim(a: usize, b: usize, width: i32, height: i32): f64 {
  const columns = width - WINDOW + 1;
  // Every row of windows goes into the same place: only the sum is wanted.
  const row = alloc(8 * <usize>columns);
  const total = fillWindows(a, b, width, height, row, 0);
  free(row);
  return total / (f64(columns) * f64(height - WINDOW + 1));
}
