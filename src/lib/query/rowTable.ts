import { formatNames } from '../benchmark/formats';
import { modalityNames } from '../benchmark/modalities';
import { taskNames } from '../benchmark/tasks';
import type { Format, Modality, Task } from '../core/sample';
import type { UsedJudge } from '../core/run';
import type { ScoreRow } from '../core/score';
import { failureModeNames, hasFailure } from '../stats/findFailures';
import { flagFacet, flagKey } from './flagFacet';
import { rowFacets, type RowFacetId } from './rowFacets';
import type { Facet } from './Facet';
import type { Sort } from './Sort';
import { readAhead } from './readAhead';
import { rankNames } from './sortOrder';
import { labelColumn, numberColumn, onlyKey, Table, type Column, type Filter, type Order } from './Table';

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
  readonly slice: { readonly facet: RowFacetId; readonly key: string } | null;
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
export type RowSort = Sort;

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
export function sliceFilter(facet: RowFacetId, key: string): RowFilter {
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

export function makeRowTable(rows: readonly KeyedRow[]): Table<ScoreRow> {
  return new Table(
    rows.map(({ row }) => row),
    { idOf: (_, at) => rows[at]!.key, textOf: joinTexts }
  );
}

/** @param judges who judged the run here, if anybody: failures are by them, else by imported verdicts */
export function toRowQuery(filter: RowFilter, judges: readonly UsedJudge[] = []): Filter<ScoreRow> {
  const { format, task, modality, status, slice, range, search } = filter;
  return {
    facets: [
      ...onlyKey(rowFacets.format, format),
      ...onlyKey(rowFacets.task, task),
      ...onlyKey(rowFacets.modality, modality),
      ...(slice ? onlyKey(rowFacets[slice.facet], slice.key) : []),
      ...(status ? onlyKey(statusFacet(status, judges), flagKey) : [])
    ],
    range: range && { column: scoreColumn(range.metric), from: range.from, to: range.to },
    search
  };
}

export function toRowOrder(sort: RowSort | null): Order<ScoreRow> | null {
  return sort && { column: columnOf(sort.key), descending: sort.descending };
}

/** How many of the rows at these places have a value of the metric. */
export function countValues(table: Table<ScoreRow>, places: Uint32Array, metricId: string): number {
  const values = table.valuesOf(scoreColumn(metricId));
  return places.reduce((count, place) => (Number.isNaN(values[place]) ? count : count + 1), 0);
}

/** A row can have several of the states, each of which it has or has not. */
export function statusFacet(status: RowStatus, judges: readonly UsedJudge[] = []): Facet<ScoreRow> {
  return flagFacet(`status ${status}`, (row) => hasStatus(row, status, judges));
}

/** Reads what a search, a filter and a sort by name or metric need while nobody asks. */
export function readRowsAhead(
  table: Table<ScoreRow>,
  metricIds: readonly string[],
  signal: AbortSignal
): Promise<void> {
  const statuses = (['scored', 'unscored', 'noted'] as const).map((status) => statusFacet(status));
  const columns = [...Object.values(nameColumns), ...metricIds.map(scoreColumn)];
  return readAhead(table.read(statuses, columns), signal);
}

const nameColumns: Readonly<Record<string, Column<ScoreRow>>> = {
  sample: { id: 'sample', read: ({ rows }) => rankNames(Array.from(rows, ({ sampleId }) => sampleId)) },
  format: labelColumn(rowFacets.format),
  task: labelColumn(rowFacets.task),
  modality: labelColumn(rowFacets.modality)
};

function columnOf(key: string): Column<ScoreRow> {
  return nameColumns[key] ?? scoreColumn(key);
}

function scoreColumn(metricId: string): Column<ScoreRow> {
  return numberColumn(`score ${metricId}`, (row) => row.scores[metricId]?.value);
}

function hasStatus(row: ScoreRow, status: RowStatus, judges: readonly UsedJudge[]): boolean {
  if (status === 'unscored') return row.unscored !== null;
  if (status === 'scored') return row.unscored === null;
  if (status === 'noted') return row.notes.length + row.damage.length > 0;
  return hasFailure(row, status, judges);
}

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
    .join('\n');
}
