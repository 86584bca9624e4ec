/**
 * The pixel tier beside the official way (Pillow, NumPy, scikit-image), turn by turn in one run, in CPU time of one thread each:
 * `node tests/bench/official.bench.ts`. Reads ../shared/realrun; `PYTHON` names a Python that has the three packages.
 */
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { cpuUsage } from 'node:process';
import { OfficialWay } from './OfficialWay.ts';
import type { Score } from '../../src/lib/core/score.ts';
import { listPairs } from './realPairs.ts';

// Sources import one another without the extension, as bundlers want it; plain Node needs it.
registerHooks({
  resolve(specifier, context, next) {
    const isExtensionless = specifier.startsWith('.') && !/\.\w+$/.test(specifier);
    return next(isExtensionless ? `${specifier}.ts` : specifier, context);
  }
});
const { makeDecoder } = await import('../images/codecFiles.ts');
const { loadKernels } = await import('../kernels/loadKernels.ts');
const { scoreTask } = await import('../../src/lib/engine/scoreTask.ts');

const rounds = 3;
const realrun = resolve('../shared/realrun');

const started = existsSync(realrun) ? await OfficialWay.start() : null;
if (!started) {
  console.log('Not compared: it needs ../shared/realrun, and Python with Pillow, NumPy and scikit-image.');
  process.exit();
}
const official: OfficialWay = started;
const kernels = await loadKernels();
const [decoder, pairs] = [await makeDecoder(undefined, kernels), listPairs(realrun)];

const read = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(path));
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function cpuSeconds(work: () => unknown): Promise<number> {
  const before = cpuUsage();
  await work();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1e6;
}

interface Contest {
  readonly name: string;
  readonly ours: () => unknown;
  /** What the official way is asked for the same work. */
  readonly question: Readonly<Record<string, unknown>>;
  readonly amount: number;
  readonly unit: string;
}

/** Turn by turn; the ratio is the median of those of the rounds, so that what else the machine does falls on both. */
async function compare({ name, ours, question, amount, unit }: Contest): Promise<void> {
  const [here, there]: [number[], number[]] = [[], []];
  await ours();
  await official.ask(question);
  for (let round = 0; round < rounds; round++) {
    here.push(await cpuSeconds(ours));
    there.push((await official.ask(question)).seconds);
  }
  const ratio = median(here.map((seconds, round) => there[round]! / seconds));
  const rate = (seconds: readonly number[]): string =>
    `${(amount / median(seconds)).toFixed(1).padStart(8)} ${unit}`;
  console.log(
    `  ${name.padEnd(28)} here ${rate(here)}   there ${rate(there)}   ${ratio.toFixed(2)} × the official way`
  );
}

async function compareDecoding(ending: string): Promise<void> {
  const paths = [...new Set(pairs.flat())].filter((path) => path.endsWith(ending));
  const files = paths.map((path) => ({ path, bytes: read(path) }));
  let pixels = 0;
  for (const { path, bytes } of files) {
    const { width, height } = await decoder.decode(bytes, path);
    pixels += width * height;
  }
  // As in a worker, whose images give their memory to the next ones.
  const decodeAll = async () => {
    for (const { path, bytes } of files) kernels.reuse((await decoder.decode(bytes, path)).rgb);
  };
  await compare({
    name: `${ending.slice(1).toUpperCase()}, ${files.length} files`,
    ours: decodeAll,
    question: { decode: paths },
    amount: pixels / 1e6,
    unit: 'MP/s'
  });
}

/** Like the evaluator, from the path on: files are read anew for every pair. */
async function scorePair([candidate, reference]: readonly [string, string]): Promise<
  Readonly<Record<string, Score>>
> {
  const [image, other] = [candidate, reference].map((path) => ({ path, bytes: read(path) }));
  const candidates = [{ task: 'style-transfer', image: image!, text: null, choices: [] }] as const;
  const [scored] = await scoreTask(
    { reference: other!, candidates, metricIds: ['psnr', 'ssim'] },
    { kernels, decoder }
  );
  return scored!.scores;
}

async function checkPairs(): Promise<void> {
  const { values } = await official.ask({ pairs });
  for (const [index, pair] of pairs.entries()) {
    const { psnr, ssim } = await scorePair(pair);
    const [theirPsnr, theirSsim] = values![index]!;
    const isEqual = Math.abs(psnr!.value! - theirPsnr) < 1e-3 && Math.abs(ssim!.value! - theirSsim) < 1e-6;
    if (!isEqual)
      throw new Error(`${pair[0]}: here ${psnr!.value}, ${ssim!.value}; there ${theirPsnr}, ${theirSsim}`);
  }
}

console.log(
  `Beside the official way (${official.versions}), CPU time of one thread each, median of ${rounds} rounds`
);
for (const ending of ['.png', '.jpg', '.webp']) await compareDecoding(ending);
await checkPairs();
await compare({
  name: `PSNR and SSIM, ${pairs.length} pairs`,
  ours: async () => {
    for (const pair of pairs) await scorePair(pair);
  },
  question: { pairs },
  amount: pairs.length,
  unit: 'pairs/s'
});
const noise = Uint8Array.from({ length: 3 * 1024 * 1024 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
const [from, to] = [
  { width: 1024, height: 1024 },
  { width: 512, height: 512 }
];
await compare({
  name: 'LANCZOS, 1024 to 512',
  ours: () => kernels.resize(noise, 3, from, to, 'lanczos'),
  question: { resize: [1024, 512] },
  amount: 1,
  unit: '/s'
});
const values = Float64Array.from({ length: 3872 }, (_, i) => (i * 0.61803398875) % 1);
await compare({
  name: 'bootstrap, 1,000 × 3,872',
  ours: () => kernels.bootstrapMeans(values, 1000, 42),
  question: { bootstrap: [3872, 1000] },
  amount: 1,
  unit: '/s'
});
official.end();
