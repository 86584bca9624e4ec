/**
 * Metrics from published weights beside the libraries that made them: `node tests/bench/weights.bench.ts [FOLDER]`. It scores
 * the golden pairs of a folder that tests/golden/weights/twins.py wrote in one thread of WebAssembly, and has lpips and bert-score
 * score the same pairs on the same files in one thread, where the Python that `PYTHON` names has them. Without a folder such a Python
 * writes twins of the official sizes into a temporary one (850 MB); without both, the tiny ones of the tests are scored.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
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

const python = process.env['PYTHON'] ?? 'python3';
const hasLibraries = spawnSync(python, ['-c', 'import lpips, bert_score']).status === 0;
const isMade = process.argv[2] === undefined && hasLibraries;
const folder = isMade ? makeTwins() : (process.argv[2] ?? 'tests/golden/weights');

function makeTwins(): string {
  const path = mkdtempSync(join(tmpdir(), 'medgen-twins-'));
  spawnSync(python, ['tests/golden/weights/twins.py', '--full', path, 'lpips', 'bertscore'], {
    stdio: 'ignore'
  });
  return path;
}

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

/** CPU seconds a pair, a pair of three that share their reference (texts are remembered, which would count for nothing), and to open the model. */
async function measure(golden: string, weights: string, companions: readonly string[]) {
  const heads = join(folder, 'heads.pth');
  const start = cpuUsage();
  const model = await prepareModel({
    weights: await open(join(folder, weights)),
    heads: await open(existsSync(heads) ? heads : 'src/lib/models/lpips/alex.pth'),
    companions: await Promise.all(companions.map((name) => open(join(folder, name)))),
    repository: null,
    revision: null,
    address: null,
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
  const alone = sinceSeconds(before) / pairs.length;
  if (pairs[0]!.kind === 'text') return { opening, alone, ofThree: null };
  const startOfThree = cpuUsage();
  for (const pair of pairs) await compare([pair, pair, pair]);
  return { opening, alone, ofThree: sinceSeconds(startOfThree) / pairs.length / 3 };
}

function sinceSeconds(start: NodeJS.CpuUsage): number {
  const { user, system } = cpuUsage(start);
  return (user + system) / 1e6;
}

/** What the libraries take; null where Python lacks them. */
function measureLibraries(): Readonly<Record<string, number>> | null {
  if (!hasLibraries) return null;
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
console.log(isMade ? 'Twins of the official sizes' : `Twins in ${folder}`);
for (const [metric, { opening, alone, ofThree }] of Object.entries(parts)) {
  const beside = libraries
    ? `the library ${libraries[metric]!.toFixed(4)} s`
    : 'no Python with lpips and bert-score (PYTHON names one)';
  const together = ofThree === null ? '' : `, with two of other systems ${ofThree.toFixed(4)} s`;
  console.log(
    `${metric}, a pair: ${alone.toFixed(4)} s (CPU)${together}; ${beside}; opened in ${opening.toFixed(1)} s`
  );
}
if (isMade) rmSync(folder, { recursive: true });
