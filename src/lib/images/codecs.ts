import type { JpegKernel } from '../kernels/KernelSet';
import type { Codec } from './Codec';
import type { CodecName } from './imageHeader';
import { JpegCodec } from './JpegCodec';

/** The decoder's JavaScript over its compiled WASM; that of all but `jpeg` is fetched now and not before. */
export async function openCodec(
  name: CodecName,
  module: WebAssembly.Module,
  kernels: JpegKernel
): Promise<Codec> {
  if (name === 'jpeg') return new JpegCodec(module, kernels);
  if (name === 'webp') {
    const { WebpCodec } = await import('./WebpCodec');
    return new WebpCodec(module);
  }
  const { MagickCodec } = await import('./MagickCodec');
  return new MagickCodec(module);
}
