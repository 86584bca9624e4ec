import type { RgbImage, Size } from '../../core/image';
import { toImagePixel, type Point } from './viewport';

/** "131" where red, green and blue are equal, else "131 120 118"; from the decoded values, never from a canvas. */
export function formatPixel({ width, rgb }: RgbImage, { x, y }: Point): string {
  const at = 3 * (y * width + x);
  const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
  return red === green && red === blue ? String(red) : `${red} ${green} ${blue}`;
}

/** The value of an image where the frame's pixel lies; null outside of it. */
export function readPixel(image: RgbImage, frame: Size, pixel: Point): string | null {
  const own = toImagePixel(pixel, frame, image);
  return own && formatPixel(image, own);
}

/** "+3", "−12", "0": with a sign, and a minus that is as wide as the plus. */
export function formatSigned(difference: number): string {
  if (difference === 0) return '0';
  return difference > 0 ? `+${difference}` : `−${-difference}`;
}

/** The SSIM of the window whose centre is the pixel; null within 3 px of the edge, where none fits. */
export function ssimAt(map: Float64Array, { width, height }: Size, { x, y }: Point): number | null {
  if (x < 3 || y < 3 || x >= width - 3 || y >= height - 3) return null;
  return map[(y - 3) * (width - 6) + (x - 3)]!;
}
