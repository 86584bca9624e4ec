import { describe, expect, it } from 'vitest';
import type { StoredSummary } from '../../src/lib/store/runs';
import {
  allRuns,
  listTags,
  newestFirst,
  runsBeginDescending,
  selectRuns,
  type RunColumn
} from '../../src/lib/query/runTable';
import { nextSort } from '../../src/lib/query/Sort';

function make(system: string, facts: Partial<StoredSummary> = {}): StoredSummary {
  return {
    id: system,
    system,
    createdAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    protocol: 'Official evaluator (2026)',
    dataset: 'Demo (synthetic)',
    counts: { found: 4, scored: 4, unscored: 0, missing: null },
    metrics: {},
    source: '',
    ...facts
  };
}

const counts = (scored: number, missing: number | null) => ({
  found: 9,
  scored,
  unscored: 9 - scored,
  missing
});
const names = (runs: readonly StoredSummary[]): string[] => runs.map(({ system }) => system);

describe('searching runs', () => {
  const runs = [
    make('Café-2', { tags: ['paper', 'seed 1'] }),
    make('gpt', { note: 'first line\nwith the new prompt' }),
    make('blurred', { dataset: 'MedGEN-Bench', datasetRevision: 'cee5e7a9f' })
  ];

  it.each([
    ['CAFE', ['Café-2']],
    ['paper', ['Café-2']],
    ['prompt first', ['gpt']],
    ['cee5e7a', ['blurred']],
    ['official', ['Café-2', 'gpt', 'blurred']],
    ['gpt paper', []],
    ['   ', ['Café-2', 'gpt', 'blurred']]
  ])('%j finds %j', (search, found) => {
    expect(names(selectRuns(runs, { ...allRuns, search }, newestFirst))).toEqual(found);
  });

  it('by a tag takes the whole tag only', () => {
    expect(names(selectRuns(runs, { search: '', tag: 'seed 1' }, newestFirst))).toEqual(['Café-2']);
    expect(selectRuns(runs, { search: '', tag: 'seed' }, newestFirst)).toEqual([]);
    expect(selectRuns(runs, { search: 'gpt', tag: 'paper' }, newestFirst)).toEqual([]);
  });
});

describe('the order of runs', () => {
  const runs = [
    make('run 10', { counts: counts(5, null), createdAt: '2026-01-02T00:00:00.000Z' }),
    make('run 9', { counts: counts(7, 2), createdAt: '2026-01-03T00:00:00.000Z' }),
    make('Run 1', { counts: counts(5, 8), createdAt: '2025-12-31T00:00:00.000Z' })
  ];

  it('is the newest first', () => {
    expect(names(selectRuns(runs, allRuns, newestFirst))).toEqual(['run 9', 'run 10', 'Run 1']);
  });

  it('by name counts numbers as numbers', () => {
    expect(names(selectRuns(runs, allRuns, { key: 'system', descending: false }))).toEqual([
      'Run 1',
      'run 9',
      'run 10'
    ]);
  });

  it.each([true, false])('has an unknown count last, descending %s', (descending) => {
    expect(names(selectRuns(runs, allRuns, { key: 'missing', descending })).at(-1)).toBe('run 10');
  });

  it('leaves equal runs as they were', () => {
    expect(names(selectRuns(runs, allRuns, { key: 'scored', descending: true }))).toEqual([
      'run 9',
      'run 10',
      'Run 1'
    ]);
  });

  it('turns round at a second click, and starts from A or from the most', () => {
    expect(nextSort<RunColumn>(newestFirst, 'date', runsBeginDescending('date'))).toEqual({
      key: 'date',
      descending: false
    });
    expect(nextSort<RunColumn>(newestFirst, 'system', runsBeginDescending('system'))).toEqual({
      key: 'system',
      descending: false
    });
    expect(nextSort<RunColumn>(newestFirst, 'unscored', runsBeginDescending('unscored'))).toEqual({
      key: 'unscored',
      descending: true
    });
  });
});

describe('the tags of runs', () => {
  it('are listed once each, with how many have them', () => {
    const runs = [make('a', { tags: ['b', 'a'] }), make('b'), make('c', { tags: ['b'] })];
    expect(listTags(runs)).toEqual([
      { tag: 'a', count: 1 },
      { tag: 'b', count: 2 }
    ]);
  });
});
