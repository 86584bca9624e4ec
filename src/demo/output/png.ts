import { constants, crc32, deflateSync } from 'node:zlib';
import type { Size } from '../../lib/core/image.ts';
import { filterPngRows } from '../../lib/images/filterPngRows.ts';
import { clamp } from '../drawing/arithmetic.ts';
import type { Picture, Plane } from '../drawing/picture.ts';

/** Pixels ready for PNG scan lines. */
interface Scan extends Size {
  readonly colourType: 0 | 2 | 3;
  readonly bytesPerPixel: 1 | 3;
  readonly bytes: Uint8Array;
  /** RGB triples, for colour type 3. */
  readonly palette: Uint8Array | null;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A PNG file: grey for one plane, else a palette when 256 colours are enough, else RGB; 8 bits a sample. */
export function encodePng(picture: Picture): Uint8Array {
  const scan = toScan(picture);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, scan.width);
  view.setUint32(4, scan.height);
  header.set([8, scan.colourType, 0, 0, 0], 8);
  // Runs only: with this strategy zlib looks up no strings, whose hash depends on the processor.
  const options = { level: 9, memLevel: 9, strategy: constants.Z_RLE };
  const parts = [signature, chunk('IHDR', header)];
  if (scan.palette) parts.push(chunk('PLTE', scan.palette));
  const { width, height, bytesPerPixel: step } = scan;
  const rows = filterPngRows(scan.bytes, { stride: width * step, height, step });
  parts.push(chunk('IDAT', deflateSync(rows, options)), chunk('IEND', new Uint8Array(0)));
  return concatenate(parts);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
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
