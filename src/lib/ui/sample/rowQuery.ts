import { formatNames } from '../../benchmark/formats';
import { modalityNames } from '../../benchmark/modalities';
import { taskNames } from '../../benchmark/tasks';
import type { Format, Modality, Task } from '../../core/sample';
import type { ScoreRow } from '../../core/score';
import type { MetricMeta } from '../../metrics/metric';
import type { FacetId } from '../../stats/facets';
import { failureModeNames } from '../../stats/findFailures';

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

/** The order after a click on a column's head: best first, then worst first; names from A, then from Z. */
export function nextSort(current: RowSort | null, key: string, meta: MetricMeta | null): RowSort {
  if (current?.key === key) return { key, descending: !current.descending };
  return { key, descending: meta?.higherIsBetter ?? false };
}
