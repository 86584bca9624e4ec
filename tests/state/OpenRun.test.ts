import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Engine } from '../../src/lib/engine/Engine';
import { runExports } from '../../src/lib/report/runExports';
import { summarise } from '../../src/lib/stats/numerics/summarise';
import type { StoredRun } from '../../src/lib/store/runs';
import { blockWorkers } from '../engine/stubWorkers';
import { ThreadWorker } from '../engine/ThreadWorker';
import { compileKernels, loadKernels } from '../kernels/loadKernels';
import { makeRun } from '../report/makeRun';
import { makeRow, missing } from '../stats/rows';
import { closeBrowser, openBrowser } from '../store/ownBrowser';
import { waitFor } from '../waitFor';

const saved: { name: string; blob: Blob }[] = [];
let kernels = compileKernels;
vi.mock('../../src/lib/engine/loadModules', () => ({ loadKernels: () => kernels() }));
vi.mock('../../src/lib/report/saveFile', () => ({
  saveFile: (file: (typeof saved)[number]) => void saved.push(file)
}));

/** Workers of this thread, and what they were asked. */
let workers: EngineWorker[] = [];
let asked = 0;

class WatchedEngine extends Engine {
  override interval(values: Float64Array): ReturnType<Engine['interval']> {
    asked++;
    return super.interval(values);
  }
}

class EngineWorker extends ThreadWorker {
  isTerminated = false;

  constructor() {
    super(new WatchedEngine());
    workers.push(this);
  }

  override terminate(): void {
    this.isTerminated = true;
    super.terminate();
  }
}

let OpenRun: typeof import('../../src/lib/state/OpenRun.svelte').OpenRun;
let runs: typeof import('../../src/lib/store/runs');
let open: InstanceType<typeof OpenRun>;

beforeEach(async () => {
  openBrowser();
  vi.stubGlobal('Worker', EngineWorker);
  [workers, asked, kernels] = [[], 0, compileKernels];
  saved.splice(0);
  ({ OpenRun } = await import('../../src/lib/state/OpenRun.svelte'));
  runs = await import('../../src/lib/store/runs');
  open = new OpenRun();
});

afterEach(() => {
  open.close();
  vi.restoreAllMocks();
});
afterAll(closeBrowser);

const psnrs = [20, 30, 25, 28];

async function keep(id: string, values: readonly number[] = psnrs): Promise<StoredRun> {
  const rows = values.map((value, i) =>
    makeRow({ sampleId: `${id} ${i}`, line: i + 1, scores: { psnr: { value }, ssim: missing('no size') } })
  );
  const run = { ...makeRun(rows, { id, system: id }), source: '', fingerprints: [] };
  await runs.writeRun(run);
  return run;
}

const psnrCell = () => open.groups!.flatMap(({ cells }) => cells.get('psnr') ?? [])[0]!;

describe('the run of an address', () => {
  it('is shown with its tables, intervals and deviations', async () => {
    await keep('gpt');
    expect([open.status, open.run, open.groups]).toEqual(['loading', null, null]);
    await open.open('gpt');
    expect([open.status, open.run!.system, open.failure]).toEqual(['ready', 'gpt', '']);
    const expected = summarise(psnrs, await loadKernels());
    const cell = psnrCell();
    expect([cell.n, cell.mean]).toEqual([4, 25.75]);
    expect(open.intervalOf(cell)).toEqual({ ciLow: expected.ciLow, ciHigh: expected.ciHigh });
    expect(open.importedGroups).toEqual([]);
    expect(workers).toEqual([]);
  });

  it('is absent where this browser does not have it', async () => {
    await open.open('none');
    expect([open.status, open.run, open.groups]).toEqual(['absent', null, null]);
  });

  it('is read once for one address, and another replaces it', async () => {
    await keep('gpt');
    await keep('qwen', [10, 12]);
    await open.open('gpt');
    const { run } = open;
    await open.open('gpt');
    expect(open.run).toBe(run);
    await open.open('qwen');
    expect([open.run!.system, psnrCell().mean]).toEqual(['qwen', 11]);
    await open.open('none');
    expect([open.status, open.run, open.groups]).toEqual(['absent', null, null]);
  });

  it('is the last one that was asked for, however long the others take', async () => {
    await keep('gpt');
    await keep('qwen', [10, 12]);
    await Promise.all([open.open('gpt'), open.open('qwen')]);
    expect([open.status, open.run!.system, psnrCell().mean]).toEqual(['ready', 'qwen', 11]);
  });

  it('says why it cannot be opened', async () => {
    await keep('gpt');
    kernels = () => Promise.reject(new Error('kernels.wasm could not be loaded'));
    await open.open('gpt');
    expect([open.status, open.failure]).toEqual(['failed', 'kernels.wasm could not be loaded']);
  });

  it('has not failed because another one had, that was left meanwhile', async () => {
    await keep('gpt');
    const failing = Promise.withResolvers<WebAssembly.Module>();
    kernels = () => failing.promise;
    const left = open.open('left');
    kernels = compileKernels;
    await open.open('gpt');
    failing.reject(new Error('too late'));
    await left;
    expect([open.status, open.failure, open.run!.system]).toEqual(['ready', '', 'gpt']);
  });
});

describe('intervals of many values', () => {
  const many = Array.from({ length: 20_001 }, (_, i) => (i * 37) % 101);

  it('are made in one worker before the tables are shown, and are the same', async () => {
    await keep('large', many);
    await open.open('large');
    expect(workers).toHaveLength(1);
    const before = asked;
    expect(before).toBeGreaterThan(0);
    const { ciLow, ciHigh } = summarise(many, await loadKernels());
    expect(open.intervalOf(psnrCell())).toEqual({ ciLow, ciHigh });
    expect(await open.loadInterval(psnrCell())).toEqual({ ciLow, ciHigh });
    expect(asked).toBe(before);
    open.close();
    await waitFor(() => expect(workers[0]!.isTerminated).toBe(true));
  });

  it('are made by the page where no worker starts', async () => {
    blockWorkers();
    await keep('large', many);
    await open.open('large');
    expect(open.status).toBe('ready');
    const { ciLow, ciHigh } = summarise(many, await loadKernels());
    expect(open.intervalOf(psnrCell())).toEqual({ ciLow, ciHigh });
  });
});

describe('what can be taken along', () => {
  it('is nothing before the run is there', async () => {
    await open.export(runExports[0]!);
    expect(saved).toEqual([]);
    await expect(open.makeLink('https://x.invalid/')).rejects.toThrow('the run is still being loaded');
  });

  const ofAnyRun = runExports.filter(({ id }) => id !== 'leaderboard');

  it.each(ofAnyRun.map((kind) => [kind.id, kind] as const))('%s: files of the run', async (_, kind) => {
    await keep('gpt');
    await open.open('gpt');
    await open.export(kind);
    expect(open.exporter.failure).toBe('');
    expect(saved).toHaveLength(1);
    expect(saved[0]!.blob.size).toBeGreaterThan(0);
  });

  it('is no leaderboard file of samples that are not the benchmark’s, and the page says so', async () => {
    await keep('gpt');
    await open.open('gpt');
    await open.export(runExports.find(({ id }) => id === 'leaderboard')!);
    expect(saved).toEqual([]);
    expect(open.exporter.failure).toMatch(/a leaderboard file needs scores on the benchmark’s samples/);
    await open.export(runExports[0]!);
    expect(open.exporter.failure).toBe('');
  });

  it('is a link that gives the numbers of the page', async () => {
    await keep('gpt');
    await open.open('gpt');
    const { url, omitted, safeCharacters } = await open.makeLink('https://x.invalid/shared/');
    expect(url).toMatch(/^https:\/\/x\.invalid\/shared\/#r=/);
    expect([omitted, url.length < safeCharacters]).toEqual([[], true]);
    const { readRunLink } = await import('../../src/lib/report/permalink/runLink');
    const shared = await readRunLink(url.slice(url.indexOf('#r=') + 3));
    const cells = shared.groups.flatMap((group) => group.cells.get('psnr') ?? []);
    expect(cells[0]).toMatchObject({ n: 4, mean: 25.75 });
  });
});
