import { describe, expect, it } from 'vitest';
import type { ScoreRow } from '../../src/lib/core/score';
import {
  allRows,
  keyRows,
  makeRowTable,
  sliceFilter,
  toRowOrder,
  toRowQuery,
  type KeyedRow,
  type RowFilter,
  type RowSort
} from '../../src/lib/query/rowTable';

function makeRow(change: Partial<ScoreRow>): ScoreRow {
  return {
    sampleId: 's',
    format: 'edit',
    task: 'style-transfer',
    subtask: null,
    modality: 'CT',
    file: 'a_edit.jsonl',
    line: 1,
    scores: {},
    texts: null,
    notes: [],
    damage: [],
    unscored: null,
    record: null,
    ...change
  };
}

const keysOf = (rows: readonly { readonly key: string }[]): string[] => rows.map(({ key }) => key);
const select = (rows: readonly KeyedRow[], filter: RowFilter, sort: RowSort | null): KeyedRow[] =>
  Array.from(makeRowTable(rows).select(toRowQuery(filter), toRowOrder(sort)), (place) => rows[place]!);
const filterRows = (rows: readonly KeyedRow[], filter: RowFilter) => select(rows, filter, null);
const sortRows = (rows: readonly KeyedRow[], sort: RowSort | null) => select(rows, allRows, sort);
const withPsnr = (sampleId: string, value: number | null): ScoreRow =>
  makeRow({ sampleId, scores: { psnr: value === null ? { value, reason: 'no image' } : { value } } });

describe('keys', () => {
  it('are sample ids, and file and line where the id repeats or is missing', () => {
    const rows = [makeRow({}), makeRow({ line: 2 }), makeRow({ sampleId: '', line: 3 })];
    expect(keysOf(keyRows(rows))).toEqual(['s', 'a_edit.jsonl:2', 'a_edit.jsonl:3']);
  });
});

describe('filters', () => {
  const rows = keyRows([
    makeRow({ sampleId: 'plain' }),
    makeRow({ sampleId: 'broken', unscored: 'JPEG is cut short' }),
    makeRow({ sampleId: 'resized', notes: ['output 512×512 resized'], modality: 'MRI' }),
    makeRow({ sampleId: 'damaged', damage: ['PNG checksum'], record: { instruction: 'Remove the Ring' } })
  ]);

  it('show everything by default', () => {
    expect(filterRows(rows, allRows)).toHaveLength(4);
  });

  it('tell scored, unscored and noted rows apart', () => {
    expect(keysOf(filterRows(rows, { ...allRows, status: 'unscored' }))).toEqual(['broken']);
    expect(keysOf(filterRows(rows, { ...allRows, status: 'scored' }))).toEqual([
      'plain',
      'resized',
      'damaged'
    ]);
    expect(keysOf(filterRows(rows, { ...allRows, status: 'noted' }))).toEqual(['resized', 'damaged']);
  });

  it('hold together', () => {
    expect(keysOf(filterRows(rows, { ...allRows, status: 'noted', modality: 'MRI' }))).toEqual(['resized']);
    expect(filterRows(rows, { ...allRows, format: 'vqa' })).toEqual([]);
  });

  it('keep the rows of a slice, and those of a range without its upper end', () => {
    const valued = keyRows([withPsnr('a', 30), withPsnr('b', 32), withPsnr('c', 34), withPsnr('none', null)]);
    const between = (from: number | null, to: number | null) =>
      keysOf(filterRows(valued, { ...allRows, range: { metric: 'psnr', from, to } }));
    expect(between(30, 34)).toEqual(['a', 'b']);
    expect(between(32, null)).toEqual(['b', 'c']);
    expect(between(null, 32)).toEqual(['a']);
    const sliced = keyRows([makeRow({ sampleId: 'x', subtask: 'left' }), makeRow({ sampleId: 'y' })]);
    const slice = { facet: 'subtask', key: 'left' } as const;
    expect(keysOf(filterRows(sliced, { ...allRows, slice }))).toEqual(['x']);
  });

  it('use their own field for a slice by format, task or modality', () => {
    expect(sliceFilter('modality', 'MRI')).toEqual({ ...allRows, modality: 'MRI' });
    expect(sliceFilter('task', 'unknown').slice).toEqual({ facet: 'task', key: 'unknown' });
    expect(sliceFilter('subtask', 'left').slice).toEqual({ facet: 'subtask', key: 'left' });
  });

  it('search ids, texts, notes and reasons for every word, whatever case', () => {
    expect(keysOf(filterRows(rows, { ...allRows, search: 'ring REMOVE' }))).toEqual(['damaged']);
    expect(keysOf(filterRows(rows, { ...allRows, search: 'cut' }))).toEqual(['broken']);
    expect(keysOf(filterRows(rows, { ...allRows, search: 'ring cut' }))).toEqual([]);
  });
});

describe('sorting', () => {
  const rows = keyRows([withPsnr('b', 30), withPsnr('none', null), withPsnr('a', 40), withPsnr('c', 30)]);

  it('puts rows without a value last in both directions', () => {
    expect(keysOf(sortRows(rows, { key: 'psnr', descending: false }))).toEqual(['b', 'c', 'a', 'none']);
    expect(keysOf(sortRows(rows, { key: 'psnr', descending: true }))).toEqual(['a', 'b', 'c', 'none']);
  });

  it('reads numbers in names as numbers', () => {
    const named = keyRows([makeRow({ sampleId: 's10' }), makeRow({ sampleId: 's9' })]);
    expect(keysOf(sortRows(named, { key: 'sample', descending: false }))).toEqual(['s9', 's10']);
  });

  it('keeps the order of the files without a sort, before and after one', () => {
    const table = makeRowTable(rows);
    const order = (sort: RowSort | null) => [...table.select(toRowQuery(allRows), toRowOrder(sort))];
    expect(order(null)).toEqual([0, 1, 2, 3]);
    expect(order({ key: 'sample', descending: false })).toEqual([2, 0, 3, 1]);
    expect(order(null)).toEqual([0, 1, 2, 3]);
  });
});
