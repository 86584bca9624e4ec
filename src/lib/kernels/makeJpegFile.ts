import { concatenate } from '../core/concatenate';
import type { Size } from '../core/image';
import { huffmanSpecs, quantisers, zigzag } from './jpegTables';

const word = (value: number): number[] => [value >> 8, value & 255];

function segment(marker: number, content: readonly number[]): number[] {
  return [0xff, marker, ...word(content.length + 2), ...content];
}

const start = Uint8Array.from([
  ...[0xff, 0xd8],
  // JFIF 1.1, square pixels, no thumbnail.
  ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
  ...quantisers.flatMap((table, index) => segment(0xdb, [index, ...zigzag.map((place) => table[place]!)]))
]);

/** Number, sampling and quantiser of each component. */
const components = [1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];

const tables = Uint8Array.from([
  ...huffmanSpecs.flatMap(({ id, counts, symbols }) => segment(0xc4, [id, ...counts, ...symbols])),
  ...segment(0xda, [3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0])
]);

/**
 * A baseline JPEG with half the chroma in both directions, laid out as libjpeg does.
 * @param data entropy-coded
 */
export function makeJpegFile({ width, height }: Size, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = segment(0xc0, [8, ...word(height), ...word(width), 3, ...components]);
  return concatenate([start, Uint8Array.from(frame), tables, data, Uint8Array.of(0xff, 0xd9)]);
}
