import type { RgbImage } from '../core/image';
import type { Codec, DecodedImage } from './Codec';
import { imageError, viewOf, type ImageHeader } from './imageHeader';
import { countInflatedBytes } from './inflatedBytes';
import { PngInstance } from './PngInstance';
import { composePng } from './composePng';
import { countFilteredBytes } from './pngRows';
import { describeWrongCrc, IDAT, readPngChunks, type PngChunks } from './readPngChunks';

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
    try {
      return { ...this.#run(png, header), damage };
    } catch {
      this.#instance = null;
      const code = chunks.endsInIdat ? 'image-truncated' : 'image-decode-failed';
      throw imageError(code, path, 'the PNG picture data cannot be decoded');
    }
  }

  #run(png: Uint8Array, { layout }: ImageHeader): RgbImage {
    const instance = (this.#instance ??= new PngInstance(this.#module));
    return layout === 'grey16' ? instance.decodeClipped(png) : instance.decode(png);
  }
}

/**
 * The decoder looks at no checksum, so this does: of the chunks, and where one is wrong, of the zlib stream within.
 * Pillow never checks a picture chunk's CRC, but refuses a wrong zlib checksum and a stream that ends early.
 */
async function findDamage(chunks: PngChunks, path: string): Promise<string | null> {
  const { ihdr, idat, endsInIdat, hasWrongIdatCrc, lateDamage } = chunks;
  if (!endsInIdat && !hasWrongIdatCrc) return lateDamage;
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
  return describeWrongCrc(IDAT);
}
