import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web/wasm';
import type { NeuralModel } from '../../../src/lib/models/NeuralModel';
import type { Score } from '../../../src/lib/core/score';
import { openComparer } from '../../../src/lib/engine/openComparer';
import type { Comparison } from '../../../src/lib/metrics/neural/comparison';
import { parseDescriptor, type ModelDescriptor } from '../../../src/lib/metrics/neural/descriptor';
import { loadKernels } from '../../kernels/loadKernels';

export const golden = (name: string): URL => new URL(`../../golden/neural/${name}`, import.meta.url);

/** The models of tests/golden/neural/make.py. */
export type TinyModel = 'tiny-lpips' | 'tiny-bert' | 'tiny-encoder';

export async function readGolden<Cases>(name: string): Promise<Cases> {
  const { cases } = JSON.parse(await readFile(golden(name), 'utf8')) as { cases: Cases };
  return cases;
}

export async function readDescriptor(name: TinyModel): Promise<ModelDescriptor> {
  return parseDescriptor(await readFile(golden(`${name}.json`), 'utf8'), `${name}.json`);
}

export async function readModel(name: TinyModel): Promise<NeuralModel> {
  const descriptor = await readDescriptor(name);
  const readBlob = async (file: string) => new Blob([await readFile(golden(file))]);
  return {
    descriptor,
    model: await readBlob(descriptor.model.file),
    tokenizer: 'tokenizer' in descriptor ? await readBlob(descriptor.tokenizer.file) : null
  };
}

/** ONNX Runtime's WebAssembly in Node, set as the worker sets it. */
export async function loadRuntime(): Promise<typeof ort> {
  const binary = await readFile(new URL(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm')));
  ort.env.wasm.wasmBinary = binary;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  return ort;
}

/** Scores one pair. */
export async function openModel(model: NeuralModel): Promise<(pair: Comparison) => Promise<Score>> {
  const tools = { ort: await loadRuntime(), backend: 'wasm', kernels: await loadKernels() } as const;
  const compare = await openComparer(model, tools);
  return async (pair) => (await compare([pair]))[0]!;
}
