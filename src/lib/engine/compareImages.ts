import { formatSize, type RgbImage, type Size } from '../core/image';
import type { Score } from '../core/score';
import type { KernelSet } from '../kernels/KernelSet';
import { mae } from '../metrics/image/mae';
import { ssim } from '../metrics/image/ssim';
import { makeImagePair } from '../metrics/imagePair';
import type { ImagePair } from '../metrics/metric';

/** What the compare modes of the sample view draw of two images; all of it at the reference's size. */
export interface ComparedImages extends Size {
  /** The candidate as it is compared. */
  readonly candidateRgb: Uint8Array<ArrayBuffer>;
  /** What was done to the candidate, e.g. "512×512 resized to 256×256 (LANCZOS)"; null where its size fits. */
  readonly resized: string | null;
  /** Candidate − reference of the luma, −255 to 255 a pixel. */
  readonly lumaDifferences: Int16Array<ArrayBuffer>;
  /** The largest of the absolute differences of red, green and blue, 0 to 255 a pixel: no change of colour is lost. */
  readonly largestDifferences: Uint8Array<ArrayBuffer>;
  /** Of `largestDifferences`. */
  readonly maximum: number;
  /** Pixels that differ at all. */
  readonly differingPixels: number;
  /** Mean absolute difference over all RGB values: the metric of that name. */
  readonly mae: Score;
  /** The metric itself, and so the mean of `ssimMap`. */
  readonly ssim: Score;
  /** (width − 6) × (height − 6) values, see `KernelSet.ssimMap`; null where SSIM has no value, or for a very large image. */
  readonly ssimMap: Float64Array<ArrayBuffer> | null;
}

/** Eight bytes a pixel: a map of more would be much memory for a page. */
const mostMapPixels = 16_000_000;

/**
 * Compares two images with the very steps and kernels that score them.
 * @throws DataError when they cannot be brought to one size
 */
export function compareImages(candidate: RgbImage, reference: RgbImage, kernels: KernelSet): ComparedImages {
  const { pair, notes } = makeImagePair(candidate, reference, kernels);
  const { width, height } = pair;
  const score = ssim.compute(pair, kernels);
  const hasMap = score.value !== null && width * height <= mostMapPixels;
  return {
    width,
    height,
    candidateRgb: Uint8Array.from(pair.candidateRgb),
    resized:
      notes.length > 0 ? `${formatSize(candidate)} resized to ${formatSize(reference)} (LANCZOS)` : null,
    ...computeDifferences(pair),
    mae: mae.compute(pair, kernels),
    ssim: score,
    ssimMap: hasMap ? kernels.ssimMap(pair.candidateLuma, pair.referenceLuma, pair) : null
  };
}

function computeDifferences({
  candidateRgb,
  referenceRgb,
  candidateLuma,
  referenceLuma
}: ImagePair): Pick<
  ComparedImages,
  'lumaDifferences' | 'largestDifferences' | 'maximum' | 'differingPixels'
> {
  const lumaDifferences = new Int16Array(candidateLuma.length);
  const largestDifferences = new Uint8Array(candidateLuma.length);
  let maximum = 0;
  let differingPixels = 0;
  for (let i = 0, at = 0; i < lumaDifferences.length; i++, at += 3) {
    lumaDifferences[i] = candidateLuma[i]! - referenceLuma[i]!;
    const red = Math.abs(candidateRgb[at]! - referenceRgb[at]!);
    const green = Math.abs(candidateRgb[at + 1]! - referenceRgb[at + 1]!);
    const blue = Math.abs(candidateRgb[at + 2]! - referenceRgb[at + 2]!);
    const largest = Math.max(red, green, blue);
    largestDifferences[i] = largest;
    if (largest > maximum) maximum = largest;
    if (largest > 0) differingPixels++;
  }
  return { lumaDifferences, largestDifferences, maximum, differingPixels };
}
