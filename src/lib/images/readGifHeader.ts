import { readGifFrame } from './gif/readGifFrame';
import type { ImageHeader } from './imageHeader';

/** The first frame is the picture, as for Pillow; the screen grows to hold it. */
export function readGifHeader(bytes: Uint8Array, path: string): ImageHeader {
  return { kind: 'gif', codec: null, layout: 'rgb', ...readGifFrame(bytes, path).screen };
}
