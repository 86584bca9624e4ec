/** The package names its WebAssembly in `exports`, but not the JavaScript beside it. */
declare module '*/icodec/dist/webp-dec.js' {
  export interface WebpDecoder {
    /** What `_icodec_ImageData` made of the picture, or what is wrong, perhaps without a word. */
    decode(file: Uint8Array): object | string | null;
  }

  interface DecoderOptions {
    instantiateWasm(imports: WebAssembly.Imports, use: (instance: WebAssembly.Instance) => void): unknown;
  }

  export default function createDecoder(options: DecoderOptions): Promise<WebpDecoder>;
}
