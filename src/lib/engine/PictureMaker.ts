import type { RgbImage } from '../core/image';
import { shrinkImage } from '../images/shrinkImage';
import type { KernelSet } from '../kernels/KernelSet';
import type { Picture } from './api';

/** Two pixels a CSS pixel in a row of a table, and still a picture in a grid. */
export const pictureSidePx = 96;

/** Makes small pictures of images while they are decoded anyway. */
export class PictureMaker {
  readonly pictures: Picture[] = [];
  readonly #wanted: Set<string>;
  readonly #kernels: KernelSet;

  /** @param wanted paths of the images to be made small */
  constructor(wanted: readonly string[], kernels: KernelSet) {
    this.#wanted = new Set(wanted);
    this.#kernels = kernels;
  }

  /** The image itself is not kept: the decoder uses its memory again. */
  readonly show = (path: string, image: RgbImage): void => {
    if (!this.#wanted.delete(path)) return;
    try {
      const small = shrinkImage(image, pictureSidePx, this.#kernels);
      this.pictures.push({ path, jpeg: this.#kernels.encodeJpeg(small) });
    } catch (error) {
      // No memory for a picture is no reason to lose a score.
      if (!(error instanceof RangeError)) throw error;
    }
  };
}
