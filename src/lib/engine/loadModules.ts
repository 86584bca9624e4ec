import jpegUrl from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url';
import magickUrl from '@imagemagick/magick-wasm/magick.wasm?url';
import webpUrl from 'icodec/webp-dec.wasm?url';
import kernelsUrl from '../../../wasm/build/kernels.wasm?url';
import { memoise } from '../core/memoise';
import type { CodecName } from '../images/imageHeader';

const codecUrls: Readonly<Record<CodecName, string>> = {
  jpeg: jpegUrl,
  webp: webpUrl,
  magick: magickUrl
};

/**
 * Compiles a WASM file of this site once; the workers get the module by message and fetch nothing.
 * @throws Error that names the file when it cannot be loaded
 */
const compile = memoise<string, WebAssembly.Module>(async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be loaded (HTTP ${response.status}). Reload the page.`);
  // Not compileStreaming: it insists on the MIME type application/wasm, which not every static host sends.
  return WebAssembly.compile(await response.arrayBuffer());
});

export const loadKernels = (): Promise<WebAssembly.Module> => compile(kernelsUrl);

export const loadCodec = (codec: CodecName): Promise<WebAssembly.Module> => compile(codecUrls[codec]);
