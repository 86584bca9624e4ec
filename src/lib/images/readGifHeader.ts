import { imageError, unsupported, viewOf, type ImageHeader } from './imageHeader';

const SCREEN_BYTES = 13;
const HAS_COLOUR_TABLE = 0x80;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

export function colourTableBytes(flags: number): number {
  return flags & HAS_COLOUR_TABLE ? 3 << ((flags & 7) + 1) : 0;
}

/** The offset of the first image descriptor, behind the extensions (comments, timing). */
export function findGifImage(view: DataView, path: string): number {
  let offset = SCREEN_BYTES + colourTableBytes(view.getUint8(10));
  for (;;) {
    const block = view.getUint8(offset);
    if (block === IMAGE) return offset + 1;
    if (block === TRAILER) throw imageError('image-damaged', path, 'the GIF file has no picture');
    offset++;
    if (block !== EXTENSION) continue;
    offset++;
    while (view.getUint8(offset) !== 0) offset += 1 + view.getUint8(offset);
    offset++;
  }
}

/** The first frame is the picture, as for Pillow; the screen grows to hold it. */
export function readGifHeader(bytes: Uint8Array, path: string): ImageHeader {
  const view = viewOf(bytes);
  const image = findGifImage(view, path);
  const [left, top] = [view.getUint16(image, true), view.getUint16(image + 2, true)];
  const frameWidth = view.getUint16(image + 4, true);
  const frameHeight = view.getUint16(image + 6, true);
  const width = Math.max(view.getUint16(6, true), left + frameWidth);
  const height = Math.max(view.getUint16(8, true), top + frameHeight);
  if (frameWidth !== width || frameHeight !== height) {
    throw unsupported(path, 'a GIF whose first frame does not fill the picture');
  }
  if (colourTableBytes(view.getUint8(10)) === 0 && colourTableBytes(view.getUint8(image + 8)) === 0) {
    throw unsupported(path, 'a GIF without a colour table');
  }
  return { kind: 'gif', codec: 'magick', layout: 'rgb', width, height };
}
