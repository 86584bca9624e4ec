import type { Size } from '../core/image';
import { imageError, truncated, viewOf, type ImageHeader } from './imageHeader';

const RIFF_HEADER_BYTES = 8;

function readSize(view: DataView, path: string): Size {
  const chunk = view.getUint32(12);
  if (chunk === 0x56503858) {
    // "VP8X": two 24-bit sizes, less one
    return {
      width: 1 + (view.getUint32(24, true) & 0xffffff),
      height: 1 + (view.getUint32(26, true) >>> 8)
    };
  }
  if (chunk === 0x5650384c) {
    // "VP8L": two 14-bit sizes, less one, after a signature byte
    const packed = view.getUint32(21, true);
    return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) };
  }
  if (chunk === 0x56503820) {
    // "VP8 ": two 14-bit sizes, the upper two bits are a scaling hint for display
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  throw imageError('image-damaged', path, 'the WebP file has no picture in its first chunk');
}

/** The flag of an extended file (VP8X) whose picture is its first frame. */
const ANIMATION = 2;

function isAnimated(view: DataView): boolean {
  return view.getUint32(12) === 0x56503858 && (view.getUint8(20) & ANIMATION) !== 0;
}

/** RIFF container with a VP8, VP8L or VP8X chunk first (RFC 9649). */
export function readWebpHeader(bytes: Uint8Array, path: string): ImageHeader {
  const view = viewOf(bytes);
  const codec = isAnimated(view) ? 'magick' : 'webp';
  return { kind: 'webp', codec, layout: 'rgb', ...readSize(view, path) };
}

/**
 * Refuses a WebP that is shorter than it says, as Pillow does, even where the first frame of an animation is whole.
 * @throws DataError `image-truncated`
 */
export function checkWebpData(bytes: Uint8Array, path: string): void {
  const wholeBytes = RIFF_HEADER_BYTES + viewOf(bytes).getUint32(4, true);
  if (bytes.length < wholeBytes) throw truncated('WebP', path, bytes.length, wholeBytes);
}
