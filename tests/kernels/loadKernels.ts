import { readFile } from 'node:fs/promises';
import { Kernels } from '../../src/lib/kernels/Kernels';

const builtModule = new URL('../../wasm/build/kernels.wasm', import.meta.url);

export async function readKernels(): Promise<Buffer<ArrayBuffer>> {
  return readFile(builtModule).catch((cause: unknown) => {
    throw new Error('wasm/build/kernels.wasm is missing: run `npm run kernels` first', { cause });
  });
}

export async function compileKernels(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readKernels());
}

/** A fresh instance of the built kernels, with memory of its own. */
export async function loadKernels(): Promise<Kernels> {
  return Kernels.instantiate(await compileKernels());
}
