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

/** Interleaved bytes of images of one size → float32 images×3×height×width. */
export function makePixelTensor(images: readonly RgbImage[], tables: ChannelTables): Tensor {
  const { width, height } = images[0]!;
  const count = width * height;
  const data = new Float32Array(3 * count * images.length);
  for (const [i, { rgb }] of images.entries()) {
    for (const [channel, table] of tables.entries()) {
      const plane = data.subarray((3 * i + channel) * count);
      for (let pixel = 0; pixel < count; pixel++) plane[pixel] = table[rgb[3 * pixel + channel]!]!;
    }
  }
  return { type: 'float32', data, dims: [images.length, 3, height, width] };
}
