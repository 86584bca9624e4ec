import type { RgbImage, Size } from '../core/image';
import { shrinkImage } from '../images/shrinkImage';
import type { KernelSet } from '../kernels/KernelSet';
import type { Picture } from './api';

/** Two pixels a CSS pixel in a row of a table, and still a picture in a grid. */
export const pictureSidePx = 96;
const quality = 0.8;

/** Makes small pictures of images while they are decoded anyway. A worker without a canvas makes none. */
export class PictureMaker {
  readonly #wanted: Set<string>;
  readonly #kernels: KernelSet;
  #canvas: OffscreenCanvas | null = null;
  readonly #small: (readonly [path: string, image: RgbImage])[] = [];

  /** @param wanted paths of the images to be made small */
  constructor(wanted: readonly string[], kernels: KernelSet) {
    this.#kernels = kernels;
    this.#wanted = new Set(typeof OffscreenCanvas === 'undefined' ? [] : wanted);
  }

  /** Only the small copy is kept: the decoder uses its memory again. */
  readonly show = (path: string, image: RgbImage): void => {
    if (!this.#wanted.delete(path)) return;
    try {
      this.#small.push([path, shrinkImage(image, pictureSidePx, this.#kernels)]);
    } catch (error) {
      // No memory for a picture is no reason to lose a score.
      if (!(error instanceof RangeError)) throw error;
    }
  };

  async finish(): Promise<Picture[]> {
    const pictures: Picture[] = [];
    for (const [path, image] of this.#small) {
      const jpeg = await this.#encode(image);
      if (jpeg) pictures.push({ path, jpeg });
    }
    return pictures;
  }

  /** Null where the browser has no memory or no encoder for it: a picture is no reason to lose a score. */
  async #encode({ width, height, rgb }: RgbImage): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
      for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
        rgba[to] = rgb[from]!;
        rgba[to + 1] = rgb[from + 1]!;
        rgba[to + 2] = rgb[from + 2]!;
      }
      const canvas = this.#canvasOf({ width, height });
      canvas.getContext('2d')!.putImageData(new ImageData(rgba, width, height), 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      return new Uint8Array(await blob.arrayBuffer());
    } catch {
      return null;
    }
  }

  /** The images of a task mostly have one size, and a new canvas costs a quarter of a picture. */
  #canvasOf({ width, height }: Size): OffscreenCanvas {
    if (this.#canvas?.width !== width || this.#canvas.height !== height) {
      this.#canvas = new OffscreenCanvas(width, height);
    }
    return this.#canvas;
  }
}
