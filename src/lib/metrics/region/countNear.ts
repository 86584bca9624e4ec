import type { Size } from '../../core/image';

/** To either side: a 7×7 neighbourhood, the window of the benchmark's SSIM. */
export const radiusPx = 3;

/** The pixels of a neighbourhood that lies wholly inside the image. */
export const neighbourhoodPixels = (2 * radiusPx + 1) ** 2;

/**
 * For each pixel, how many of the pixels in its 7×7 neighbourhood are set: 0 to 49. Beyond the image nothing is set.
 * @param mask 0 or 1 a pixel, row by row
 */
export function countNear(mask: Uint8Array, { width, height }: Size): Uint8Array {
  const counts = new Uint8Array(mask.length);
  /** Set pixels of the rows y − 3 to y + 3, one sum a column; before and after the image three columns of 0. */
  const columns = new Uint8Array(width + 2 * radiusPx);
  const inner = columns.subarray(radiusPx, radiusPx + width);
  for (let y = -radiusPx; y < height; y++) {
    if (y + radiusPx < height) addRow(inner, mask, (y + radiusPx) * width);
    if (y > radiusPx) subtractRow(inner, mask, (y - radiusPx - 1) * width);
    if (y >= 0) sumColumns(columns, counts, y * width);
  }
  return counts;
}

function addRow(sums: Uint8Array, mask: Uint8Array, row: number): void {
  for (let x = 0; x < sums.length; x++) sums[x]! += mask[row + x]!;
}

function subtractRow(sums: Uint8Array, mask: Uint8Array, row: number): void {
  for (let x = 0; x < sums.length; x++) sums[x]! -= mask[row + x]!;
}

/** Writes the sums of seven columns side by side. */
function sumColumns(columns: Uint8Array, counts: Uint8Array, row: number): void {
  const span = 2 * radiusPx;
  let sum = 0;
  for (let x = 0; x < span; x++) sum += columns[x]!;
  for (let x = 0; x + span < columns.length; x++) {
    sum += columns[x + span]!;
    counts[row + x] = sum;
    sum -= columns[x]!;
  }
}
