import { formatSize, type RgbImage, type Size } from '../core/image';
import { DataError } from '../core/problem';
import type { KernelSet } from '../kernels/KernelSet';
import type { ImagePair } from './metric';

/** The pair, and what was done to the candidate to make it one. */
interface MadeImagePair {
  readonly pair: ImagePair;
  readonly notes: readonly string[];
}

/**
 * Brings the candidate to the reference's size (Pillow's LANCZOS on 8-bit RGB, as the official evaluator does) and derives
 * both luma planes from the RGB values that are compared.
 * @throws DataError when the images are so large or so narrow that they cannot be brought to one size
 */
export function makeImagePair(candidate: RgbImage, reference: RgbImage, kernels: KernelSet): MadeImagePair {
  const { width, height } = reference;
  const sameSize = candidate.width === width && candidate.height === height;
  const candidateRgb = sameSize ? candidate.rgb : resizeTo({ width, height }, candidate, kernels);
  return {
    pair: {
      width,
      height,
      candidateRgb,
      referenceRgb: reference.rgb,
      candidateLuma: kernels.luma(candidateRgb),
      referenceLuma: kernels.luma(reference.rgb)
    },
    notes: sameSize ? [] : [`output ${formatSize(candidate)} resized to ${formatSize(reference)} (LANCZOS)`]
  };
}

function resizeTo(size: Size, image: RgbImage, kernels: KernelSet): Uint8Array {
  try {
    return kernels.resize(image.rgb, 3, image, size, 'lanczos');
  } catch (error) {
    // The kernel refuses what its memory cannot hold, e.g. a candidate of 1×80000000 px.
    if (!(error instanceof RangeError)) throw error;
    const what = `output ${formatSize(image)} cannot be resized to ${formatSize(size)} (${error.message})`;
    throw new DataError({ code: 'image-too-large', what, where: {} });
  }
}
