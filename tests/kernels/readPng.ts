import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import type { Size } from '../../src/lib/core/image';

export interface PngPixels extends Size {
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

const HEADER_BYTES = 8;

function* readChunks(file: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = HEADER_BYTES; at < file.length;) {
    const length = file.readUInt32BE(at);
    yield { type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

function predictPaeth(left: number, above: number, aboveLeft: number): number {
  const [byLeft, byAbove, byBoth] = [
    Math.abs(above - aboveLeft),
    Math.abs(left - aboveLeft),
    Math.abs(left + above - 2 * aboveLeft)
  ];
  if (byLeft <= byAbove && byLeft <= byBoth) return left;
  return byAbove <= byBoth ? above : aboveLeft;
}

function predict(filter: number, left: number, above: number, aboveLeft: number): number {
  return [0, left, above, (left + above) >> 1, predictPaeth(left, above, aboveLeft)][filter] ?? NaN;
}

function unfilter(lines: Buffer, rowBytes: number, height: number, channels: number): Uint8Array {
  const pixels = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (rowBytes + 1)] ?? NaN;
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x;
      const left = x >= channels ? (pixels[at - channels] ?? 0) : 0;
      const above = y > 0 ? (pixels[at - rowBytes] ?? 0) : 0;
      const aboveLeft = x >= channels && y > 0 ? (pixels[at - rowBytes - channels] ?? 0) : 0;
      pixels[at] = (lines[y * (rowBytes + 1) + 1 + x] ?? 0) + predict(filter, left, above, aboveLeft);
    }
  }
  return pixels;
}

/** The golden PNGs only: 8 bits, grey or RGB, not interlaced. Apart from the app's decoder, so that neither hides the other's faults. */
export async function readPng(url: URL): Promise<PngPixels> {
  const chunks = [...readChunks(await readFile(url))];
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  const [depth, colour, interlaced] = [header?.[8], header?.[9], header?.[12]];
  if (header === undefined || depth !== 8 || (colour !== 0 && colour !== 2) || interlaced !== 0) {
    throw new Error(`${url.pathname}: not an 8-bit grey or RGB PNG`);
  }
  const channels = colour === 0 ? 1 : 3;
  const size = { width: header.readUInt32BE(0), height: header.readUInt32BE(4) };
  const data = chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data);
  const lines = inflateSync(Buffer.concat(data));
  return { ...size, channels, pixels: unfilter(lines, size.width * channels, size.height, channels) };
}
