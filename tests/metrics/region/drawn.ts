import type { RgbImage, Size } from '../../../src/lib/core/image';
import type { KernelSet } from '../../../src/lib/kernels/KernelSet';
import { makeImagePair } from '../../../src/lib/metrics/imagePair';
import type { ImagePair } from '../../../src/lib/metrics/metric';
import { computeRegion } from '../../../src/lib/metrics/region/computeRegion';
import { disturb } from '../../kernels/patterns';
import { drawImage } from '../testImages';

/** x, y, width, height, and the step of each channel (or of all). */
export type Box = readonly [
  x: number,
  y: number,
  width: number,
  height: number,
  steps: readonly number[] | number
];

/** An input, the edit that was wanted and the one that was made. */
export interface Edit {
  readonly input: RgbImage;
  readonly reference: RgbImage;
  readonly output: RgbImage;
}

/** Texture that leaves room for changes: 60 to 123. */
export const source = (size: Size): RgbImage =>
  drawImage(size, (x, y, channel) => 60 + ((Math.floor((x * y) / 16) + x + 20 * channel) % 64));

export function addNoise(image: RgbImage, levels: number): RgbImage {
  return { ...image, rgb: disturb(image.rgb, levels) };
}

export function addBoxes(image: RgbImage, boxes: readonly Box[]): RgbImage {
  const rgb = Uint8ClampedArray.from(image.rgb);
  for (const [left, top, width, height, steps] of boxes) {
    for (let y = top; y < top + height; y++) {
      for (let at = 3 * (y * image.width + left); at < 3 * (y * image.width + left + width); at++) {
        rgb[at]! += typeof steps === 'number' ? steps : steps[at % 3]!;
      }
    }
  }
  return { ...image, rgb: new Uint8Array(rgb.buffer) };
}

/** As tests/golden/region.py draws it. */
export function drawEdit(size: Size, boxes: readonly Box[], noise: number): Edit {
  const input = source({ width: size.width, height: size.height });
  const reference = addBoxes(addNoise(input, noise), boxes);
  return { input, reference, output: addNoise(reference, 12) };
}

/** The pair with its region, as the engine makes it. */
export function regionPairOf({ input, reference, output }: Edit, kernels: KernelSet): ImagePair {
  return makeImagePair(output, reference, kernels, computeRegion(input, reference, kernels)).pair;
}
