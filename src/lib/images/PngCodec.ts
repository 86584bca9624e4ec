import type { Codec, DecodedImage } from './Codec';
import { imageError, viewOf, type ImageHeader } from './imageHeader';
import { countInflatedBytes } from './inflatedBytes';
import { PngInstance } from './PngInstance';
import { composePng } from './composePng';
import { countFilteredBytes } from './pngRows';
import { readPngChunks, type PngChunks } from './readPngChunks';

/** The `png` crate, as @jsquash/png builds it. */
export class PngCodec implements Codec {
  #module: WebAssembly.Module;
  #instance: PngInstance | null = null;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  async decode(bytes: Uint8Array, header: ImageHeader, path: string): Promise<DecodedImage> {
    const chunks = readPngChunks(bytes, path);
    const damage = await findDamage(chunks, path);
    const png = composePng(chunks, path);
    return { ...this.#decode(png, header, path), damage };
  }

  #decode(png: Uint8Array, { layout }: ImageHeader, path: string): Omit<DecodedImage, 'damage'> {
    const instance = (this.#instance ??= new PngInstance(this.#module));
    try {
      return layout === 'grey16' ? instance.decodeClipped(png) : instance.decode(png);
    } catch {
      this.#instance = null;
      throw imageError('image-decode-failed', path, 'the PNG picture data cannot be decoded');
    }
  }
}

/**
 * The decoder looks at no checksum, so this does: of the chunks, and where one is wrong, of the zlib stream within.
 * Pillow never checks a picture chunk's CRC, but refuses a wrong zlib checksum and a stream that ends early.
 */
async function findDamage(chunks: PngChunks, path: string): Promise<string | null> {
  const { ihdr, idat, endsInIdat, hasWrongIdatCrc, damagedLateChunk } = chunks;
  if (!endsInIdat && !hasWrongIdatCrc) return damagedLateChunk && describeWrongCrc(damagedLateChunk);
  const { sizeBytes, isWhole } = await countInflatedBytes(idat);
  const neededBytes = countFilteredBytes(viewOf(ihdr));
  if (endsInIdat && sizeBytes < neededBytes) {
    throw imageError('image-truncated', path, 'the PNG picture data is truncated', {
      got: `${sizeBytes} bytes of pixels`,
      expected: `${neededBytes}`
    });
  }
  if (endsInIdat) return 'the file ends right after its pixels';
  if (!isWhole) throw imageError('image-damaged', path, 'the PNG picture data is corrupt (wrong checksum)');
  return describeWrongCrc('IDAT');
}

function describeWrongCrc(name: string): string {
  return `the checksum of its PNG chunk ${name} is wrong`;
}
