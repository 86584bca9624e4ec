import {
  ImageMagick,
  initializeImageMagick,
  MagickError,
  MagickFormat,
  MagickImage,
  MagickReadSettings,
  type IMagickImage
} from '@imagemagick/magick-wasm';
import { describeError } from '../core/describeError';
import { checkJpegWarning } from './checkJpegWarning';
import type { Codec, DecodedImage } from './Codec';
import { imageError, nameKind, type ImageHeader, type ImageKind } from './imageHeader';
import { orientRgb } from './orientRgb';
import { cmykToRgb } from './pillowRgb';

const FORMATS: Readonly<Record<ImageKind, MagickFormat>> = {
  png: MagickFormat.Png,
  jpeg: MagickFormat.Jpeg,
  // Code streams, too: the library looks at the first bytes itself.
  jpeg2000: MagickFormat.Jp2,
  webp: MagickFormat.WebP,
  bmp: MagickFormat.Bmp,
  gif: MagickFormat.Gif,
  tiff: MagickFormat.Tiff
};

/** ImageMagick (8 bits a sample) with current libwebp, libtiff and libjpeg-turbo: what no other decoder here takes. */
export class MagickCodec implements Codec {
  #module: WebAssembly.Module;
  #ready: Promise<void> | null = null;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  async decode(bytes: Uint8Array, header: ImageHeader, path: string): Promise<DecodedImage> {
    await (this.#ready ??= instantiate(this.#module));
    const warnings: string[] = [];
    const decoded = this.#decode(bytes, header, path, warnings);
    for (const warning of warnings) {
      checkJpegWarning(warning, path);
      checkFaxWarning(warning, path);
    }
    return decoded;
  }

  #decode(bytes: Uint8Array, header: ImageHeader, path: string, warnings: string[]): DecodedImage {
    let image: IMagickImage | null = null;
    try {
      image = MagickImage.create();
      image.onWarning = ({ error }) => warnings.push(error.message);
      const rgb = readRgb(image, bytes, header);
      // Its other warnings are about metadata: an unknown TIFF tag is no damage.
      const decoded = { rgb, width: image.width, height: image.height };
      image.dispose();
      return { ...orientRgb(decoded, header.orientation ?? 1), damage: null };
    } catch (error) {
      if (error instanceof MagickError) image?.dispose();
      // Anything but the library's own errors has broken the instance.
      else this.#ready = null;
      throw imageError('image-decode-failed', path, `the ${nameKind(header.kind)} cannot be decoded`, {
        got: describeFailure(error)
      });
    }
  }
}

/** What a libtiff makes of codes that cannot be depends on its version, and Pillow's is another. */
function checkFaxWarning(warning: string, path: string): void {
  if (!/Fax\dDecode/.test(warning)) return;
  throw imageError('image-damaged', path, 'the fax data of the TIFF is corrupt', {
    got: describeFailure(new Error(warning))
  });
}

/** The library keeps one instance, and makes a new one only when it believes that there is none. */
async function instantiate(module: WebAssembly.Module): Promise<void> {
  Reflect.set(ImageMagick, '_api', undefined);
  await initializeImageMagick(module);
}

/** The first picture of the file, its samples as they are stored: no profile is applied, nothing is turned. */
function readRgb(image: IMagickImage, bytes: Uint8Array, { kind, layout }: ImageHeader): Uint8Array {
  image.read(bytes, new MagickReadSettings({ format: FORMATS[kind], frameIndex: 0, frameCount: 1 }));
  const mapping = layout === 'cmyk' ? 'CMYK' : 'RGB';
  const samples = image.getPixels((pixels) => pixels.toByteArray(0, 0, image.width, image.height, mapping));
  if (!samples) throw new Error('the decoder gave no pixels');
  return layout === 'cmyk' ? cmykToRgb(samples) : samples;
}

/** The library's messages end in the place in its source: "Read error on strip 3. `TIFFFillStrip' @ error/tiff.c/…". */
function describeFailure(error: unknown): string {
  const message = describeError(error);
  return message.replace(/ `[^`]*' @ [^@]*$/, '');
}
