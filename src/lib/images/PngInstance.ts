import type { RgbImage } from '../core/image';
import { clipRgba16, dropAlpha } from './pillowRgb';

/** What squoosh_png_bg.wasm exports, as far as decoding needs it. */
interface PngExports {
  readonly memory: WebAssembly.Memory;
  decode(pointer: number, sizeBytes: number): number;
  decode_rgba16(pointer: number, sizeBytes: number): number;
  imagedatargba16_width(image: number): number;
  imagedatargba16_height(image: number): number;
  imagedatargba16_data(image: number): number;
  __wbg_imagedatargba16_free(image: number): void;
  __wbindgen_malloc(sizeBytes: number, alignment: number): number;
  __wbindgen_free(pointer: number, sizeBytes: number, alignment: number): void;
}

/** The first handles that wasm-bindgen does not use itself. */
const FIRST_HANDLE = 132;

/**
 * One instance of @jsquash/png's WASM. The package's own JavaScript keeps a single instance a realm for ever, so that
 * after a trap the next image would enter a broken one; an instance of this class is simply dropped. It also takes
 * RGB out of the decoder's memory at once, without the RGBA copy in between.
 */
export class PngInstance {
  #exports: PngExports;
  /** JavaScript values that the WASM side knows by number. */
  #values = new Map<number, unknown>();
  #nextHandle = FIRST_HANDLE;

  constructor(module: WebAssembly.Module) {
    const imports = Object.fromEntries(
      WebAssembly.Module.imports(module).map(({ name }) => [name, this.#findImport(name)])
    );
    this.#exports = new WebAssembly.Instance(module, { wbg: imports }).exports as unknown as PngExports;
  }

  /** Any PNG; 16-bit samples lose their low byte. @throws whatever the WASM side throws: then drop this instance */
  decode(png: Uint8Array): RgbImage {
    return this.#take(this.#exports.decode(this.#copyIn(png), png.length)) as RgbImage;
  }

  /** A PNG of 16-bit samples, each clipped to 255. */
  decodeClipped(png: Uint8Array): RgbImage {
    const image = this.#exports.decode_rgba16(this.#copyIn(png), png.length);
    const width = this.#exports.imagedatargba16_width(image);
    const height = this.#exports.imagedatargba16_height(image);
    const rgba = this.#take(this.#exports.imagedatargba16_data(image)) as Uint16Array;
    const rgb = clipRgba16(rgba);
    this.#exports.__wbg_imagedatargba16_free(image);
    return { width, height, rgb };
  }

  /** The decoder frees what is copied in. */
  #copyIn(png: Uint8Array): number {
    const pointer = this.#exports.__wbindgen_malloc(png.length, 1) >>> 0;
    new Uint8Array(this.#exports.memory.buffer).set(png, pointer);
    return pointer;
  }

  #put(value: unknown): number {
    const handle = this.#nextHandle++;
    this.#values.set(handle, value);
    return handle;
  }

  #take(handle: number): unknown {
    const value = this.#values.get(handle);
    this.#values.delete(handle);
    return value;
  }

  /** wasm-bindgen appends a hash to most names. */
  #findImport(name: string): WebAssembly.ImportValue {
    const stem = name.replace(/_[0-9a-f]{16}$/, '');
    const found = this.#imports[stem];
    if (!found) throw new Error(`the PNG decoder wants an unknown import: ${name}`);
    return found;
  }

  #imports: Readonly<Record<string, WebAssembly.ImportValue>> = {
    __wbindgen_memory: () => this.#put(this.#exports.memory),
    __wbg_buffer: (memory: number) => this.#put((this.#values.get(memory) as WebAssembly.Memory).buffer),
    __wbg_newwithbyteoffsetandlength: (buffer: number, offset: number, length: number) =>
      this.#put(new Uint16Array(this.#values.get(buffer) as ArrayBuffer, offset >>> 0, length >>> 0)),
    __wbindgen_object_drop_ref: (handle: number) => void this.#take(handle),
    /** `new ImageData(owned RGBA bytes, width, height)` on the Rust side. */
    __wbg_newwithownedu8clampedarrayandsh: (
      pointer: number,
      sizeBytes: number,
      width: number,
      height: number
    ) => {
      const rgba = new Uint8Array(this.#exports.memory.buffer, pointer >>> 0, sizeBytes);
      const image: RgbImage = { width: width >>> 0, height: height >>> 0, rgb: dropAlpha(rgba) };
      this.#exports.__wbindgen_free(pointer, sizeBytes, 1);
      return this.#put(image);
    },
    __wbindgen_throw: (pointer: number, sizeBytes: number) => {
      const message = new Uint8Array(this.#exports.memory.buffer, pointer >>> 0, sizeBytes);
      throw new Error(new TextDecoder().decode(message));
    }
  };
}
