import createDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.js';
import type { JpegKernel } from '../kernels/KernelSet';
import type { Codec, DecodedImage } from './Codec';
import { checkJpegWarning, corruptData } from './checkJpegWarning';
import { imageError, unsupported, type ImageHeader } from './imageHeader';
import { dropAlpha } from './pillowRgb';
import { isForMozjpeg, KERNEL_PIXELS } from './readJpegHeader';

interface DecoderInstance {
  decode(bytes: Uint8Array, applyOrientation: boolean): ImageData | null;
}

interface DecoderOptions {
  readonly noInitialRun: true;
  instantiateWasm(imports: WebAssembly.Imports, use: (instance: WebAssembly.Instance) => void): unknown;
  printErr(line: string): void;
}

/**
 * Plain pictures by the kernel; everything else, and the word on what is wrong with a file, by libjpeg as @jsquash/jpeg builds
 * it (mozjpeg), whose JavaScript makes any number of instances.
 */
export class JpegCodec implements Codec {
  readonly #module: WebAssembly.Module;
  readonly #kernels: JpegKernel;
  #instance: Promise<DecoderInstance> | null = null;
  /** What libjpeg says on its error stream; of several warnings about one image it says only the first. */
  #messages: string[] = [];

  constructor(module: WebAssembly.Module, kernels: JpegKernel) {
    this.#module = module;
    this.#kernels = kernels;
  }

  async decode(bytes: Uint8Array, { width, height }: ImageHeader, path: string): Promise<DecodedImage> {
    const size = { width, height };
    const found = width * height <= KERNEL_PIXELS ? this.#kernels.decodeJpeg(bytes, size) : 'another kind';
    if (typeof found !== 'string') return { width, height, rgb: found, damage: null };
    const instance = await (this.#instance ??= this.#instantiate());
    this.#messages = [];
    const image = this.#run(instance, bytes, path);
    const [damage = null] = this.#messages;
    if (damage) checkJpegWarning(damage, path);
    if (found === 'corrupt') throw corruptData(path, 'a code that cannot be');
    if (!isForMozjpeg(bytes, path))
      throw unsupported(path, 'a JPEG of rare sampling with unusual markers or colours');
    return { width: image.width, height: image.height, rgb: dropAlpha(image.data), damage };
  }

  #run(instance: DecoderInstance, bytes: Uint8Array, path: string): ImageData {
    try {
      const image = instance.decode(bytes, false);
      if (image) return image;
    } catch {
      // libjpeg ends the program at an error: this instance is done with.
      this.#instance = null;
    }
    throw imageError('image-decode-failed', path, 'the JPEG cannot be decoded', {
      got: this.#messages.at(-1) ?? 'no picture'
    });
  }

  #instantiate(): Promise<DecoderInstance> {
    const options: DecoderOptions = {
      noInitialRun: true,
      instantiateWasm: (imports, use) => {
        const instance = new WebAssembly.Instance(this.#module, imports);
        use(instance);
        return instance.exports;
      },
      printErr: (line) => this.#messages.push(line)
    };
    return (createDecoder as (options: DecoderOptions) => Promise<DecoderInstance>)(options);
  }
}
