import { get, keys, set } from 'idb-keyval';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredRun } from '../../src/lib/store/runs';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';
import { closeBrowser, openBrowser, refuseStorage } from './ownBrowser';
import { waitFor } from '../waitFor';

let runs: typeof import('../../src/lib/store/runs');
let databases: typeof import('../../src/lib/store/databases');
let contents: typeof import('../../src/lib/store/runContents');
let scoreCache: typeof import('../../src/lib/store/scoreCache');

async function load(): Promise<void> {
  runs = await import('../../src/lib/store/runs');
  databases = await import('../../src/lib/store/databases');
  contents = await import('../../src/lib/store/runContents');
  scoreCache = await import('../../src/lib/store/scoreCache');
}

beforeEach(async () => {
  openBrowser();
  await load();
});

afterEach(() => vi.restoreAllMocks());
afterAll(closeBrowser);

const rows = [makeRow({ sampleId: 'a' }), makeRow({ sampleId: 'b' })];

const makeStored = (facts: Partial<StoredRun> = {}): StoredRun => ({
  ...makeRun(rows),
  source: 'abc',
  fingerprints: ['f1', 'f2'],
  ...facts
});

describe('runs of this browser', () => {
  it('come back whole, the newest first, and without rows in the list', async () => {
    const [old, fresh] = [
      makeStored({ id: 'old', createdAt: '2026-01-01' }),
      makeStored({ id: 'new', createdAt: '2026-02-01' })
    ];
    for (const run of [old, fresh]) expect(await runs.writeRun(run)).toBeNull();
    const { sizeBytes, ...read } = (await runs.readRun('old'))!;
    expect(read).toEqual(old);
    expect(sizeBytes).toBe((2 * JSON.stringify(rows).length) / 2);
    const listed = await runs.listRuns();
    expect(listed.map(({ id }) => id)).toEqual(['new', 'old']);
    for (const one of listed)
      for (const heavy of ['rows', 'problems', 'fingerprints']) expect(one).not.toHaveProperty(heavy);
  });

  it('of the first release are read: all in one piece, without an estimate of their size', async () => {
    const { rows: old, problems, fingerprints, ...summary } = makeStored();
    await set('id', summary, databases.summaries());
    await set('id', { rows: old, problems, fingerprints }, databases.contents());
    expect(await runs.readRun('id')).toEqual(makeStored());
    expect(await runs.findRuns()).toEqual({ runs: [summary], unstoredIds: new Set(), failure: null });
  });

  it('are nothing where only a half of them is there', async () => {
    await set('id', makeStored(), databases.summaries());
    expect(await runs.readRun('id')).toBeNull();
    expect(await runs.readRun('other')).toBeNull();
  });

  it('take about as many bytes as some of their rows say', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => makeRow({ sampleId: `sample ${i % 10}` }));
    await runs.writeRun(makeStored({ rows: many }));
    const [{ sizeBytes = 0 } = {}] = await runs.listRuns();
    expect(Math.abs(sizeBytes / JSON.stringify(many).length - 1)).toBeLessThan(0.01);
    await runs.writeRun(makeStored({ id: 'empty', rows: [] }));
    expect((await runs.readRun('empty'))!.sizeBytes).toBe(0);
  });

  it('written at once by two tabs are one of the two, whole', async () => {
    const other = makeStored({ rows: [makeRow({ sampleId: 'c' })], fingerprints: ['f3'] });
    await Promise.all([runs.writeRun(makeStored()), runs.writeRun(other)]);
    const read = (await runs.readRun('id'))!;
    expect([
      [rows, ['f1', 'f2']],
      [other.rows, ['f3']]
    ]).toContainEqual([read.rows, read.fingerprints]);
  });

  it('are deleted with their contents and their scores, others’ stay', async () => {
    await scoreCache.writeScores(
      ['f1', 'f2', 'f3'].map((key) => [
        key,
        { scores: {}, texts: null, notes: [], damage: [], unscored: null }
      ])
    );
    await runs.writeRun(makeStored());
    await runs.writeRun(makeStored({ id: 'other', fingerprints: ['f3'] }));
    await runs.deleteRun('id');
    expect((await runs.listRuns()).map(({ id }) => id)).toEqual(['other']);
    expect(await contents.readContents('id')).toBeNull();
    expect(await keys(databases.scores())).toEqual(['f3']);
  });
});

describe('what a person wrote on a run', () => {
  it('stays when the run is scored again, and is changed by nobody else', async () => {
    await runs.writeRun(makeStored());
    const edit = { system: 'GPT', tags: ['paper'], note: 'mine', scoredAs: 'gpt' };
    expect(await runs.editRun('id', () => edit)).toBe(true);
    await runs.writeRun(makeStored({ finishedAt: null }));
    expect(await runs.readRun('id')).toMatchObject({ ...edit, finishedAt: null });
    await runs.editRun('id', ({ system }) => ({ system }));
    const bare = (await runs.readRun('id'))!;
    expect(bare.system).toBe('GPT');
    for (const gone of ['tags', 'note', 'scoredAs']) expect(bare).not.toHaveProperty(gone);
  });

  it('may be an empty remark, and is given as it is stored by now', async () => {
    await runs.writeRun(makeStored());
    const counted = (note = '') => ({ system: 'gpt', note: `${note}x` });
    await Promise.all([
      runs.editRun('id', ({ note }) => counted(note)),
      runs.editRun('id', ({ note }) => counted(note))
    ]);
    expect((await runs.readRun('id'))!.note).toBe('xx');
    await runs.editRun('id', () => ({ system: 'gpt', note: '' }));
    expect((await runs.readRun('id'))!.note).toBe('');
  });

  it('is not written on a run that another tab deleted', async () => {
    expect(await runs.editRun('gone', (labels) => labels)).toBe(false);
    expect(await keys(databases.summaries())).toEqual([]);
  });

  it('is not written where the change itself fails', async () => {
    await runs.writeRun(makeStored());
    const failing = runs.editRun('id', () => {
      throw new Error('no such name');
    });
    await expect(failing).rejects.toThrow('no such name');
    expect((await runs.readRun('id'))!.system).toBe('gpt');
  });
});

describe('an unfinished run', () => {
  it('is found by the files that began it, under the name that it had then', async () => {
    const unfinished = makeStored({ id: 'half', finishedAt: null });
    await runs.writeRun(makeStored({ id: 'whole' }));
    await runs.writeRun(unfinished);
    expect((await runs.findUnfinishedRun('gpt', 'abc'))?.id).toBe('half');
    expect(await runs.findUnfinishedRun('gpt', 'other')).toBeNull();
    expect(await runs.findUnfinishedRun('qwen', 'abc')).toBeNull();
    await runs.editRun('half', (labels) => ({ ...labels, system: 'GPT', scoredAs: 'gpt' }));
    expect((await runs.findUnfinishedRun('gpt', 'abc'))?.id).toBe('half');
    expect(await runs.findUnfinishedRun('GPT', 'abc')).toBeNull();
  });
});

describe('a browser that is full', () => {
  const full = new DOMException('no room', 'QuotaExceededError');

  it('keeps runs, and what is written on them, as long as the page lives', async () => {
    refuseStorage('run-contents', full);
    expect(await runs.writeRun(makeStored())).toMatch(/QuotaExceededError/);
    await runs.editRun('id', () => ({ system: 'GPT', note: 'mine' }));
    await runs.writeRun(makeStored({ finishedAt: null }));
    expect(await runs.readRun('id')).toMatchObject({ system: 'GPT', note: 'mine', finishedAt: null });
    expect(await runs.findRuns()).toMatchObject({
      runs: [{ id: 'id' }],
      unstoredIds: new Set(['id']),
      failure: null
    });
    await runs.deleteRun('id');
    expect(await runs.listRuns()).toEqual([]);
  });

  it('stores them once there is room again', async () => {
    refuseStorage('run-contents', full);
    await runs.writeRun(makeStored());
    vi.restoreAllMocks();
    expect(await runs.writeRun(makeStored())).toBeNull();
    expect((await runs.findRuns()).unstoredIds).toEqual(new Set());
    expect(await get('id', databases.summaries())).toMatchObject({ system: 'gpt' });
  });

  it('that cannot be read says why in its own words alone, and shows what it has in memory', async () => {
    refuseStorage('run-summaries', full);
    await runs.writeRun(makeStored());
    const { runs: found, failure } = await runs.findRuns();
    expect([found.length, failure]).toEqual([1, full.message]);
  });
});

describe('other tabs', () => {
  it('hear of every run that is written, changed or deleted, until they stop listening', async () => {
    const heard = vi.fn();
    const stop = runs.watchRuns(heard);
    const after = async (change: () => Promise<unknown>): Promise<number> => {
      const before = heard.mock.calls.length;
      await change();
      await waitFor(() => expect(heard.mock.calls.length).toBeGreaterThan(before));
      return heard.mock.calls.length - before;
    };
    expect(await after(() => runs.writeRun(makeStored()))).toBe(1);
    expect(await after(() => runs.editRun('id', (labels) => labels))).toBe(1);
    expect(await after(() => runs.deleteRun('id'))).toBe(1);
    stop();
    const told = heard.mock.calls.length;
    await runs.writeRun(makeStored());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard.mock.calls.length).toBe(told);
  });
});
