import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { comparisonExports } from '../../src/lib/report/comparison/comparisonExports';
import { testPair } from '../../src/lib/stats/comparison/testPair';
import type { NamedWorker } from '../engine/NamedWorker';
import { blockWorkers, stubWorkers } from '../engine/stubWorkers';
import { compileKernels, loadKernels } from '../kernels/loadKernels';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';
import { closeBrowser, openBrowser } from '../store/ownBrowser';
import { waitFor } from '../waitFor';

const saved: { name: string; blob: Blob }[] = [];
vi.mock('../../src/lib/engine/loadModules', () => ({ loadKernels: () => compileKernels() }));
vi.mock('../../src/lib/report/saveFile', () => ({
  saveFile: (file: (typeof saved)[number]) => void saved.push(file)
}));

let spawned: NamedWorker[] = [];
let OpenComparison: typeof import('../../src/lib/state/OpenComparison.svelte').OpenComparison;
let runs: typeof import('../../src/lib/store/runs');
let open: InstanceType<typeof OpenComparison>;

beforeEach(async () => {
  openBrowser();
  spawned = stubWorkers();
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
  saved.splice(0);
  ({ OpenComparison } = await import('../../src/lib/state/OpenComparison.svelte'));
  runs = await import('../../src/lib/store/runs');
  open = new OpenComparison();
});

afterEach(async () => {
  open.close();
  await Promise.all(spawned.map(({ waysOut }) => waysOut));
});
afterAll(closeBrowser);

const a = [20, 30, 25, 28, 22, 27, 24];
const b = [21, 33, 24, 31, 26, 28, 29];

async function keep(id: string, values: readonly number[]): Promise<void> {
  const rows = values.map((value, i) =>
    makeRow({ sampleId: `s${i}`, line: i + 1, scores: { psnr: { value } } })
  );
  const run = makeRun(rows, { id, system: id, metrics: { psnr: '1' } });
  await runs.writeRun({ ...run, source: '', fingerprints: [] });
}

async function keepThree(): Promise<void> {
  await keep('a', a);
  await keep('b', b);
  await keep(
    'c',
    a.map((value) => value + 1)
  );
}

const psnr = () => open.metas.get('psnr')!;

describe('the comparison of an address', () => {
  it('pairs the runs by sample and tests every pair, in the order of the address', async () => {
    await keepThree();
    expect(open.status).toBe('loading');
    await open.open(['b', 'none', 'a']);
    expect([open.status, open.failure, open.absentIds]).toEqual(['ready', '', ['none']]);
    expect(open.runs.map(({ run }) => run.system)).toEqual(['b', 'a']);
    expect([open.testedPairs, open.plannedPairs]).toEqual([1, 1]);
    const pairs = open.pairUp(0, 1, psnr(), 'edit');
    expect([[...pairs.places], [...pairs.a], [...pairs.b]]).toEqual([[0, 1, 2, 3, 4, 5, 6], b, a]);
    expect(open.pairUp(1, 0, psnr(), 'edit').a).toEqual(pairs.b);
    expect(open.pairUp(0, 1, psnr(), 'vqa').places).toHaveLength(0);
    const values = { a: pairs.a, b: pairs.b, clusters: null };
    const expected = testPair(values, await loadKernels());
    expect(expected.pValue).toBeGreaterThan(0);
    expect(await open.test(values)).toEqual(expected);
    const [metric] = open.comparison!.metrics;
    expect(metric).toMatchObject({ format: 'edit', metricId: 'psnr' });
    // One test: Holm has nothing to adjust.
    expect(metric!.pairs).toMatchObject([{ ...expected, a: 0, b: 1, adjustedP: expected.pValue }]);
  });

  it('of one run is opened, and nothing is tested', async () => {
    await keepThree();
    await open.open(['a']);
    expect([open.status, open.comparison, open.plannedPairs, spawned.length]).toEqual(['ready', null, 0, 0]);
  });

  it('is worked out once for one address; a run that is open is not read again', async () => {
    await keepThree();
    await open.open(['a', 'b']);
    const { comparison, runs: before } = open;
    await open.open(['a', 'b']);
    expect(open.comparison).toBe(comparison);
    await open.open(['a', 'b', 'c']);
    expect(open.runs[0]).toBe(before[0]);
    expect([open.status, open.plannedPairs, open.testedPairs]).toEqual(['ready', 3, 3]);
  });

  it('is the last one that was asked for', async () => {
    await keepThree();
    await Promise.all([open.open(['a', 'b', 'c']), open.open(['b', 'c'])]);
    expect([open.status, open.failure]).toEqual(['ready', '']);
    expect(open.runs.map(({ run }) => run.system)).toEqual(['b', 'c']);
    expect(open.comparison!.runs.map(({ system }) => system)).toEqual(['b', 'c']);
    expect([open.plannedPairs, open.testedPairs]).toEqual([1, 1]);
  });

  it('says why it cannot be made', async () => {
    blockWorkers();
    await keepThree();
    await open.open(['a', 'b']);
    expect([open.status, open.failure]).toEqual(['failed', expect.stringMatching(/blocked/)]);
  });

  it('ends its workers, and gives the same columns again without reading them anew', async () => {
    await keepThree();
    await open.open(['a', 'b']);
    const first = open.pairUp(0, 1, psnr(), 'edit');
    expect(open.pairUp(0, 1, psnr(), 'edit')).toEqual(first);
    open.close();
    await waitFor(() => expect(spawned.every(({ isTerminated }) => isTerminated)).toBe(true));
    expect(spawned.length).toBeGreaterThan(0);
  });

  it('cannot pair before it is open', () => {
    expect(() => open.pairUp(0, 1, {} as never, 'edit')).toThrow(
      'the runs are opened before they are paired'
    );
  });
});

describe('what can be taken along', () => {
  it('is nothing before the pairs are tested', async () => {
    await open.export(comparisonExports[0]!, 0);
    expect(saved).toEqual([]);
    await expect(open.makeLink('https://x.invalid/', 0)).rejects.toThrow('still being compared');
  });

  it.each(comparisonExports.map((kind) => [kind.id, kind] as const))('%s: a file', async (_, kind) => {
    await keepThree();
    await open.open(['a', 'b']);
    await open.export(kind, 0);
    expect([open.exporter.failure, saved.length]).toEqual(['', 1]);
  });

  it('is a link with the values of the page', async () => {
    await keepThree();
    await open.open(['a', 'b']);
    const { url, omitted } = await open.makeLink('https://x.invalid/shared/', 1);
    expect([url.startsWith('https://x.invalid/shared/#c='), omitted]).toEqual([true, []]);
    const { readComparisonLink } = await import('../../src/lib/report/permalink/comparisonLink');
    const shared = await readComparisonLink(url.slice(url.indexOf('#c=') + 3));
    expect(shared).toMatchObject({ baseline: 1, samples: 7, sharedSamples: 7, familySize: 1 });
    expect(shared.runs.map(({ system }) => system)).toEqual(['a', 'b']);
    // The means of a and b.
    const cells = shared.tables.flatMap(({ rows }) => rows.flat());
    for (const mean of ['25.14', '27.43']) expect(cells.some((cell) => cell.startsWith(mean))).toBe(true);
  });
});
