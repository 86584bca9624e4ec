import { fillWindows, WINDOW } from './ssimWindows';

/**
 * The map that `ssim` is the mean of: scikit-image's `structural_similarity(…, full=True)` cropped by 3.
 * @param a `width * height` bytes, both sides at least 7
 * @param b the same
 * @param map `(width − 6) * (height − 6)` f64, rows from the top; entry (x, y) is the window with its upper left pixel
 *   at (x, y), that is, with its centre at (x + 3, y + 3)
 */
export function ssimMap(a: usize, b: usize, width: i32, height: i32, map: usize): void {
  fillWindows(a, b, width, height, map, 8 * <usize>(width - WINDOW + 1));
}
