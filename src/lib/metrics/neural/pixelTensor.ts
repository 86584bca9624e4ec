import type { RgbImage } from '../../core/image';
import type { Tensor } from './Model';

/** For red, green and blue: the input value of each of the 256 byte values. */
export type ChannelTables = readonly [Float32Array, Float32Array, Float32Array];

/** `convert` gets the byte value and the channel; the table holds what it gives, rounded to 32 bits. */
export function makeTables(convert: (byte: number, channel: number) => number): ChannelTables {
  const makeTable = (channel: number) =>
    Float32Array.from({ length: 256 }, (_, byte) => convert(byte, channel));
  return [makeTable(0), makeTable(1), makeTable(2)];
}

/** Interleaved bytes → float32 1×3×height×width. */
export function makePixelTensor({ rgb, width, height }: RgbImage, tables: ChannelTables): Tensor {
  const count = width * height;
  const data = new Float32Array(3 * count);
  for (const [channel, table] of tables.entries()) {
    const plane = data.subarray(channel * count, (channel + 1) * count);
    for (let pixel = 0; pixel < count; pixel++) plane[pixel] = table[rgb[3 * pixel + channel]!]!;
  }
  return { type: 'float32', data, dims: [1, 3, height, width] };
}
