import { readTiffHeader } from './readTiffHeader';
import { sniffImage } from './sniffImage';
import { readTiffLayout } from './tiff/readTiffLayout';

const pngDepthAt = 24;
const pngColourAt = 25;

/**
 * Whether an image that decodes is grey with more than 8 bits a pixel: of such a one Pillow's `convert('RGB')` makes every
 * value above 255 white.
 */
export function isWideGrey(bytes: Uint8Array, path: string): boolean {
  const kind = sniffImage(bytes);
  if (kind === 'png') return bytes[pngDepthAt] === 16 && bytes[pngColourAt] === 0;
  // ImageMagick is given grey of at most 8 bits, and kinds that the reader of layouts does not know.
  if (kind !== 'tiff' || readTiffHeader(bytes, path).codec) return false;
  const { colour, bits } = readTiffLayout(bytes, path);
  return colour === 'grey' && bits > 8;
}
