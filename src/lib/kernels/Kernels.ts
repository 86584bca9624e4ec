import type { RgbImage, Size } from '../core/image';
import { checkInputs, SSIM_WINDOW } from './checkInputs';
import { countJpegRoom } from './jpegTables';
import { KernelMemory, type MemoryExports } from './KernelMemory';
import type { Inflated, StreamEnd } from './Inflated';
import type {
  Channels,
  Comparison,
  JpegKernel,
  JpegRefusal,
  KernelSet,
  PngPixels,
  ResizeFilter
} from './KernelSet';
import { makeJpegFile } from './makeJpegFile';
import { packedJpegTables } from './packedJpegTables';
import { countFilteredBytes, isWholeRows, pixelBits, type PngLayout } from './PngLayout';
import { SpareBuffers } from './SpareBuffers';

/** The exports of wasm/assembly/index.ts. Every number before a length is a pointer. */
interface KernelExports extends MemoryExports {
  luma(rgb: number, target: number, count: number): void;
  squaredErrorSum(a: number, b: number, length: number): number;
  ssim(a: number, b: number, width: number, height: number): number;
  ssimMap(a: number, b: number, width: number, height: number, map: number): void;
  resize(
    source: number,
    target: number,
    channels: number,
    inputWidth: number,
    inputHeight: number,
    outputWidth: number,
    outputHeight: number,
    filter: number
  ): void;
  reduce(source: number, target: number, width: number, height: number, factor: number): void;
  ngramMatches(
    candidate: number,
    candidateLength: number,
    reference: number,
    referenceLength: number,
    n: number
  ): number;
  bootstrapMeans(values: number, count: number, resamples: number, seed: bigint, means: number): void;
  inflate(source: number, length: number, target: number, room: number): number;
  inflatedBytes(): number;
  pngPixels(
    rows: number,
    rgb: number,
    width: number,
    height: number,
    bitDepth: number,
    colourType: number,
    isInterlaced: boolean,
    palette: number
  ): number;
  decodeJpeg(file: number, length: number, rgb: number): number;
  encodeJpeg(rgb: number, width: number, height: number, tables: number, target: number): number;
  exp(x: number): number;
  log(x: number): number;
  log10(x: number): number;
}

/** As numbered in wasm/assembly/resizeTaps.ts. */
const FILTER_NUMBERS: Record<ResizeFilter, number> = { bilinear: 0, lanczos: 1, bicubic: 2 };

/** As numbered in wasm/assembly/inflateStream.ts. */
const STREAM_ENDS: readonly StreamEnd[] = ['whole', 'truncated', 'more', 'corrupt', 'wrong checksum'];

/** As numbered in wasm/assembly/jpeg/decodeJpeg.ts. */
const JPEG_DECODED = 1;
const JPEG_CORRUPT = 2;

/** Where a row gets shorter by this and is long enough, it may be expanded where it lies. */
const PIXEL_BITS_IN_PLACE = 24;
const COLUMNS_IN_PLACE = 64;

/** So many pixels of large images lie here at once, but for their grey. A multiple of 16. */
const BAND_PIXELS = 2 ** 20;

const hasSizeOf = (image: Size, { width, height }: Size): boolean =>
  image.width === width && image.height === height;

/**
 * The kernels as WebAssembly with SIMD: one instance, used by one thread. After a WebAssembly.RuntimeError (a trap)
 * the instance must not be used again.
 */
export class Kernels implements KernelSet, JpegKernel {
  readonly #exports: KernelExports;
  readonly #spare = new SpareBuffers();

  private constructor(exports: KernelExports) {
    this.#exports = exports;
  }

  /** `module` is wasm/build/kernels.wasm, compiled by the caller. */
  static async instantiate(module: WebAssembly.Module): Promise<Kernels> {
    const instance = await WebAssembly.instantiate(module);
    return new Kernels(instance.exports as unknown as KernelExports);
  }

  luma(rgb: Uint8Array): Uint8Array<ArrayBuffer> {
    checkInputs.luma(rgb);
    const count = rgb.length / 3;
    return KernelMemory.use(this.#exports, (memory) => {
      const source = memory.write(rgb);
      const target = memory.reserve(count);
      this.#exports.luma(source, target, count);
      return memory.readBytes(target, count);
    });
  }

  squaredErrorSum(a: Uint8Array, b: Uint8Array): number {
    checkInputs.squaredErrorSum(a, b);
    return KernelMemory.use(this.#exports, (memory) =>
      this.#exports.squaredErrorSum(memory.write(a), memory.write(b), a.length)
    );
  }

  ssim(a: Uint8Array, b: Uint8Array, size: Size): number {
    checkInputs.ssim(a, b, size);
    return KernelMemory.use(this.#exports, (memory) =>
      this.#exports.ssim(memory.write(a), memory.write(b), size.width, size.height)
    );
  }

  ssimMap(a: Uint8Array, b: Uint8Array, { width, height }: Size): Float64Array<ArrayBuffer> {
    checkInputs.ssimMap(a, b, { width, height });
    const count = (width - 6) * (height - 6);
    return KernelMemory.use(this.#exports, (memory) => {
      const [first, second, map] = [memory.write(a), memory.write(b), memory.reserve(8 * count)];
      this.#exports.ssimMap(first, second, width, height, map);
      return memory.readDoubles(map, count);
    });
  }

  resize(
    pixels: Uint8Array,
    channels: Channels,
    from: Size,
    to: Size,
    filter: ResizeFilter
  ): Uint8Array<ArrayBuffer> {
    checkInputs.resize(pixels, channels, from, to, filter);
    const length = to.width * to.height * channels;
    const number = FILTER_NUMBERS[filter];
    return KernelMemory.use(this.#exports, (memory) => {
      const source = memory.write(pixels);
      const target = memory.reserve(length);
      this.#exports.resize(source, target, channels, from.width, from.height, to.width, to.height, number);
      return memory.readBytes(target, length);
    });
  }

  reduce(rgb: Uint8Array, { width, height }: Size, factor: number): Uint8Array<ArrayBuffer> {
    checkInputs.reduce(rgb, { width, height }, factor);
    const [columns, rows] = [Math.floor(width / factor), Math.floor(height / factor)];
    const rowsAtOnce = Math.max(1, Math.floor(BAND_PIXELS / (factor * width)));
    return KernelMemory.use(this.#exports, (memory) => {
      const target = memory.reserve(3 * columns * rows);
      for (let row = 0; row < rows; row += rowsAtOnce) {
        const lines = factor * Math.min(rowsAtOnce, rows - row);
        const start = 3 * width * factor * row;
        const source = memory.write(rgb.subarray(start, start + 3 * width * lines));
        this.#exports.reduce(source, target + 3 * columns * row, width, lines, factor);
        memory.release(source);
      }
      return memory.readBytes(target, 3 * columns * rows);
    });
  }

  compare(candidate: RgbImage, reference: RgbImage): Comparison {
    checkInputs.compare(candidate, reference);
    const { width, height } = reference;
    const count = width * height;
    return KernelMemory.use(this.#exports, (memory) => {
      const resized = hasSizeOf(candidate, reference) ? null : this.#resize(candidate, reference, memory);
      const [first, second] = [memory.reserve(count), memory.reserve(count)];
      let squaredErrorSum = 0;
      for (let start = 0; start < count; start += BAND_PIXELS) {
        const pixels = Math.min(BAND_PIXELS, count - start);
        const write = ({ rgb }: RgbImage) => memory.write(rgb.subarray(3 * start, 3 * (start + pixels)));
        const a = resized === null ? write(candidate) : resized + 3 * start;
        const b = write(reference);
        squaredErrorSum += this.#exports.squaredErrorSum(a, b, 3 * pixels);
        this.#exports.luma(a, first + start, pixels);
        this.#exports.luma(b, second + start, pixels);
        memory.release(b);
        if (resized === null) memory.release(a);
      }
      if (Math.min(width, height) < SSIM_WINDOW) return { squaredErrorSum, ssim: null };
      if (resized !== null) memory.release(resized);
      return { squaredErrorSum, ssim: this.#exports.ssim(first, second, width, height) };
    });
  }

  #resize({ width, height, rgb }: RgbImage, to: Size, memory: KernelMemory): number {
    const source = memory.write(rgb);
    const target = memory.reserve(3 * to.width * to.height);
    this.#exports.resize(source, target, 3, width, height, to.width, to.height, FILTER_NUMBERS.lanczos);
    memory.release(source);
    return target;
  }

  ngramMatches(candidate: Uint32Array, reference: Uint32Array, n: number): number {
    checkInputs.ngramMatches(candidate, reference, n);
    // No n-gram is that long, and a larger n would not fit the kernel's 32 bits.
    if (n > candidate.length) return 0;
    return KernelMemory.use(this.#exports, (memory) =>
      this.#exports.ngramMatches(
        memory.write(candidate),
        candidate.length,
        memory.write(reference),
        reference.length,
        n
      )
    );
  }

  bootstrapMeans(values: Float64Array, resamples: number, seed: number): Float64Array<ArrayBuffer> {
    checkInputs.bootstrapMeans(values, resamples, seed);
    return KernelMemory.use(this.#exports, (memory) => {
      const source = memory.write(values);
      const means = memory.reserve(8 * resamples);
      this.#exports.bootstrapMeans(source, values.length, resamples, BigInt(seed), means);
      return memory.readDoubles(means, resamples);
    });
  }

  inflate(stream: Uint8Array, roomBytes: number): Inflated {
    checkInputs.inflate(stream, roomBytes);
    return KernelMemory.use(this.#exports, (memory) => {
      const [source, target] = [memory.write(stream), memory.reserve(roomBytes)];
      const end = STREAM_ENDS[this.#exports.inflate(source, stream.length, target, roomBytes)]!;
      return { bytes: memory.readBytes(target, this.#exports.inflatedBytes()), end };
    });
  }

  decodePng(stream: readonly Uint8Array[], layout: PngLayout): PngPixels {
    checkInputs.decodePng(stream, layout);
    const neededBytes = countFilteredBytes(layout);
    return KernelMemory.use(this.#exports, (memory) => {
      const { pointer: source, length } = memory.writeParts(stream);
      const rows = memory.reserve(neededBytes);
      const end = STREAM_ENDS[this.#exports.inflate(source, length, rows, neededBytes)]!;
      memory.release(source);
      const inflatedBytes = this.#exports.inflatedBytes();
      const isUsable = isWholeRows(inflatedBytes, end, layout);
      if (isUsable) memory.clear(rows + inflatedBytes, neededBytes - inflatedBytes);
      const rgb = isUsable ? this.#expandPng(rows, layout, memory) : null;
      return { rgb, inflatedBytes, end };
    });
  }

  #expandPng(rows: number, layout: PngLayout, memory: KernelMemory): Uint8Array<ArrayBuffer> | null {
    const { width, height, bitDepth, colourType, isInterlaced, palette } = layout;
    const length = 3 * width * height;
    const isInPlace = pixelBits(layout) >= PIXEL_BITS_IN_PLACE && width >= COLUMNS_IN_PLACE && !isInterlaced;
    const rgb = isInPlace ? rows : memory.reserve(length);
    const colours = palette ? memory.write(palette) : 0;
    const isSound = this.#exports.pngPixels(
      rows,
      rgb,
      width,
      height,
      bitDepth,
      colourType,
      isInterlaced,
      colours
    );
    return isSound ? memory.readInto(this.#spare.take(length), rgb) : null;
  }

  decodeJpeg(file: Uint8Array, size: Size): Uint8Array<ArrayBuffer> | JpegRefusal {
    checkInputs.decodeJpeg(file, size);
    const length = 3 * size.width * size.height;
    return KernelMemory.use(this.#exports, (memory) => {
      const [source, rgb] = [memory.write(file), memory.reserve(length)];
      const verdict = this.#exports.decodeJpeg(source, file.length, rgb);
      if (verdict === JPEG_DECODED) return memory.readInto(this.#spare.take(length), rgb);
      return verdict === JPEG_CORRUPT ? 'corrupt' : 'another kind';
    });
  }

  encodeJpeg(image: RgbImage): Uint8Array<ArrayBuffer> {
    checkInputs.encodeJpeg(image);
    const { width, height, rgb } = image;
    const data = KernelMemory.use(this.#exports, (memory) => {
      const [source, tables] = [memory.write(rgb), memory.write(packedJpegTables)];
      const target = memory.reserve(countJpegRoom(image));
      return memory.readBytes(target, this.#exports.encodeJpeg(source, width, height, tables, target));
    });
    return makeJpegFile(image, data);
  }

  /** Uses the memory of an image that was decoded here again; its bytes are gone with it. Other arrays stay as they are. */
  reuse(rgb: Uint8Array): void {
    this.#spare.giveBack(rgb);
  }

  exp(x: number): number {
    return this.#exports.exp(x);
  }

  log(x: number): number {
    return this.#exports.log(x);
  }

  log10(x: number): number {
    return this.#exports.log10(x);
  }
}
