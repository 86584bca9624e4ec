import { formatNames, formats } from '../../benchmark/formats';
import { modalityNames } from '../../benchmark/modalities';
import { taskNames, tasks } from '../../benchmark/tasks';
import type { Format, Modality, Task } from '../../core/sample';
import type { ScoreRow } from '../../core/score';
import type { MetricMeta } from '../../metrics/metric';
import { facets, type FacetId } from '../../stats/facets';
import { failureModeNames, hasFailure } from '../../stats/findFailures';
import { orderNumbers, rankNames, rankTexts } from './sortOrder';

/** `noted`: scored or not, with a note or a damaged file. The others are failure modes by the judge's verdict. */
export const rowStatuses = ['scored', 'unscored', 'noted', ...failureModeNames] as const;
export type RowStatus = (typeof rowStatuses)[number];

/** Which rows are shown; null and an empty search mean all. */
export interface RowFilter {
  readonly format: Format | null;
  readonly task: Task | null;
  readonly modality: Modality | null;
  readonly status: RowStatus | null;
  /** One slice of a facet. */
  readonly slice: { readonly facet: FacetId; readonly key: string } | null;
  /** Values of a metric from `from` up to but without `to`; null is no bound. */
  readonly range: {
    readonly metric: string;
    readonly from: number | null;
    readonly to: number | null;
  } | null;
  /** Words that the sample id, the texts or the notes contain; all of them, whatever case. */
  readonly search: string;
}

/** By 'sample', 'format', 'task', 'modality' or a metric's id. */
export interface RowSort {
  readonly key: string;
  readonly descending: boolean;
}

/** A row with the key that addresses it within its run. */
export interface KeyedRow {
  readonly key: string;
  readonly row: ScoreRow;
}

export const allRows: RowFilter = {
  format: null,
  task: null,
  modality: null,
  status: null,
  slice: null,
  range: null,
  search: ''
};

/** The rows of a slice: by the filter's own field where there is one. */
export function sliceFilter(facet: FacetId, key: string): RowFilter {
  const format = facet === 'format' ? (formatNames.find((name) => name === key) ?? null) : null;
  const task = facet === 'task' ? (taskNames.find((name) => name === key) ?? null) : null;
  const modality = facet === 'modality' ? (modalityNames.find((name) => name === key) ?? null) : null;
  const hasField = format !== null || task !== null || modality !== null;
  return { ...allRows, format, task, modality, slice: hasField ? null : { facet, key } };
}

/** A row is addressed by its sample id; one that repeats an id, or has none, by its file and line. */
export function keyRows(rows: readonly ScoreRow[]): KeyedRow[] {
  const taken = new Set<string>();
  return rows.map((row) => {
    const key = row.sampleId === '' || taken.has(row.sampleId) ? `${row.file}:${row.line}` : row.sampleId;
    taken.add(key);
    return { key, row };
  });
}

export function filterRows(rows: readonly KeyedRow[], filter: RowFilter): readonly KeyedRow[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  const { search, ...others } = filter;
  // The same array: what is known of its order stays known.
  if (search.trim() === '' && Object.values(others).every((choice) => choice === null)) return rows;
  return rows.filter(({ row }) => matches(row, filter) && contains(row, words));
}

/** Rows without a value come last in either direction; equal ones keep their order. */
export function sortRows(rows: readonly KeyedRow[], sort: RowSort | null): readonly KeyedRow[] {
  if (!sort) return rows;
  const values = recallSortValues(rows, sort.key);
  const present = new Uint32Array(rows.length);
  const keys = new Float64Array(rows.length);
  const sign = sort.descending ? -1 : 1;
  const sorted: KeyedRow[] = [];
  const absent: KeyedRow[] = [];
  let n = 0;
  for (let at = 0; at < rows.length; at++) {
    const value = values[at]!;
    if (Number.isNaN(value)) absent.push(rows[at]!);
    else {
      present[n] = at;
      keys[n++] = sign * value;
    }
  }
  for (const at of orderNumbers(keys.subarray(0, n))) sorted.push(rows[present[at]!]!);
  return absent.length > 0 ? sorted.concat(absent) : sorted;
}

/** The order after a click on a column's head: best first, then worst first; names from A, then from Z. */
export function nextSort(current: RowSort | null, key: string, meta: MetricMeta | null): RowSort {
  if (current?.key === key) return { key, descending: !current.descending };
  return { key, descending: meta?.higherIsBetter ?? false };
}

function matches(row: ScoreRow, { format, task, modality, status, slice, range }: RowFilter): boolean {
  return (
    (format === null || row.format === format) &&
    (task === null || row.task === task) &&
    (modality === null || row.modality === modality) &&
    (status === null || hasStatus(row, status)) &&
    (slice === null || facets[slice.facet].keyOf(row) === slice.key) &&
    (range === null || isWithin(row.scores[range.metric]?.value ?? null, range))
  );
}

function hasStatus(row: ScoreRow, status: RowStatus): boolean {
  if (status === 'unscored') return row.unscored !== null;
  if (status === 'scored') return row.unscored === null;
  if (status === 'noted') return row.notes.length + row.damage.length > 0;
  return hasFailure(row, status);
}

function isWithin(value: number | null, { from, to }: NonNullable<RowFilter['range']>): boolean {
  return value !== null && (from === null || value >= from) && (to === null || value < to);
}

function contains(row: ScoreRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = searchTexts.get(row) ?? joinTexts(row);
  searchTexts.set(row, text);
  return words.every((word) => text.includes(word));
}

/** How many rows are made ready for a search at once: some 10 ms. */
const warmRows = 1000;

/** Makes the rows ready for a search and for the order of names while nobody asks, so that the first time is as fast as the others. */
export async function warmUp(rows: readonly KeyedRow[], signal: AbortSignal): Promise<void> {
  for (let from = 0; from < rows.length && !signal.aborted; from += warmRows) {
    for (const { row } of rows.slice(from, from + warmRows)) contains(row, ['']);
    await new Promise((resolve) => setTimeout(resolve));
  }
  if (!signal.aborted) recallSortValues(rows, 'sample');
}

/** What a row is searched in, kept from one keystroke to the next. */
const searchTexts = new WeakMap<ScoreRow, string>();

function joinTexts(row: ScoreRow): string {
  return [
    row.sampleId,
    row.subtask,
    row.record?.['instruction'],
    row.texts?.response,
    row.texts?.answer,
    row.unscored,
    ...row.notes,
    ...row.damage
  ]
    .filter((part) => typeof part === 'string')
    .join('\n')
    .toLowerCase();
}

/** What rows are sorted by, kept for the way back and for the other direction. */
const sortValues = new WeakMap<readonly KeyedRow[], Map<string, Float64Array>>();

function recallSortValues(rows: readonly KeyedRow[], key: string): Float64Array {
  const known = sortValues.get(rows) ?? new Map<string, Float64Array>();
  sortValues.set(rows, known);
  const values = known.get(key) ?? readSortValues(rows, key);
  known.set(key, values);
  return values;
}

/** Numbers in whose order the rows are to stand; NaN where a row has no value. */
function readSortValues(rows: readonly KeyedRow[], key: string): Float64Array {
  if (key === 'sample') return rankNames(rows.map(({ row }) => row.sampleId));
  if (key === 'format') return rankTexts(rows.map(({ row }) => row.format && formats[row.format].label));
  if (key === 'task') return rankTexts(rows.map(({ row }) => row.task && tasks[row.task].label));
  if (key === 'modality') return rankTexts(rows.map(({ row }) => row.modality));
  const values = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) values[at] = rows[at]!.row.scores[key]?.value ?? NaN;
  return values;
}
