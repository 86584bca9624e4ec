import { formatSize } from '../core/image';
import type { JpegKernel, KernelSet } from '../kernels/KernelSet';
import type { Codec, DecodedImage } from './Codec';
import { openCodec } from './codecs';
import { BmpCodec } from './bmp/BmpCodec';
import { checkJpegData } from './checkJpegData';
import { imageError, type CodecName, type ImageHeader, type ImageKind } from './imageHeader';
import { PngCodec } from './PngCodec';
import { GifCodec } from './gif/GifCodec';
import { readHeader } from './readHeader';
import { TiffCodec } from './tiff/TiffCodec';
import { checkTiffData } from './readTiffHeader';
import { checkWebpData } from './readWebpHeader';

export type { DecodedImage } from './Codec';

/**
 * Image bytes to the RGB that Pillow's `convert('RGB')` gives, byte for byte, or a DataError that says why not.
 * Alpha is dropped, EXIF orientation and colour profiles are ignored, and no canvas is involved: browsers change
 * pixels there. Runs in a worker and in Node.
 */
export class ImageDecoder {
  readonly #kernels: JpegKernel;
  readonly #codecs = new Map<CodecName, Codec>();
  #largestPixels = 0;
  /** Those that need nothing but the kernels. */
  readonly #own: Readonly<Partial<Record<ImageKind, Codec>>>;

  constructor(kernels: KernelSet & JpegKernel) {
    this.#kernels = kernels;
    this.#own = {
      png: new PngCodec(kernels),
      tiff: new TiffCodec(kernels),
      bmp: new BmpCodec(),
      gif: new GifCodec()
    };
  }

  /** Hands in a decoder's compiled WASM; a second one of the same name takes the first one's place. */
  async provide(name: CodecName, module: WebAssembly.Module): Promise<void> {
    this.#codecs.set(name, await openCodec(name, module, this.#kernels));
  }

  /** Of all images that it was given: the decoders keep the memory that these took. */
  get largestPixels(): number {
    return this.#largestPixels;
  }

  has(name: CodecName): boolean {
    return this.#codecs.has(name);
  }

  /**
   * @param path only for messages
   * @throws DataError where Pillow refuses the file too, or where no decoder gives Pillow's bytes;
   *   Error when the codec that `readHeader` names was not provided
   */
  async decode(bytes: Uint8Array, path: string): Promise<DecodedImage> {
    const header = readHeader(bytes, path);
    const codec = this.#find(header, path);
    checkData(bytes, header, path);
    this.#largestPixels = Math.max(this.#largestPixels, header.width * header.height);
    const image = await codec.decode(bytes, header, path);
    if (image.width !== header.width || image.height !== header.height) {
      throw imageError('image-damaged', path, 'the picture has another size than its header says', {
        got: formatSize(image),
        expected: formatSize(header)
      });
    }
    return image;
  }

  #find({ codec, kind }: ImageHeader, path: string): Codec {
    const found = codec ? this.#codecs.get(codec) : this.#own[kind];
    if (!found) throw new Error(`the decoder "${codec}" for ${path} was not provided`);
    return found;
  }
}

/** What the decoders would pass over in silence. */
function checkData(bytes: Uint8Array, { kind, codec }: ImageHeader, path: string): void {
  if (kind === 'jpeg') checkJpegData(bytes, path);
  if (kind === 'webp') checkWebpData(bytes, path);
  if (kind === 'tiff' && codec === 'magick') checkTiffData(bytes, path);
}
