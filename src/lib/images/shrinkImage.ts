import type { RgbImage } from '../core/image';
import type { KernelSet } from '../kernels/KernelSet';

/**
 * A picture for the eye, at most `maxSidePx` on its longer side, by Pillow's BILINEAR, which weighs all pixels that a smaller one
 * covers. An image that is small enough stays as it is. Never scored.
 * @throws RangeError where the kernels have no memory for it
 */
export function shrinkImage(
  image: RgbImage,
  maxSidePx: number,
  kernels: Pick<KernelSet, 'resize'>
): RgbImage {
  const scale = maxSidePx / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  return { width, height, rgb: kernels.resize(image.rgb, 3, image, { width, height }, 'bilinear') };
}
