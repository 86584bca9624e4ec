import { crc32 } from '../core/crc32';
import type { Size } from '../core/image';
import { concatenate } from '../core/concatenate';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** What the header of a PNG with 8 bits a sample says (PNG 1.2, section 4.1). */
export interface PngHead extends Size {
  /** 0: grey, 2: RGB, 3: palette. */
  readonly colourType: 0 | 2 | 3;
  /** RGB triples, for colour type 3; else null. */
  readonly palette: Uint8Array | null;
}

/** The file of rows that were filtered (`filterPngRows`) and compressed by zlib. */
export function assemblePng(
  { width, height, colourType, palette }: PngHead,
  compressed: Uint8Array
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colourType, 0, 0, 0], 8);
  return concatenate([
    signature,
    makeChunk('IHDR', header),
    ...(palette ? [makeChunk('PLTE', palette)] : []),
    makeChunk('IDAT', compressed),
    makeChunk('IEND', new Uint8Array(0))
  ]);
}

function makeChunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}
