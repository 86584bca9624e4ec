import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredRun } from '../../src/lib/store/runs';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';
import { closeBrowser, openBrowser, refuseStorage, refuseWrites } from '../store/ownBrowser';
import { waitFor } from '../waitFor';

const saved: { name: string; blob: Blob }[] = [];
vi.mock('../../src/lib/report/saveFile', () => ({
  saveFile: (file: (typeof saved)[number]) => void saved.push(file)
}));

let runs: typeof import('../../src/lib/store/runs');
let state: typeof import('../../src/lib/state/RunList.svelte');
let list: InstanceType<typeof state.RunList>;

beforeEach(async () => {
  openBrowser();
  runs = await import('../../src/lib/store/runs');
  state = await import('../../src/lib/state/RunList.svelte');
  list = new state.RunList();
  saved.splice(0);
});

afterEach(() => vi.restoreAllMocks());
afterAll(closeBrowser);

async function keep(id: string, facts: Partial<StoredRun> = {}): Promise<void> {
  const run = makeRun([makeRow({ sampleId: id })], { id, createdAt: `2026-01-0${id}` });
  await runs.writeRun({ ...run, source: 'abc', fingerprints: [`f${id}`], ...facts });
}

const shown = (): readonly string[] => list.runs.map(({ id }) => id);

describe('the list of runs', () => {
  it('shows the newest first, once it is loaded', async () => {
    for (const id of ['1', '2']) await keep(id);
    expect([list.status, shown()]).toEqual(['loading', []]);
    await list.load();
    expect([list.status, shown(), list.failure]).toEqual(['ready', ['2', '1'], '']);
  });

  it('has failed only where nothing at all can be shown', async () => {
    refuseStorage('run-summaries', new DOMException('no', 'SecurityError'));
    await list.load();
    expect([list.status, list.failure]).toEqual(['failed', 'no']);
    await keep('1');
    await list.load();
    expect([list.status, shown(), [...list.unstoredIds]]).toEqual(['ready', ['1'], ['1']]);
  });

  it('follows what other tabs do, and stops when the page is left', async () => {
    vi.stubGlobal('addEventListener', vi.fn());
    vi.stubGlobal('removeEventListener', vi.fn());
    const stop = list.watch();
    await keep('1');
    await waitFor(() => expect(shown()).toEqual(['1']));
    stop();
    await keep('2');
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(shown()).toEqual(['1']);
    expect(removeEventListener).toHaveBeenCalledWith(
      'pageshow',
      vi.mocked(addEventListener).mock.calls[0]![1]
    );
  });
});

describe('a run of the list', () => {
  it('is renamed, and is still known by the name that it was scored under', async () => {
    await keep('1');
    await list.rename('1', '  GPT  ');
    expect(list.runs[0]).toMatchObject({ system: 'GPT', scoredAs: 'gpt' });
    await list.rename('1', 'GPT-5');
    expect(list.runs[0]).toMatchObject({ system: 'GPT-5', scoredAs: 'gpt' });
    await list.rename('1', '   ');
    expect(list.runs[0]!.system).toBe('GPT-5');
    await keep('2');
    await list.rename('2', 'gpt');
    expect(list.runs[0]).not.toHaveProperty('scoredAs');
  });

  it('has tags and a remark, of which only what was changed changes', async () => {
    await keep('1');
    await list.label('1', { addedTags: ['a', 'b'], removedTags: [], note: 'mine  \n' });
    expect(list.runs[0]).toMatchObject({ tags: ['a', 'b'], note: 'mine' });
    await list.label('1', { addedTags: ['b', 'c'], removedTags: ['a'] });
    expect(list.runs[0]).toMatchObject({ tags: ['b', 'c'], note: 'mine' });
    await list.label('1', { addedTags: [], removedTags: ['b', 'c'], note: ' ' });
    for (const gone of ['tags', 'note']) expect(list.runs[0]).not.toHaveProperty(gone);
  });

  it('that another tab deleted meanwhile is not written anew', async () => {
    for (const change of [() => list.rename('gone', 'x'), () => list.duplicate('gone')]) {
      await change();
      expect(list.changeFailure).toBe('the run was deleted meanwhile, in another tab');
      expect(shown()).toEqual([]);
    }
  });

  it('is copied with its rows, and without what ties it to its scores', async () => {
    await keep('1');
    await list.duplicate('1');
    const copy = (await runs.readRun(shown().find((id) => id !== '1')!))!;
    expect(copy).toMatchObject({ system: 'gpt copy', scoredAs: 'gpt', source: 'abc', fingerprints: [] });
    expect(copy.rows).toHaveLength(1);
    await keep('2', { finishedAt: null });
    await list.duplicate('2');
    const half = list.runs.find(({ id, finishedAt }) => id !== '2' && finishedAt === null)!;
    expect(half.source).toBe('');
  });

  it('that cannot be copied for good says so', async () => {
    await keep('1');
    refuseWrites('run-contents', new DOMException('no room', 'QuotaExceededError'));
    await list.duplicate('1');
    expect(list.changeFailure).toMatch(/^the copy is kept for this visit only: .*QuotaExceededError/);
    expect(list.runs.map(({ system }) => system).toSorted()).toEqual(['gpt', 'gpt copy']);
  });
});

describe('many runs at once', () => {
  it('are deleted, and brought back as they were', async () => {
    for (const id of ['1', '2', '3']) await keep(id, { tags: ['paper'] });
    await list.remove(['1', '3', 'gone']);
    expect([shown(), list.removed.map(({ id }) => id), list.task]).toEqual([['2'], ['1', '3'], null]);
    await list.undo();
    expect([shown(), list.removed]).toEqual([['3', '2', '1'], []]);
    expect((await runs.readRun('1'))!).toMatchObject({
      tags: ['paper'],
      rows: [{ sampleId: '1' }],
      fingerprints: ['f1']
    });
  });

  it('are saved as one archive, whose progress is shown, until it is cancelled', async () => {
    for (const id of ['1', '2']) await keep(id);
    const exporting = list.export(['1', '2']);
    expect(list.task).toEqual({ label: 'Exporting', done: 0, total: 2 });
    await exporting;
    expect([saved.map(({ name }) => name), list.task, list.changeFailure]).toEqual([
      ['medgen-bench-runs.zip'],
      null,
      ''
    ]);
    const cancelled = list.export(['1', '2']);
    list.cancelExport();
    await cancelled;
    expect([saved.length, list.changeFailure]).toEqual([1, 'cancelled']);
  });
});
