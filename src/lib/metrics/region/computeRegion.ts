import { formatSize, type RgbImage, type Size } from '../../core/image';
import type { KernelSet } from '../../kernels/KernelSet';
import { countNear } from './countNear';
import { findChangedAreas } from './findChangedAreas';

/** Where an editing sample is to change: where its reference differs from its input. */
export interface ChangedRegion extends Size {
  /** One byte a pixel, row by row: 1 inside the region, its margin included, 0 outside. */
  readonly mask: Uint8Array;
  /** Pixels with 1: at least 1, and at most `mostShare` of all. */
  readonly insidePixels: number;
}

/** The region, or why there is none to speak of. */
export type RegionResult = ChangedRegion | { readonly mask: null; readonly reason: string };

/** Above it hardly anything is left to preserve, and "inside" is the whole image. */
const mostShare = 0.95;

/**
 * The region that the edit of a sample should change, derived from its input and its reference (experimental).
 *
 * 1. Difference of each pixel in grey levels: that of the luma, or half the largest of red, green and blue, whichever is
 *    more. Half, because JPEG stores colour at half the resolution and so changes it at every edge.
 * 2. Areas of connected pixels (8 neighbours) that differ by at least 8 levels, kept where at least 16 of the pixels
 *    differ by at least 16: faint rims belong to a clear change, scattered noise does not.
 * 3. A margin of 3 px all round (a 7×7 square at each pixel), so that every 7×7 SSIM window with its centre on a changed
 *    pixel lies inside the region.
 *
 * Deterministic, and no more than pixel arithmetic: it does not know what the instruction asks for.
 */
export function computeRegion(
  input: RgbImage,
  reference: RgbImage,
  kernels: Pick<KernelSet, 'luma'>
): RegionResult {
  if (input.width !== reference.width || input.height !== reference.height) {
    const sizes = `got ${formatSize(input)}, expected ${formatSize(reference)}`;
    return refuse(`input and reference differ in size, so no region of change is known; ${sizes}`);
  }
  const { width, height } = reference;
  const areas = findChangedAreas(computeDifferences(input, reference, kernels), { width, height });
  const mask = countNear(areas, { width, height });
  let insidePixels = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    mask[i] = 1;
    insidePixels++;
  }
  if (insidePixels === 0) return refuse('input and reference do not differ by more than noise');
  if (insidePixels > mostShare * mask.length) {
    return refuse('the whole image is to change (over 95 % of it), so it has no inside and outside');
  }
  return { width, height, mask, insidePixels };
}

function refuse(reason: string): RegionResult {
  return { mask: null, reason };
}

/** Step 1 above: 0 to 255 a pixel. */
function computeDifferences(
  { rgb: input }: RgbImage,
  { rgb: reference }: RgbImage,
  kernels: Pick<KernelSet, 'luma'>
): Uint8Array {
  const [inputLuma, referenceLuma] = [kernels.luma(input), kernels.luma(reference)];
  const differences = new Uint8Array(inputLuma.length);
  for (let i = 0, at = 0; i < differences.length; i++, at += 3) {
    const red = Math.abs(input[at]! - reference[at]!);
    const green = Math.abs(input[at + 1]! - reference[at + 1]!);
    const blue = Math.abs(input[at + 2]! - reference[at + 2]!);
    const colour = Math.max(red, green, blue) >> 1;
    differences[i] = Math.max(colour, Math.abs(inputLuma[i]! - referenceLuma[i]!));
  }
  return differences;
}
