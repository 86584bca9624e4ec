import { formatSize, type RgbImage, type Size } from '../core/image';
import type { JpegKernel, KernelSet } from './KernelSet';
import { countJpegRoom, MAX_JPEG_SIDE } from './jpegTables';
import { countFilteredBytes } from './PngLayout';

/** A block of kernel memory ends below 2^30 bytes; sizes and offsets inside stay positive 32-bit integers. */
const MAX_BLOCK_BYTES = 2 ** 30 - 64;
export const SSIM_WINDOW = 7;
/** The sum of so many bytes fits 16 bits. */
export const MAX_REDUCTION = 257;

type AllKernels = KernelSet & JpegKernel;

function requireThat(isMet: boolean, kernel: keyof AllKernels, got: string, expected: string): void {
  if (!isMet) throw new RangeError(`${kernel}: got ${got}; expected ${expected}`);
}

function requireInteger(kernel: keyof AllKernels, name: string, value: number, least: number): void {
  requireThat(
    Number.isSafeInteger(value) && value >= least,
    kernel,
    `${name} ${value}`,
    `an integer from ${least}`
  );
}

function requireSize(kernel: keyof AllKernels, size: Size, leastSide: number): void {
  requireInteger(kernel, 'width', size.width, leastSide);
  requireInteger(kernel, 'height', size.height, leastSide);
}

function requireLength(
  kernel: keyof AllKernels,
  name: string,
  data: Uint8Array,
  size: Size,
  channels: number
): void {
  const expected = size.width * size.height * channels;
  const layout = `${expected} for ${formatSize(size)} with ${channels} bytes a pixel`;
  requireThat(data.length === expected, kernel, `${data.length} bytes in ${name}`, layout);
}

function requireBlock(kernel: keyof AllKernels, bytes: number): void {
  requireThat(bytes <= MAX_BLOCK_BYTES, kernel, `${bytes} bytes at once`, `at most ${MAX_BLOCK_BYTES}`);
}

const sumLengths = (parts: readonly Uint8Array[]): number =>
  parts.reduce((sum, part) => sum + part.length, 0);

function requireRgb(kernel: keyof AllKernels, name: string, image: RgbImage): void {
  requireSize(kernel, image, 1);
  requireLength(kernel, name, image.rgb, image, 3);
  requireBlock(kernel, image.rgb.length);
}

/** Kernels that read memory; the others take plain numbers, any of them. */
type MemoryKernel = Exclude<keyof AllKernels, 'exp' | 'log' | 'log10'>;

/** For each kernel: throws a RangeError unless the inputs are ones it can work on. Runs before memory is touched. */
export const checkInputs: { [K in MemoryKernel]: (...inputs: Parameters<AllKernels[K]>) => void } = {
  luma(rgb) {
    requireThat(rgb.length % 3 === 0, 'luma', `${rgb.length} bytes in rgb`, 'a multiple of 3');
    requireBlock('luma', rgb.length);
  },

  squaredErrorSum(a, b) {
    requireThat(
      a.length === b.length,
      'squaredErrorSum',
      `${a.length} bytes in a and ${b.length} in b`,
      'equal lengths'
    );
    requireBlock('squaredErrorSum', a.length);
  },

  ssim(a, b, size) {
    requireSize('ssim', size, SSIM_WINDOW);
    requireLength('ssim', 'a', a, size, 1);
    requireLength('ssim', 'b', b, size, 1);
    requireBlock('ssim', a.length);
  },

  ssimMap(a, b, size) {
    requireSize('ssimMap', size, SSIM_WINDOW);
    requireLength('ssimMap', 'a', a, size, 1);
    requireLength('ssimMap', 'b', b, size, 1);
    requireBlock('ssimMap', 8 * a.length);
  },

  resize(pixels, channels, from, to, filter) {
    requireThat(channels === 1 || channels === 3, 'resize', `${channels as number} channels`, '1 or 3');
    requireThat(
      filter === 'lanczos' || filter === 'bilinear' || filter === 'bicubic',
      'resize',
      `filter ${filter as string}`,
      'lanczos, bilinear or bicubic'
    );
    requireSize('resize', from, 1);
    requireSize('resize', to, 1);
    requireLength('resize', 'pixels', pixels, from, channels);
    // The rows are resized first, so an image of the new width and the old height exists for a while.
    requireBlock('resize', to.width * Math.max(from.height, to.height) * channels);
    requireBlock('resize', pixels.length);
  },

  reduce(rgb, { width, height }, factor) {
    requireRgb('reduce', 'rgb', { width, height, rgb });
    requireInteger('reduce', 'factor', factor, 1);
    const most = Math.min(width, height, MAX_REDUCTION);
    requireThat(factor <= most, 'reduce', `factor ${factor}`, `at most ${most}`);
  },

  compare(candidate, reference) {
    const { width, height } = candidate;
    requireRgb('compare', 'the reference', reference);
    if (width === reference.width && height === reference.height)
      requireRgb('compare', 'the candidate', candidate);
    else checkInputs.resize(candidate.rgb, 3, candidate, reference, 'lanczos');
  },

  ngramMatches(candidate, reference, n) {
    requireInteger('ngramMatches', 'n', n, 1);
    requireBlock('ngramMatches', candidate.byteLength);
    // The table of the reference's n-grams takes up to 32 bytes a token.
    requireBlock('ngramMatches', 8 * reference.byteLength);
  },

  bootstrapMeans(values, resamples, seed) {
    requireThat(values.length > 0, 'bootstrapMeans', 'no values', 'at least one');
    requireInteger('bootstrapMeans', 'resamples', resamples, 1);
    requireInteger('bootstrapMeans', 'seed', seed, 0);
    requireBlock('bootstrapMeans', values.byteLength);
    requireBlock('bootstrapMeans', 8 * resamples);
  },

  decodeJpeg(file, size) {
    requireSize('decodeJpeg', size, 1);
    requireBlock('decodeJpeg', file.length);
    requireBlock('decodeJpeg', 3 * size.width * size.height);
  },

  encodeJpeg(image) {
    requireRgb('encodeJpeg', 'rgb', image);
    const side = Math.max(image.width, image.height);
    requireThat(side <= MAX_JPEG_SIDE, 'encodeJpeg', formatSize(image), `sides of at most ${MAX_JPEG_SIDE}`);
    requireBlock('encodeJpeg', countJpegRoom(image));
  },

  inflate(stream, roomBytes) {
    requireInteger('inflate', 'roomBytes', roomBytes, 0);
    requireBlock('inflate', stream.length);
    requireBlock('inflate', roomBytes);
  },

  decodePng(stream, layout) {
    requireSize('decodePng', layout, 1);
    requireBlock('decodePng', sumLengths(stream));
    requireBlock('decodePng', countFilteredBytes(layout));
    const { colourType, palette } = layout;
    requireThat(
      colourType !== 3 || palette?.length === 1024,
      'decodePng',
      `a palette of ${palette?.length ?? 0} bytes`,
      '1,024 bytes for colour type 3'
    );
  }
};
