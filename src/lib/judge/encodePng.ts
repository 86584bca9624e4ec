import type { RgbImage } from '../core/image';
import { assemblePng } from '../images/assemblePng';
import { filterPngRows } from '../images/filterPngRows';

/** A PNG file, without loss: 8 bits grey where every pixel is grey, a third of the size, else RGB. */
export async function encodePng({ width, height, rgb }: RgbImage): Promise<Uint8Array<ArrayBuffer>> {
  const isGrey = rgb.every((byte, i) => byte === rgb[i - (i % 3)]);
  const samples = isGrey ? rgb.filter((_, i) => i % 3 === 0) : rgb;
  const step = isGrey ? 1 : 3;
  const data = await deflate(filterPngRows(samples, { stride: width * step, height, step }));
  return assemblePng({ width, height, colourType: isGrey ? 0 : 2, palette: null }, data);
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
