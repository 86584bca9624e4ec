import { formatSize, type RgbImage, type Size } from '../core/image';
import { DataError } from '../core/problem';
import type { Comparison, KernelSet } from '../kernels/KernelSet';
import type { ImagePair } from './metric';
import type { RegionResult } from './region/computeRegion';

/** The pair, and what was done to the candidate to make it one. */
interface MadeImagePair {
  readonly pair: ImagePair;
  readonly notes: readonly string[];
}

/**
 * The candidate at the reference's size (Pillow's LANCZOS on 8-bit RGB, as the official evaluator does), and both luma planes from the
 * RGB values that are compared. Each is made when a metric first asks for it: the official ones need none of them outside of the
 * kernels.
 */
class LazyPair implements ImagePair {
  readonly width: number;
  readonly height: number;
  readonly referenceRgb: Uint8Array;
  readonly region?: RegionResult;
  readonly #candidate: RgbImage;
  readonly #kernels: KernelSet;
  #candidateRgb: Uint8Array | null = null;
  #candidateLuma: Uint8Array | null = null;
  #referenceLuma: Uint8Array | null = null;
  #comparison: Comparison | null = null;

  constructor(candidate: RgbImage, reference: RgbImage, kernels: KernelSet, region: RegionResult | null) {
    this.width = reference.width;
    this.height = reference.height;
    this.referenceRgb = reference.rgb;
    if (region) this.region = region;
    this.#candidate = candidate;
    this.#kernels = kernels;
  }

  get candidateRgb(): Uint8Array {
    this.#candidateRgb ??= hasSizeOf(this.#candidate, this)
      ? this.#candidate.rgb
      : this.#within((kernels) => kernels.resize(this.#candidate.rgb, 3, this.#candidate, this, 'lanczos'));
    return this.#candidateRgb;
  }

  get candidateLuma(): Uint8Array {
    this.#candidateLuma ??= this.#kernels.luma(this.candidateRgb);
    return this.#candidateLuma;
  }

  get referenceLuma(): Uint8Array {
    this.#referenceLuma ??= this.#kernels.luma(this.referenceRgb);
    return this.#referenceLuma;
  }

  get comparison(): Comparison {
    const { width, height, referenceRgb: rgb } = this;
    this.#comparison ??= this.#within((kernels) => kernels.compare(this.#candidate, { width, height, rgb }));
    return this.#comparison;
  }

  /** The kernels refuse what their memory cannot hold, e.g. a candidate of 1×80000000 px. */
  #within<Value>(work: (kernels: KernelSet) => Value): Value {
    try {
      return work(this.#kernels);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const sizes = [formatSize(this.#candidate), formatSize(this)];
      const verb = hasSizeOf(this.#candidate, this) ? 'compared with' : 'resized to';
      const what = `output ${sizes.join(` cannot be ${verb} `)} (${error.message})`;
      throw new DataError({ code: 'image-too-large', what, where: {} });
    }
  }
}

const hasSizeOf = (image: Size, { width, height }: Size): boolean =>
  image.width === width && image.height === height;

/**
 * The pair that metrics compare.
 * @param region where the sample is to change; null where no metric needs it
 * @throws DataError out of what the pair is asked for: when the images are so large or so narrow that they cannot be brought to
 *   one size
 */
export function makeImagePair(
  candidate: RgbImage,
  reference: RgbImage,
  kernels: KernelSet,
  region: RegionResult | null = null
): MadeImagePair {
  return {
    pair: new LazyPair(candidate, reference, kernels, region),
    notes: hasSizeOf(candidate, reference) ? [] : describeResize(candidate, reference)
  };
}

function describeResize(candidate: Size, reference: Size): string[] {
  const note = `output ${formatSize(candidate)} resized to ${formatSize(reference)} (LANCZOS)`;
  return hasOtherOrder(candidate, reference)
    ? [
        note,
        'Pillow 13 resizes such an image in another order and may give other pixels; the evaluator asks for Pillow below 13'
      ]
    : [note];
}

/**
 * Pillow up to 12 changes the width first, and so does this; 13.0 changes the height first where that shrinks more than the
 * width. Of 400 random resizes 120 differed between 12.3 and 13.0, and this is true of 118 of them and of 21 others.
 */
function hasOtherOrder(from: Size, to: Size): boolean {
  return (
    to.width !== from.width && to.height < from.height && to.height * from.width < to.width * from.height
  );
}
