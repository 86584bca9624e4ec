import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web/wasm';
import { openComparer } from '../lib/engine/openComparer';
import { Kernels } from '../lib/kernels/Kernels';
import { checkPairs, requireScore } from '../lib/metrics/neural/modelCheck';
import type { NeuralModel } from '../lib/models/NeuralModel';

/** What the model gives for its check pair, in the runtime that pages use. */
export async function measureCheck(model: NeuralModel): Promise<number> {
  const wasm = new URL(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
  ort.env.wasm.wasmBinary = await readFile(wasm);
  ort.env.wasm.numThreads = 1;
  const compiled = await WebAssembly.compile(await readFile('wasm/build/kernels.wasm'));
  const kernels = await Kernels.instantiate(compiled);
  const compare = await openComparer(model, { ort, backend: 'wasm', kernels });
  const [score] = await compare([checkPairs[model.descriptor.metric]]);
  return requireScore(model.descriptor, score!);
}
