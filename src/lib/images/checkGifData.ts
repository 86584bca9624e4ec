import { imageError, viewOf } from './imageHeader';
import { colourTableBytes, findGifImage } from './readGifHeader';

const DESCRIPTOR_BYTES = 9;
const MAX_CODE_BITS = 12;
const TABLE_SIZE = 1 << MAX_CODE_BITS;

/** The picture's data without the lengths in between, as far as its blocks are whole. */
function readBlocks(bytes: Uint8Array, start: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  let offset = start;
  for (let size = bytes[offset]; size; size = bytes[offset]) {
    if (offset + 1 + size > bytes.length) break;
    blocks.push(bytes.subarray(offset + 1, offset + 1 + size));
    offset += 1 + size;
  }
  const data = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    data.set(block, at);
    at += block.length;
  }
  return data;
}

/** The codes of LZW data, their width growing with the table that the reader of the codes keeps. */
class CodeReader {
  #data: Uint8Array;
  #at = 0;
  #buffer = 0;
  #bits = 0;

  constructor(data: Uint8Array) {
    this.#data = data;
  }

  /** Null at the end of the data. */
  next(width: number): number | null {
    while (this.#bits < width) {
      const byte = this.#data[this.#at++];
      if (byte === undefined) return null;
      this.#buffer |= byte << this.#bits;
      this.#bits += 8;
    }
    const code = this.#buffer & ((1 << width) - 1);
    this.#buffer >>>= width;
    this.#bits -= width;
    return code;
  }
}

/** Follows the codes until they have made `pixels` pixels, or make no sense, or end. */
function followCodes(
  data: Uint8Array,
  literalBits: number,
  pixels: number
): 'whole' | 'corrupt' | 'truncated' {
  const clear = 1 << literalBits;
  const lengths = new Uint32Array(TABLE_SIZE + 1).fill(1, 0, clear);
  const codes = new CodeReader(data);
  let [next, width, previous, made] = [clear + 2, literalBits + 1, -1, 0];
  while (made < pixels) {
    const code = codes.next(width);
    if (code === null || code === clear + 1) return 'truncated';
    if (code === clear) {
      [next, width, previous] = [clear + 2, literalBits + 1, -1];
      continue;
    }
    if (code > (previous < 0 ? clear : next)) return 'corrupt';
    if (previous >= 0 && next < TABLE_SIZE) {
      lengths[next] = lengths[previous]! + 1;
      if (next === (1 << width) - 1 && width < MAX_CODE_BITS) width++;
      next++;
    }
    made += lengths[code]!;
    previous = code;
  }
  return 'whole';
}

/**
 * Refuses a GIF whose first picture is corrupt or incomplete, as Pillow does; ImageMagick makes something of it.
 * @throws DataError `image-truncated` or `image-damaged`
 */
export function checkGifData(bytes: Uint8Array, pixels: number, path: string): void {
  const image = findGifImage(viewOf(bytes), path);
  const start = image + DESCRIPTOR_BYTES + colourTableBytes(bytes[image + DESCRIPTOR_BYTES - 1]!);
  const literalBits = bytes[start] ?? 0;
  const isReadable = literalBits >= 1 && literalBits < MAX_CODE_BITS;
  const state = isReadable ? followCodes(readBlocks(bytes, start + 1), literalBits, pixels) : 'corrupt';
  if (state === 'truncated') throw imageError('image-truncated', path, 'the GIF picture data is truncated');
  if (state === 'corrupt') throw imageError('image-damaged', path, 'the GIF picture data is corrupt');
}
