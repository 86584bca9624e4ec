import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { CodecName } from '../../src/lib/images/imageHeader';
import type { Kernels } from '../../src/lib/kernels/Kernels';
import { loadKernels } from '../kernels/loadKernels';
import { ImageDecoder } from '../../src/lib/images/ImageDecoder';

const modules: Readonly<Record<CodecName, string>> = {
  jpeg: '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
  magick: '@imagemagick/magick-wasm/magick.wasm'
};

const compiled = new Map<CodecName, Promise<WebAssembly.Module>>();

async function compile(name: CodecName): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(fileURLToPath(import.meta.resolve(modules[name]))));
}

export function codecModule(name: CodecName): Promise<WebAssembly.Module> {
  const module = compiled.get(name) ?? compile(name);
  compiled.set(name, module);
  return module;
}

/** A decoder with the codecs given, all by default. */
export async function makeDecoder(
  names: readonly CodecName[] = ['jpeg', 'magick'],
  kernels?: Kernels
): Promise<ImageDecoder> {
  const decoder = new ImageDecoder(kernels ?? (await loadKernels()));
  for (const name of names) await decoder.provide(name, await codecModule(name));
  return decoder;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
