import createDecoder, { type WebpDecoder } from '../../../node_modules/icodec/dist/webp-dec.js';
import type { RgbImage } from '../core/image';
import type { Codec, DecodedImage } from './Codec';
import { imageError, type ImageHeader } from './imageHeader';
import { dropAlpha } from './pillowRgb';

/** libwebp with SIMD, as icodec builds it: a still picture, lossy or lossless. */
export class WebpCodec implements Codec {
  readonly #module: WebAssembly.Module;
  #instance: Promise<WebpDecoder> | null = null;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
    // The decoder hands its picture to a function of this name.
    Reflect.set(globalThis, '_icodec_ImageData', toRgb);
  }

  async decode(bytes: Uint8Array, _: ImageHeader, path: string): Promise<DecodedImage> {
    const instance = await (this.#instance ??= instantiate(this.#module));
    return { ...this.#run(instance, bytes, path), damage: null };
  }

  #run(instance: WebpDecoder, bytes: Uint8Array, path: string): RgbImage {
    let found: object | string | null;
    try {
      found = instance.decode(bytes);
    } catch (error) {
      // A trap, or no memory: this instance is done with.
      this.#instance = null;
      found = error instanceof Error ? error.message : 'no picture';
    }
    if (found !== null && typeof found === 'object') return found as RgbImage;
    throw imageError('image-decode-failed', path, 'the WEBP cannot be decoded', {
      got: found || 'no picture'
    });
  }
}

function toRgb(rgba: Uint8ClampedArray, width: number, height: number): RgbImage {
  return { width, height, rgb: dropAlpha(rgba) };
}

function instantiate(module: WebAssembly.Module): Promise<WebpDecoder> {
  return createDecoder({
    instantiateWasm: (imports, use) => {
      const instance = new WebAssembly.Instance(module, imports);
      use(instance);
      return instance.exports;
    }
  });
}
