import { formatNames } from '../benchmark/formats';
import { modalityNames } from '../benchmark/modalities';
import { taskNames } from '../benchmark/tasks';
import type { Format, Modality, Task } from '../core/sample';
import type { ScoreRow } from '../core/score';
import { MetricCell, type MetricFacts } from './MetricCell';
import { tallyReasons, type ReasonCount } from './reasons';

/** The rows that share a key, and each metric over them. */
export interface Group<Key> {
  readonly key: Key;
  /** Rows found, scored or not. */
  readonly found: number;
  /** Rows that count as unscored, with the reasons; the counts add up. */
  readonly unscored: number;
  readonly reasons: readonly ReasonCount[];
  /** By metric id; a metric that applies to no row of the group is absent. */
  readonly cells: ReadonlyMap<string, MetricCell>;
}

/** One format's line of the table. The key is null for rows too broken to tell their format. */
export interface FormatGroup extends Group<Format | null> {
  readonly byTask: readonly Group<Task | null>[];
  readonly byModality: readonly Group<Modality>[];
}

/**
 * The result tables of one system: by format, and within each format by task and by modality. Every row is in
 * exactly one group of each table. Bootstrap intervals are computed per cell on demand: `MetricCell.interval`.
 */
export function aggregate(
  rows: readonly ScoreRow[],
  metrics: readonly MetricFacts[]
): readonly FormatGroup[] {
  return splitRows(rows, (row) => row.format, formatNames).map(([format, own]) => ({
    ...makeGroup(format, own, metrics),
    byTask: breakdown(own, metrics, (row) => row.task, taskNames),
    byModality: breakdown(own, metrics, (row) => row.modality, modalityNames)
  }));
}

/**
 * The same cells by any other key, e.g. the subtask. Groups follow `order`; keys that are not in it come last, in
 * order of appearance; keys without rows are left out.
 */
export function breakdown<Key>(
  rows: readonly ScoreRow[],
  metrics: readonly MetricFacts[],
  keyOf: (row: ScoreRow) => Key,
  order: readonly Key[]
): readonly Group<Key>[] {
  return splitRows(rows, keyOf, order).map(([key, own]) => makeGroup(key, own, metrics));
}

function makeGroup<Key>(key: Key, rows: readonly ScoreRow[], metrics: readonly MetricFacts[]): Group<Key> {
  const unscored = rows.flatMap((row) => (row.unscored === null ? [] : [{ row, reason: row.unscored }]));
  const cells = metrics.map((metric) => new MetricCell(metric, rows));
  const applicable = cells.filter((cell) => cell.notApplicable < rows.length);
  return {
    key,
    found: rows.length,
    unscored: unscored.length,
    reasons: tallyReasons(unscored),
    cells: new Map(applicable.map((cell) => [cell.metricId, cell]))
  };
}

function splitRows<Key>(
  rows: readonly ScoreRow[],
  keyOf: (row: ScoreRow) => Key,
  order: readonly Key[]
): readonly (readonly [Key, readonly ScoreRow[]])[] {
  const groups = new Map<Key, ScoreRow[]>(order.map((key) => [key, []]));
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups].filter(([, own]) => own.length > 0);
}
