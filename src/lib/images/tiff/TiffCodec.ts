import type { KernelSet } from '../../kernels/KernelSet';
import type { Codec, DecodedImage } from '../Codec';
import type { ImageHeader } from '../imageHeader';
import { orientRgb } from '../orientRgb';
import { GREYS, lookUpColours } from '../lookUpColours';
import { cmykToRgb } from '../pillowRgb';
import { readTiffBlocks, type TiffBlock } from './readTiffBlocks';
import { readTiffLayout } from './readTiffLayout';
import { blockRowBytes, type TiffColour, type TiffLayout } from './TiffLayout';
import { readSamplesOf } from './tiffSamples';

/** Channels that are kept of a pixel before it becomes RGB. */
const KEPT: Readonly<Record<TiffColour, number>> = { grey: 1, palette: 1, rgb: 3, cmyk: 4 };

/** TIFF as Pillow reads it: strips and tiles, plain, LZW, deflate and PackBits, every kind of sample that Pillow has a mode for. */
export class TiffCodec implements Codec {
  readonly #kernels: KernelSet;

  constructor(kernels: KernelSet) {
    this.#kernels = kernels;
  }

  decode(bytes: Uint8Array, _header: ImageHeader, path: string): Promise<DecodedImage> {
    const layout = readTiffLayout(bytes, path);
    const kept = layout.isPremultiplied ? 4 : KEPT[layout.colour];
    const pixels = new Uint8Array(kept * layout.width * layout.height);
    for (const block of readTiffBlocks(bytes, layout, path, this.#kernels)) {
      placeBlock(block, layout, pixels, kept);
    }
    const { width, height, orientation } = layout;
    const image = orientRgb({ width, height, rgb: toRgb(pixels, layout) }, orientation);
    return Promise.resolve({ ...image, damage: null });
  }
}

function placeBlock(
  { plane, x, y, rows, bytes }: TiffBlock,
  layout: TiffLayout,
  pixels: Uint8Array,
  kept: number
): void {
  const { width, blockWidth, samples, isPlanar } = layout;
  if (isPlanar && plane >= kept) return;
  const sampleAt = readSamplesOf(bytes, layout);
  const rowBytes = blockRowBytes(layout);
  const columns = Math.min(blockWidth, width - x);
  for (let row = 0; row < rows; row++) {
    let to = kept * ((y + row) * width + x) + plane;
    const start = row * rowBytes;
    for (let column = 0; column < columns; column++, to += kept) {
      if (isPlanar) pixels[to] = sampleAt(column, start);
      else for (let i = 0; i < kept; i++) pixels[to + i] = sampleAt(column * samples + i, start);
    }
  }
}

function toRgb(pixels: Uint8Array, { colour, colourMap, isPremultiplied }: TiffLayout): Uint8Array {
  if (colour === 'cmyk') return cmykToRgb(pixels);
  if (isPremultiplied) return divideByAlpha(pixels);
  if (colour === 'rgb') return pixels;
  return lookUpColours(pixels, colour === 'palette' ? readPalette(colourMap) : GREYS);
}

/** All reds, all greens, all blues; of each colour's 16 bits the high byte. */
function readPalette(colourMap: readonly number[]): Uint8Array {
  const entries = Math.floor(colourMap.length / 3);
  return Uint8Array.from(
    { length: 3 * entries },
    (_, i) => colourMap[(i % 3) * entries + Math.floor(i / 3)]! >> 8
  );
}

/** Colours that were multiplied with their alpha, back to what they were, as Pillow's RGBa does; then alpha is dropped. */
function divideByAlpha(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    const alpha = rgba[from + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      const value = rgba[from + channel]!;
      rgb[to + channel] = alpha === 0 ? 0 : Math.min(255, Math.floor((value * 255) / alpha));
    }
  }
  return rgb;
}
