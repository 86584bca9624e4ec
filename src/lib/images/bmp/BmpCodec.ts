import type { Codec, DecodedImage } from '../Codec';
import { imageError, viewOf, type ImageHeader } from '../imageHeader';
import { GREYS, lookUpColours } from '../lookUpColours';
import { bmpRowBytes, checkBmpLength, readBmpLayout, type BmpLayout } from './readBmpLayout';
import { unpackRuns, type UnpackedRuns } from './unpackRuns';

/** Windows and OS/2 bitmaps as Pillow reads them. */
export class BmpCodec implements Codec {
  decode(bytes: Uint8Array, _header: ImageHeader, path: string): Promise<DecodedImage> {
    const layout = readBmpLayout(bytes, path);
    const { width, height, palette } = layout;
    if (!palette) {
      const rgb = decodeColours(bytes, layout, path);
      return Promise.resolve({ width, height, rgb, damage: null });
    }
    const { indices, hasJumps } = readIndices(bytes, layout, path);
    const image = { width, height, rgb: toRgb(indices, layout, palette), damage: null };
    return Promise.resolve(hasJumps ? { ...image, note: JUMPS } : image);
  }
}

const JUMPS =
  'has run lengths that jump, which Pillow reads in another way before 12.2; it is scored as Pillow 12.3 reads it';

/** Which stored row the row `y` of the picture is. */
function storedRow(y: number, { height, isTopDown }: BmpLayout): number {
  return isTopDown ? y : height - 1 - y;
}

function toRgb(indices: Uint8Array, { isGrey, bits }: BmpLayout, palette: Uint8Array): Uint8Array {
  if (!isGrey) return lookUpColours(indices, palette);
  return lookUpColours(bits === 1 ? indices.map((bit) => 255 * bit) : indices, GREYS);
}

function readIndices(bytes: Uint8Array, layout: BmpLayout, path: string): UnpackedRuns {
  if (layout.runs !== 'none') return readRuns(bytes, layout, path);
  return { indices: readPlainIndices(bytes, layout, path), hasJumps: false };
}

function readRuns(bytes: Uint8Array, layout: BmpLayout, path: string): UnpackedRuns {
  const { width, height, dataStart, runs } = layout;
  const stored = unpackRuns(bytes, dataStart, layout, runs === 'rle4');
  if (!stored) throw imageError('image-truncated', path, 'the BMP has fewer pixels than its header says');
  const indices = new Uint8Array(stored.indices.length);
  for (let y = 0; y < height; y++) {
    const start = storedRow(y, layout) * width;
    indices.set(stored.indices.subarray(start, start + width), y * width);
  }
  return { ...stored, indices };
}

/** 1, 4 or 8 bits a pixel, the first in the highest. */
function readPlainIndices(bytes: Uint8Array, layout: BmpLayout, path: string): Uint8Array {
  checkBmpLength(bytes, layout, path);
  const { width, height, bits, dataStart } = layout;
  const rowBytes = bmpRowBytes(layout);
  const indices = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    const start = dataStart + storedRow(y, layout) * rowBytes;
    for (let x = 0; x < width; x++, to++) {
      const bit = x * bits;
      indices[to] = (bytes[start + (bit >> 3)]! >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
    }
  }
  return indices;
}

/** Where a mask's bits begin, and their largest value. */
function readMask(mask: number): { shift: number; most: number } {
  const shift = 31 - Math.clz32(mask & -mask);
  return { shift, most: mask >>> shift };
}

function decodeColours(bytes: Uint8Array, layout: BmpLayout, path: string): Uint8Array {
  checkBmpLength(bytes, layout, path);
  const { width, height, bits, dataStart } = layout;
  const view = viewOf(bytes);
  const masks = layout.masks.map(readMask);
  const rowBytes = bmpRowBytes(layout);
  const rgb = new Uint8Array(3 * width * height);
  for (let y = 0, to = 0; y < height; y++) {
    let at = dataStart + storedRow(y, layout) * rowBytes;
    for (let x = 0; x < width; x++, at += bits / 8) {
      const pixel = readPixel(view, at, bits);
      for (const { shift, most } of masks) rgb[to++] = Math.floor((((pixel >>> shift) & most) * 255) / most);
    }
  }
  return rgb;
}

function readPixel(view: DataView, at: number, bits: number): number {
  if (bits === 16) return view.getUint16(at, true);
  if (bits === 32) return view.getUint32(at, true);
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
