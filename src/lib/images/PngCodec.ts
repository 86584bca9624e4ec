import type { KernelSet, PngPixels } from '../kernels/KernelSet';
import { countFilteredBytes, type PngLayout } from '../kernels/PngLayout';
import type { Codec, DecodedImage } from './Codec';
import { imageError, viewOf, type ImageHeader } from './imageHeader';
import { describeWrongCrc, IDAT, readPngChunks, type PngChunks } from './readPngChunks';

const PALETTE = 3;
const MAX_PALETTE_BYTES = 768;
/** What the kernels take at once; only pictures of more than 130 megapixels with 16-bit colours and alpha have more. */
const MAX_FILTERED_BYTES = 2 ** 30 - 64;

/** Chunks read here, pixels by the kernels. */
export class PngCodec implements Codec {
  readonly #kernels: KernelSet;

  constructor(kernels: KernelSet) {
    this.#kernels = kernels;
  }

  decode(bytes: Uint8Array, { width, height }: ImageHeader, path: string): Promise<DecodedImage> {
    const chunks = readPngChunks(bytes, path);
    const layout = readLayout(chunks, path);
    const neededBytes = countFilteredBytes(layout);
    if (neededBytes > MAX_FILTERED_BYTES) {
      throw imageError('image-too-large', path, 'the PNG has more data than fits the memory of a decoder', {
        got: `${neededBytes} bytes`,
        expected: `at most ${MAX_FILTERED_BYTES}`
      });
    }
    const pixels = this.#kernels.decodePng(chunks.idat, layout);
    if (!pixels.rgb) throw refuse(pixels, chunks, layout, path);
    this.#checkLastChunk(chunks, layout, path);
    const damage = findDamage(pixels, chunks);
    return Promise.resolve({ width, height, rgb: pixels.rgb, damage });
  }

  /** Where the picture is whole before the file's last chunk, that is one behind the picture, which Pillow wants whole. */
  #checkLastChunk({ endsInIdat, idat }: PngChunks, layout: PngLayout, path: string): void {
    if (!endsInIdat || idat.length === 1) return;
    if (this.#kernels.decodePng(idat.slice(0, -1), layout).end !== 'whole') return;
    throw imageError('image-truncated', path, 'the PNG file ends inside its IDAT chunk');
  }
}

function readLayout({ ihdr, plte }: PngChunks, path: string): PngLayout {
  const view = viewOf(ihdr);
  const colourType = view.getUint8(9);
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    bitDepth: view.getUint8(8),
    colourType,
    isInterlaced: view.getUint8(12) !== 0,
    palette: colourType === PALETTE ? makePalette(plte, path) : null
  };
}

/** Indices behind the file's colours are black, as in Pillow from 10.0 on. */
function makePalette(plte: Uint8Array | null, path: string): Uint8Array {
  if (plte && plte.length > MAX_PALETTE_BYTES) {
    throw imageError('image-damaged', path, 'the PNG palette is too long', { got: `${plte.length} bytes` });
  }
  const palette = new Uint8Array(1024);
  for (let index = 0; plte && 3 * index + 2 < plte.length; index++) {
    palette.set(plte.subarray(3 * index, 3 * index + 3), 4 * index);
  }
  return palette;
}

function refuse(
  { inflatedBytes, end }: PngPixels,
  { endsInIdat }: PngChunks,
  layout: PngLayout,
  path: string
): Error {
  if (end === 'wrong checksum') {
    return imageError('image-damaged', path, 'the PNG picture data is corrupt (wrong checksum)');
  }
  const neededBytes = countFilteredBytes(layout);
  if (endsInIdat && inflatedBytes < neededBytes) {
    return imageError('image-truncated', path, 'the PNG picture data is truncated', {
      got: `${inflatedBytes} bytes of pixels`,
      expected: `${neededBytes}`
    });
  }
  return imageError('image-decode-failed', path, 'the PNG picture data cannot be decoded');
}

/** What is wrong though Pillow does not mind. */
function findDamage(
  { end }: PngPixels,
  { endsInIdat, hasWrongIdatCrc, lateDamage }: PngChunks
): string | null {
  if (endsInIdat) return 'the file ends right after its pixels';
  if (end === 'truncated') return 'its picture data has no checksum';
  return hasWrongIdatCrc ? describeWrongCrc(IDAT) : lateDamage;
}
