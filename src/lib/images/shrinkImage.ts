import type { RgbImage } from '../core/image';
import { MAX_REDUCTION } from '../kernels/checkInputs';
import type { KernelSet } from '../kernels/KernelSet';

/** Whole factors first, down to this many times the wanted size, as Pillow's `thumbnail` does: it spares most of the work. */
const reducingGap = 2;

/**
 * A picture for the eye, at most `maxSidePx` on its longer side, by means of whole blocks and Pillow's BILINEAR: both weigh all
 * pixels that a smaller one covers. An image that is small enough stays as it is. Never scored.
 * @throws RangeError where the kernels have no memory for it
 */
export function shrinkImage(
  image: RgbImage,
  maxSidePx: number,
  kernels: Pick<KernelSet, 'resize' | 'reduce'>
): RgbImage {
  const scale = maxSidePx / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const factor = Math.min(
    Math.floor(Math.min(image.width / width, image.height / height) / reducingGap),
    MAX_REDUCTION
  );
  const source = factor > 1 ? reduceImage(image, factor, kernels) : image;
  return { width, height, rgb: kernels.resize(source.rgb, 3, source, { width, height }, 'bilinear') };
}

function reduceImage(image: RgbImage, factor: number, kernels: Pick<KernelSet, 'reduce'>): RgbImage {
  const [width, height] = [image.width, image.height].map((side) => Math.floor(side / factor));
  return { width: width!, height: height!, rgb: kernels.reduce(image.rgb, image, factor) };
}
