import { concatenate } from '../../core/concatenate';
import type { Codec, DecodedImage } from '../Codec';
import { decodeLzw } from '../decodeLzw';
import { imageError, type ImageHeader } from '../imageHeader';
import { lookUpColours } from '../lookUpColours';
import { readGifFrame, type GifFrame } from './readGifFrame';

/** Where each pass of an interlaced picture begins, and how far its rows are apart. */
const PASSES = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2]
] as const;

/** The first frame of a GIF on its screen, as Pillow has it: what it does not cover has its transparent colour, else the first. */
export class GifCodec implements Codec {
  decode(bytes: Uint8Array, { width, height }: ImageHeader, path: string): Promise<DecodedImage> {
    const frame = readGifFrame(bytes, path);
    const indices = readIndices(bytes, frame, path);
    const screen = new Uint8Array(width * height).fill(frame.transparent ?? 0);
    listRows(frame).forEach((y, row) => {
      const pixels = indices.subarray(row * frame.width, (row + 1) * frame.width);
      screen.set(pixels, (frame.top + y) * width + frame.left);
    });
    return Promise.resolve({ width, height, rgb: lookUpColours(screen, frame.palette), damage: null });
  }
}

/** The rows of the frame in the order in which they are stored. */
function listRows({ height, isInterlaced }: GifFrame): number[] {
  const passes = isInterlaced ? PASSES : ([[0, 1]] as const);
  return passes.flatMap(([start, step]) =>
    Array.from({ length: Math.max(0, Math.ceil((height - start) / step)) }, (_, i) => start + i * step)
  );
}

/** @throws DataError `image-truncated` or `image-damaged` */
function readIndices(bytes: Uint8Array, { dataStart, width, height }: GifFrame, path: string): Uint8Array {
  const literalBits = bytes[dataStart] ?? 0;
  const isReadable = literalBits >= 1 && literalBits < 12;
  const kind = { literalBits, isLowFirst: true, isEarly: false };
  const { bytes: indices, end } = isReadable
    ? decodeLzw(joinBlocks(bytes, dataStart + 1), width * height, kind)
    : { bytes: new Uint8Array(0), end: 'corrupt' };
  if (end === 'truncated') throw imageError('image-truncated', path, 'the GIF picture data is truncated');
  if (end === 'corrupt') throw imageError('image-damaged', path, 'the GIF picture data is corrupt');
  return indices;
}

/** The picture's data without the lengths in between, as far as its blocks are whole. */
function joinBlocks(bytes: Uint8Array, start: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  let offset = start;
  for (let size = bytes[offset]; size; size = bytes[offset]) {
    if (offset + 1 + size > bytes.length) break;
    blocks.push(bytes.subarray(offset + 1, offset + 1 + size));
    offset += 1 + size;
  }
  return concatenate(blocks);
}
