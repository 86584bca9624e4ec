import type { RgbImage, Size } from '../core/image';
import type { Inflated, StreamEnd } from './Inflated';
import type { PngLayout } from './PngLayout';

export type Channels = 1 | 3;
export type ResizeFilter = 'lanczos' | 'bilinear' | 'bicubic';

/**
 * The twin of this kernel is libjpeg itself, which is here as WebAssembly, too: the tests compare the two, and both with
 * Pillow.
 */
export interface JpegKernel {
  /**
   * A JPEG to RGB with libjpeg-turbo's pixels: Huffman-coded, sequential or progressive, 8 bits, grey or YCbCr.
   * @param size as its frame header says
   */
  decodeJpeg(file: Uint8Array, size: Size): Uint8Array<ArrayBuffer> | JpegRefusal;
}

/**
 * `corrupt`: the data of a scan cannot be, which libjpeg may pass over without a word. `another kind`: that, or anything else is
 * not as it should be; libjpeg has the word.
 */
export type JpegRefusal = 'another kind' | 'corrupt';

export interface PngPixels {
  /** Null where the data ends within a row, is corrupt, or a row has an unknown filter. Rows that are missing at the end are black. */
  readonly rgb: Uint8Array<ArrayBuffer> | null;
  /** Bytes of filtered rows that came out of the stream. */
  readonly inflatedBytes: number;
  readonly end: StreamEnd;
}

/** What the official metrics need of two images. */
export interface Comparison {
  /** Σ (a − b)² over all RGB bytes. */
  readonly squaredErrorSum: number;
  /** Of the luma planes; null where a side of the reference is below 7. */
  readonly ssim: number | null;
}

/**
 * The arithmetic that decides a score. Implemented twice: `Kernels` (WebAssembly, used by the app) and
 * `referenceKernels` (plain TypeScript, slow, used to check the first). Inputs may be any view of any buffer; they
 * are never changed. A wrong length or option is a RangeError that says what was got and what was expected.
 */
export interface KernelSet {
  /** Pillow's `convert('L')` of RGB bytes: (19595 R + 38470 G + 7471 B + 32768) >> 16, one byte a pixel. */
  luma(rgb: Uint8Array): Uint8Array<ArrayBuffer>;

  /** Σ (a − b)² over all bytes: an exact integer. MSE is this over the length. */
  squaredErrorSum(a: Uint8Array, b: Uint8Array): number;

  /**
   * Mean structural similarity of two luma planes as scikit-image 0.19 `structural_similarity` gives it: 7×7 uniform
   * window, sample covariance (N/(N−1)), K1 0.01, K2 0.03, data_range 255, mean over the map cropped by 3. From −1 to
   * 1; symmetric; 1 for identical planes, constant ones included. Both sides must be at least 7.
   */
  ssim(a: Uint8Array, b: Uint8Array, size: Size): number;

  /**
   * The map that `ssim` is the mean of, (width − 6) × (height − 6) values row by row: entry (x, y) is the window whose
   * centre is pixel (x + 3, y + 3). scikit-image's `full=True` map cropped by 3.
   */
  ssimMap(a: Uint8Array, b: Uint8Array, size: Size): Float64Array<ArrayBuffer>;

  /**
   * Pillow's 8-bit resize, byte for byte: antialiased, fixed-point, rows before columns. `pixels` are interleaved:
   * one byte a pixel for 1 channel, three for 3.
   */
  resize(
    pixels: Uint8Array,
    channels: Channels,
    from: Size,
    to: Size,
    filter: ResizeFilter
  ): Uint8Array<ArrayBuffer>;

  /**
   * RGB made smaller by a whole factor, 1 to 257 and no more than either side: each pixel the mean of factor × factor. A rest at
   * the right and lower edge is left out. For pictures, never for scores.
   */
  reduce(rgb: Uint8Array, size: Size, factor: number): Uint8Array<ArrayBuffer>;

  /**
   * Two images compared, the candidate brought to the reference's size by LANCZOS where it has another: `resize`, `luma`,
   * `squaredErrorSum` and `ssim` in one, whose pixels stay where they are between the steps.
   */
  compare(candidate: RgbImage, reference: RgbImage): Comparison;

  /**
   * The numerator of BLEU's modified n-gram precision: over the candidate's distinct n-grams,
   * Σ min(count in candidate, count in reference). Tokens are ids; equal ids are equal tokens. 0 where either text is
   * shorter than n.
   */
  ngramMatches(candidate: Uint32Array, reference: Uint32Array, n: number): number;

  /**
   * For each resample the mean of `values.length` values drawn with replacement: NumPy 1.24's
   * `rng = default_rng(seed)`, then `rng.choice(values, size=n, replace=True).mean()`, to the last bit.
   */
  bootstrapMeans(values: Float64Array, resamples: number, seed: number): Float64Array<ArrayBuffer>;

  /**
   * The first `roomBytes` bytes of a zlib stream (RFC 1950 and 1951), with zlib's own verdicts on it. What lies behind the
   * stream is not looked at.
   */
  inflate(stream: Uint8Array, roomBytes: number): Inflated;

  /**
   * The picture data of a PNG (what its IDAT chunks hold, one behind the other) to RGB as Pillow gives it: filters taken back, grey spread, palettes
   * looked up, alpha dropped; of 16 bits the high byte, but grey without alpha clipped at 255.
   */
  decodePng(stream: readonly Uint8Array[], layout: PngLayout): PngPixels;

  /**
   * A whole JPEG file of an image, of quality 80 with half the chroma in both directions: the bytes of libjpeg. For pictures, never
   * for scores.
   */
  encodeJpeg(image: RgbImage): Uint8Array<ArrayBuffer>;

  /** eˣ, with the same bits in every browser; their own `Math.exp` differ in the last one. */
  exp(x: number): number;

  /** Natural logarithm, with the same bits in every browser; NaN below 0, −∞ at 0. */
  log(x: number): number;

  /** Logarithm to base 10, with the same bits in every browser; NaN below 0, −∞ at 0. */
  log10(x: number): number;
}
