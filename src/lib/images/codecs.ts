import type { Codec } from './Codec';
import { JpegCodec } from './JpegCodec';
import { PngCodec } from './PngCodec';

/** The decoders, each one WASM file that the page compiles and hands in. `magick` is large: load it when needed. */
export type CodecName = 'jpeg' | 'png' | 'magick';

/** The decoder's JavaScript over its compiled WASM; that of `magick` is fetched now and not before. */
export async function openCodec(name: CodecName, module: WebAssembly.Module): Promise<Codec> {
  if (name === 'jpeg') return new JpegCodec(module);
  if (name === 'png') return new PngCodec(module);
  const { MagickCodec } = await import('./MagickCodec');
  return new MagickCodec(module);
}
