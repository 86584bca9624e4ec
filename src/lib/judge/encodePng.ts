import type { RgbImage } from '../core/image';
import { crc32 } from '../core/crc32';
import { filterPngRows } from '../images/filterPngRows';
import { concatenate } from '../images/concatenate';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A PNG file, without loss: 8 bits grey where every pixel is grey, a third of the size, else RGB. */
export async function encodePng(image: RgbImage): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, rgb } = image;
  const isGrey = rgb.every((byte, i) => byte === rgb[i - (i % 3)]);
  const samples = isGrey ? rgb.filter((_, i) => i % 3 === 0) : rgb;
  const step = isGrey ? 1 : 3;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, isGrey ? 0 : 2, 0, 0, 0], 8);
  const data = await deflate(filterPngRows(samples, { stride: width * step, height, step }));
  return concatenate([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array(0))
  ]);
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
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
