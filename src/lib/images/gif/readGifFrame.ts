import type { Size } from '../../core/image';
import { imageError, viewOf } from '../imageHeader';
import { GREYS } from '../lookUpColours';

const SCREEN_BYTES = 13;
const DESCRIPTOR_BYTES = 9;
const HAS_COLOUR_TABLE = 0x80;
const IS_INTERLACED = 0x40;
const EXTENSION = 0x21;
const GRAPHIC_CONTROL = 0xf9;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

/** The first frame of a GIF. */
export interface GifFrame extends Size {
  readonly left: number;
  readonly top: number;
  /** The screen, grown to hold the frame. */
  readonly screen: Size;
  /** R, G and B of each colour. */
  readonly palette: Uint8Array;
  readonly transparent: number | null;
  readonly isInterlaced: boolean;
  /** Where the literals' number of bits stands, and then the blocks of data. */
  readonly dataStart: number;
}

function readColours(bytes: Uint8Array, start: number, flags: number): Uint8Array | null {
  return flags & HAS_COLOUR_TABLE ? bytes.subarray(start, start + (3 << ((flags & 7) + 1))) : null;
}

/** Pillow takes a palette that is a grey ramp for none, and then every index for its own grey. */
function choosePalette(local: Uint8Array | null, shared: Uint8Array | null): Uint8Array {
  const palette = local ?? shared;
  return !palette || palette.every((byte, i) => byte === Math.floor(i / 3)) ? GREYS : palette;
}

/** Behind the extensions (comments, timing); a graphic control among them may name the transparent colour. */
function findImage(
  view: DataView,
  start: number,
  path: string
): { image: number; transparent: number | null } {
  let transparent: number | null = null;
  let offset = start;
  for (;;) {
    const block = view.getUint8(offset++);
    if (block === IMAGE) return { image: offset, transparent };
    if (block === TRAILER) throw imageError('image-damaged', path, 'the GIF file has no picture');
    if (block !== EXTENSION) continue;
    const label = view.getUint8(offset++);
    const isControl = label === GRAPHIC_CONTROL && view.getUint8(offset) >= 4;
    if (isControl && view.getUint8(offset + 1) & 1) transparent = view.getUint8(offset + 4);
    while (view.getUint8(offset) !== 0) offset += 1 + view.getUint8(offset);
    offset++;
  }
}

/** @throws DataError where there is no picture; RangeError where the file ends before it */
export function readGifFrame(bytes: Uint8Array, path: string): GifFrame {
  const view = viewOf(bytes);
  const shared = readColours(bytes, SCREEN_BYTES, view.getUint8(10));
  const { image, transparent } = findImage(view, SCREEN_BYTES + (shared?.length ?? 0), path);
  const [left, top] = [view.getUint16(image, true), view.getUint16(image + 2, true)];
  const [width, height] = [view.getUint16(image + 4, true), view.getUint16(image + 6, true)];
  if (width === 0 || height === 0)
    throw imageError('image-damaged', path, 'the first frame of the GIF has no pixels');
  const flags = view.getUint8(image + 8);
  const local = readColours(bytes, image + DESCRIPTOR_BYTES, flags);
  return {
    left,
    top,
    width,
    height,
    screen: {
      width: Math.max(view.getUint16(6, true), left + width),
      height: Math.max(view.getUint16(8, true), top + height)
    },
    palette: choosePalette(local, shared),
    transparent,
    isInterlaced: (flags & IS_INTERLACED) !== 0,
    dataStart: image + DESCRIPTOR_BYTES + (local?.length ?? 0)
  };
}
