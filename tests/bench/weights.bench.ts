/**
 * Metrics from published weights beside the libraries that made them: `node tests/bench/weights.bench.ts [FOLDER]`. It scores
 * the golden pairs of a folder that tests/golden/weights/twins.py wrote (the tiny one of the tests, or one of official sizes) in one
 * thread of WebAssembly, and has lpips and bert-score score the same pairs on the same files in one thread, where the Python that
 * `PYTHON` names has them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, openAsBlob } from 'node:fs';
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
const { drawImage } = await import('../../src/lib/metrics/neural/modelCheck.ts');
const { prepareModel } = await import('../../src/lib/models/prepareModel.ts');

const folder = process.argv[2] ?? 'tests/golden/weights';

interface Sides {
  readonly width: number;
  readonly height: number;
  readonly kind: number;
}

interface GoldenCase {
  readonly candidate: Sides;
  readonly reference: Sides;
  readonly response: string;
  readonly answer: string;
}

const draw = ({ width, height, kind }: Sides) => drawImage(width, height, kind);
const open = async (name: string) => ({ name, blob: await openAsBlob(name) });

function makeComparison({ candidate, reference, response, answer }: GoldenCase): Comparison {
  if (response !== undefined) return { kind: 'text', response, reference: answer };
  return { kind: 'image', candidate: draw(candidate), reference: draw(reference) };
}

/** CPU seconds a pair, and to open the model. */
async function measure(golden: string, weights: string, companions: readonly string[]) {
  const heads = join(folder, 'heads.pth');
  const start = cpuUsage();
  const model = await prepareModel({
    weights: await open(join(folder, weights)),
    heads: await open(existsSync(heads) ? heads : 'src/lib/models/lpips/alex.pth'),
    companions: await Promise.all(companions.map((name) => open(join(folder, name)))),
    repository: null,
    revision: null,
    expectedSha256: null
  });
  const kernels = await Kernels.instantiate(
    await WebAssembly.compile(await readFile('wasm/build/kernels.wasm'))
  );
  const compare = await openComparer(model, { ort, backend: 'wasm', kernels });
  const opening = sinceSeconds(start);
  const { cases } = JSON.parse(await readFile(join(folder, golden), 'utf8')) as { cases: GoldenCase[] };
  const pairs = cases.map(makeComparison);
  const before = cpuUsage();
  for (const pair of pairs) await compare([pair]);
  return { opening, pair: sinceSeconds(before) / pairs.length };
}

function sinceSeconds(start: NodeJS.CpuUsage): number {
  const { user, system } = cpuUsage(start);
  return (user + system) / 1e6;
}

/** What the libraries take; null where Python lacks them. */
function measureLibraries(): Readonly<Record<string, number>> | null {
  const python = process.env['PYTHON'] ?? 'python3';
  const { status, stdout } = spawnSync(python, ['tests/bench/weights.py', folder], { encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, number>) : null;
}

ort.env.wasm.wasmBinary = await readFile(
  new URL(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'))
);
ort.env.wasm.numThreads = 1;
const parts = {
  lpips: await measure('lpips.json', 'alexnet-stream.pth', []),
  bertscore: await measure('bertscore.json', 'bert/pytorch_model.bin', [
    'bert/config.json',
    'bert/tokenizer.json'
  ])
};
const libraries = measureLibraries();
for (const [metric, { opening, pair }] of Object.entries(parts)) {
  const beside = libraries
    ? `the library ${(1000 * libraries[metric]!).toFixed(1)} ms`
    : 'no Python with lpips and bert-score (PYTHON names one)';
  console.log(
    `${metric}, a pair: ${(1000 * pair).toFixed(1)} ms (CPU); ${beside}; opened in ${opening.toFixed(1)} s`
  );
}
