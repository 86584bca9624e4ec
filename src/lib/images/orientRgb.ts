import type { RgbImage } from '../core/image';

/** Turns and mirrors a picture as its orientation (TIFF and EXIF, 1 to 8) asks for. */
export function orientRgb(image: RgbImage, orientation: number): RgbImage {
  if (orientation < 2 || orientation > 8) return image;
  const { width, height, rgb } = image;
  const swaps = orientation >= 5;
  const [isLeftRight, isTopDown] = [[2, 3, 7, 8].includes(orientation), [3, 4, 6, 7].includes(orientation)];
  const turned = new Uint8Array(rgb.length);
  const [newWidth, newHeight] = swaps ? [height, width] : [width, height];
  for (let y = 0, to = 0; y < newHeight; y++) {
    for (let x = 0; x < newWidth; x++, to += 3) {
      const [column, row] = swaps ? [y, x] : [x, y];
      const from =
        3 * ((isTopDown ? height - 1 - row : row) * width + (isLeftRight ? width - 1 - column : column));
      turned[to] = rgb[from]!;
      turned[to + 1] = rgb[from + 1]!;
      turned[to + 2] = rgb[from + 2]!;
    }
  }
  return { width: newWidth, height: newHeight, rgb: turned };
}
