/**
 * How fast and how exact the neural metrics are: `node tests/bench/neural.bench.ts [FOLDER]`. For each model of a folder
 * that tests/golden/neural/make.py wrote (that of the tests, or one of official sizes) it scores the golden pairs and prints
 * the CPU time of a pair in one thread of WebAssembly and the largest difference from the reference library.
 */
import { readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { cpuUsage } from 'node:process';
import * as ort from 'onnxruntime-web/wasm';
import type { Comparison } from '../../src/lib/metrics/neural/comparison.ts';

// Sources import one another without the extension, as bundlers want it; plain Node needs it.
registerHooks({
  resolve(specifier, context, next) {
    const isExtensionless = specifier.startsWith('.') && !/\.\w+$/.test(specifier);
    return next(isExtensionless ? `${specifier}.ts` : specifier, context);
  }
});
const { Kernels } = await import('../../src/lib/kernels/Kernels.ts');
const { openComparer } = await import('../../src/lib/engine/openComparer.ts');
const { parseDescriptor } = await import('../../src/lib/metrics/neural/descriptor.ts');
const { drawImage } = await import('../../src/lib/metrics/neural/modelCheck.ts');

const folder = process.argv[2] ?? 'tests/golden/neural';
const goldens = {
  lpips: 'lpips.json',
  bertscore: 'bertscore.json',
  'image-embedding': 'imageEmbedding.json'
};

interface Sides {
  readonly width: number;
  readonly height: number;
  readonly kind: number;
}

interface GoldenCase {
  readonly candidate: Sides;
  readonly reference: Sides;
  readonly value: number;
  readonly response: string;
  readonly answer: string;
  readonly f1: number;
}

const readText = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
const readBlob = async (name: string): Promise<Blob> => new Blob([await readFile(join(folder, name))]);
const draw = ({ width, height, kind }: Sides) => drawImage(width, height, kind);

function makeComparison({ candidate, reference, response, answer }: GoldenCase): Comparison {
  if (response !== undefined) return { kind: 'text', response, reference: answer };
  return { kind: 'image', candidate: draw(candidate), reference: draw(reference) };
}

async function openModel(name: string) {
  const descriptor = parseDescriptor(await readText(name), name);
  const model = await readBlob(descriptor.model.file);
  const tokenizer = 'tokenizer' in descriptor ? await readBlob(descriptor.tokenizer.file) : null;
  const kernels = await Kernels.instantiate(
    await WebAssembly.compile(await readFile('wasm/build/kernels.wasm'))
  );
  const compare = await openComparer({ descriptor, model, tokenizer }, { ort, backend: 'wasm', kernels });
  return { compare, metric: descriptor.metric };
}

async function measure(name: string): Promise<string> {
  const { compare, metric } = await openModel(name);
  const { cases } = JSON.parse(await readText(goldens[metric])) as { cases: GoldenCase[] };
  let largest = 0;
  const before = cpuUsage();
  for (const golden of cases) {
    const [score] = await compare([makeComparison(golden)]);
    largest = Math.max(largest, Math.abs((score!.value ?? Number.NaN) - (golden.value ?? golden.f1)));
  }
  const { user, system } = cpuUsage(before);
  const pairMs = (user + system) / 1000 / cases.length;
  return `${name}: ${pairMs.toFixed(1)} ms a pair (CPU, mean of ${cases.length}), differs by ${largest.toExponential(1)} at most`;
}

ort.env.wasm.wasmBinary = await readFile(
  new URL(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'))
);
ort.env.wasm.numThreads = 1;
for (const name of JSON.parse(await readText('index.json')) as string[]) console.log(await measure(name));
