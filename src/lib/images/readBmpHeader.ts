import { readBmpLayout } from './bmp/readBmpLayout';
import type { ImageHeader } from './imageHeader';

export function readBmpHeader(bytes: Uint8Array, path: string): ImageHeader {
  const { width, height } = readBmpLayout(bytes, path);
  return { kind: 'bmp', codec: null, layout: 'rgb', width, height };
}
