import { constants, deflateSync } from 'node:zlib';
import type { Size } from '../../lib/core/image.ts';
import { assemblePng, type PngHead } from '../../lib/images/assemblePng.ts';
import { filterPngRows } from '../../lib/images/filterPngRows.ts';
import { clamp } from '../drawing/arithmetic.ts';
import type { Picture, Plane } from '../drawing/picture.ts';

/** Pixels ready for PNG scan lines. */
interface Scan extends PngHead {
  readonly bytesPerPixel: 1 | 3;
  readonly bytes: Uint8Array;
}

/** A PNG file: grey for one plane, else a palette when 256 colours are enough, else RGB; 8 bits a sample. */
export function encodePng(picture: Picture): Uint8Array {
  const scan = toScan(picture);
  const { width, height, bytesPerPixel: step } = scan;
  const rows = filterPngRows(scan.bytes, { stride: width * step, height, step });
  // Runs only: with this strategy zlib looks up no strings, whose hash depends on the processor.
  return assemblePng(scan, deflateSync(rows, { level: 9, memLevel: 9, strategy: constants.Z_RLE }));
}

function toBytes(plane: Plane): Uint8Array {
  const bytes = new Uint8Array(plane.length);
  for (let i = 0; i < plane.length; i++) bytes[i] = clamp(Math.round(plane[i]!), 0, 255);
  return bytes;
}

function toScan({ width, height, planes }: Picture): Scan {
  const channels = planes.map(toBytes);
  const [red, green, blue] = channels;
  if (!green || !blue) return { width, height, colourType: 0, bytesPerPixel: 1, bytes: red!, palette: null };
  const rgb = new Uint8Array(red!.length * 3);
  for (let i = 0; i < red!.length; i++) {
    rgb[3 * i] = red![i]!;
    rgb[3 * i + 1] = green[i]!;
    rgb[3 * i + 2] = blue[i]!;
  }
  return (
    toPaletteScan({ width, height }, rgb) ?? {
      width,
      height,
      colourType: 2,
      bytesPerPixel: 3,
      bytes: rgb,
      palette: null
    }
  );
}

/** The colours sorted by brightness, so that neighbouring pixels have near indices and the filters still help. */
function toPaletteScan(size: Size, rgb: Uint8Array): Scan | null {
  const keyAt = (pixel: number) => (rgb[pixel]! << 16) | (rgb[pixel + 1]! << 8) | rgb[pixel + 2]!;
  const colours = new Set<number>();
  for (let i = 0; i < rgb.length; i += 3) {
    colours.add(keyAt(i));
    if (colours.size > 256) return null;
  }
  const brightness = (key: number) => 2 * (key >> 16) + 4 * ((key >> 8) & 255) + (key & 255);
  const sorted = [...colours].sort((a, b) => brightness(a) - brightness(b) || a - b);
  const indexOf = new Map(sorted.map((key, index) => [key, index]));
  const bytes = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < bytes.length; i++) bytes[i] = indexOf.get(keyAt(3 * i))!;
  const palette = Uint8Array.from(sorted.flatMap((key) => [key >> 16, (key >> 8) & 255, key & 255]));
  return { ...size, colourType: 3, bytesPerPixel: 1, bytes, palette };
}
