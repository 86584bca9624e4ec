import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Engine } from '../../src/lib/engine/Engine';
import { reply } from '../../src/lib/engine/reply';
import type { SharedComparison } from '../../src/lib/report/permalink/comparisonLink';
import type { SharedRun } from '../../src/lib/report/permalink/SharedRun';
import { testPair, type PairedValues } from '../../src/lib/stats/comparison/testPair';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { ThreadWorker } from '../engine/ThreadWorker';
import { compileKernels, loadKernels } from '../kernels/loadKernels';
import { predictions, vqaRecord } from '../predictions/records';
import { closeBrowser, openBrowser } from '../store/ownBrowser';

vi.mock('../../src/lib/engine/loadModules', () => ({ loadKernels: () => compileKernels() }));

/** What the workers for paired tests answer to. */
const pairTests = {
  start: () => Promise.resolve(),
  test: (values: PairedValues) => reply(async () => testPair(values, await loadKernels()))
};

class PageWorker extends ThreadWorker {
  constructor(_: URL, { name }: WorkerOptions) {
    super(name === 'pair tests' ? pairTests : new Engine());
  }
}

let verification: InstanceType<typeof import('../../src/lib/state/Verification.svelte').Verification>;
let runs: typeof import('../../src/lib/store/runs');

beforeEach(async () => {
  openBrowser();
  vi.stubGlobal('Worker', PageWorker);
  vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
  const { Verification } = await import('../../src/lib/state/Verification.svelte');
  verification = new Verification();
  runs = await import('../../src/lib/store/runs');
});

afterEach(() => verification.clear());
afterAll(closeBrowser);

const words = ['A nodule.', 'A large nodule on the left.', 'Nothing.', 'The nodule grows.'];

/** Answers of a system, of which some are right; with `more` words at their end less so. */
const answers = (system = 'gpt', more = 0): DroppedFile =>
  predictions(
    `${system}_vqa.jsonl`,
    ...words.map((word, i) => vqaRecord(`v${i}`, { response: word + ' indeed'.repeat(more) }))
  );

/** The runs of a visit before, which are forgotten again unless they are wanted. */
async function scoreThem(files: readonly DroppedFile[], isKept = false) {
  const { ScoreSession } = await import('../../src/lib/state/ScoreSession.svelte');
  const session = new ScoreSession();
  await session.addFiles(files);
  await session.score();
  const scored = await Promise.all(session.finished.map(async ({ id }) => (await runs.readRun(id))!));
  if (!isKept) for (const { id } of scored) await runs.deleteRun(id);
  return scored;
}

async function shareRunOf(files: readonly DroppedFile[]): Promise<SharedRun> {
  const [run] = await scoreThem(files);
  const { shareRun } = await import('../../src/lib/report/permalink/shareRun');
  const { readRunLink, writeRunLink } = await import('../../src/lib/report/permalink/runLink');
  const { listRunMetas } = await import('../../src/lib/metrics/runMetas');
  const { aggregate } = await import('../../src/lib/stats/aggregate');
  const metrics = listRunMetas(run!);
  const input = { run: run!, metrics, groups: aggregate(run!.rows, metrics) };
  return readRunLink((await writeRunLink(await shareRun(input, await loadKernels()), 80)).fragment);
}

async function shareComparisonOf(files: readonly DroppedFile[]): Promise<SharedComparison> {
  const scored = await scoreThem(files, true);
  const { OpenComparison } = await import('../../src/lib/state/OpenComparison.svelte');
  const { readComparisonLink } = await import('../../src/lib/report/permalink/comparisonLink');
  const open = new OpenComparison();
  await open.open(scored.map(({ id }) => id));
  const { url } = await open.makeLink('https://x.invalid/', 0);
  open.close();
  for (const { id } of scored) await runs.deleteRun(id);
  return readComparisonLink(url.slice(url.indexOf('#c=') + 3));
}

const stored = async () => (await runs.listRuns()).map(({ system }) => system);

describe('a link to a run, checked with files', () => {
  it('agrees with the files that it is of, and leaves nothing behind', async () => {
    const shared = await shareRunOf([answers()]);
    expect([verification.status, verification.note]).toEqual(['waiting', '']);
    const checking = verification.verifyFiles(shared, [answers()]);
    expect(verification.status).toBe('working');
    await checking;
    expect([verification.status, verification.failure]).toEqual(['done', '']);
    expect(verification.verdict).toMatchObject({ differences: [], unchecked: [], samePredictions: true });
    expect(verification.verdict!.agreed).toBeGreaterThan(20);
    expect([verification.run!.system, verification.isKept, await stored()]).toEqual(['gpt', false, []]);
    await verification.keep();
    expect([verification.isKept, await stored()]).toEqual([true, ['gpt']]);
  });

  it('differs from other files in the numbers that differ', async () => {
    const shared = await shareRunOf([answers()]);
    await verification.verifyFiles(shared, [answers('gpt', 1)]);
    expect(verification.verdict).toMatchObject({ samePredictions: false });
    const means = verification.verdict!.differences.filter(({ what }) => what.endsWith(': mean'));
    expect(means.length).toBeGreaterThan(0);
    for (const { shown, found } of means) expect(shown).not.toBe(found);
  });

  it('is of one of several systems: by its predictions, whatever they are called now', async () => {
    const shared = await shareRunOf([answers('gpt')]);
    const renamed = { ...answers('gpt'), path: 'qwen_vqa.jsonl' };
    await verification.verifyFiles(shared, [renamed, answers('llava', 2)]);
    expect(verification.verdict).toMatchObject({ differences: [], samePredictions: true });
    expect(verification.run!.system).toBe('qwen');
    verification.clear();
    expect([verification.status, verification.verdict, verification.run]).toEqual(['waiting', null, null]);
    await verification.verifyFiles(shared, [answers('llava', 2), answers('other', 1)]);
    expect([verification.status, verification.failure]).toEqual([
      'failed',
      'None of the dropped systems (llava, other) is “gpt” or has its predictions.'
    ]);
  });

  it('leaves alone the run of the same files that was there before', async () => {
    const shared = await shareRunOf([answers()]);
    await scoreThem([answers()], true);
    await verification.verifyFiles(shared, [answers()]);
    expect(verification.verdict).toMatchObject({ differences: [] });
    expect(await stored()).toContain('gpt');
  });

  it('cannot be checked with files that hold no predictions', async () => {
    const shared = await shareRunOf([answers()]);
    await verification.verifyFiles(shared, [{ path: 'a.txt', file: new File(['x'], 'a.txt') }]);
    expect([verification.status, verification.verdict]).toEqual(['failed', null]);
    expect(verification.failure).toMatch(/no predictions/);
    expect(await stored()).toEqual([]);
  });
});

describe('a link to a comparison, checked with files', () => {
  it('agrees with the files that it is of in every cell, and leaves nothing behind', async () => {
    const files = [answers('gpt'), answers('qwen', 1)];
    const shared = await shareComparisonOf(files);
    await verification.verifyFiles(shared, files);
    expect([verification.status, verification.failure]).toEqual(['done', '']);
    expect(verification.verdict).toMatchObject({ differences: [], samePredictions: true });
    expect(verification.verdict!.agreed).toBeGreaterThan(5);
    expect([verification.run, await stored()]).toEqual([null, []]);
  });

  it('differs where one of the systems is another', async () => {
    const shared = await shareComparisonOf([answers('gpt'), answers('qwen', 1)]);
    await verification.verifyFiles(shared, [answers('gpt'), answers('qwen', 2)]);
    expect(verification.verdict).toMatchObject({ samePredictions: false });
    expect(verification.verdict!.differences.length).toBeGreaterThan(0);
  });
});
