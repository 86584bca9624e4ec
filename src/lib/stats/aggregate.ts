import { formatNames } from '../benchmark/formats';
import { modalityNames } from '../benchmark/modalities';
import { taskNames } from '../benchmark/tasks';
import { finishSteps } from '../core/finishSteps';
import type { Format, Modality, Task } from '../core/sample';
import type { ScoreRow } from '../core/score';
import type { CellFacts } from './CellFacts';
import { MetricCell } from './MetricCell';
import { readColumn, type MetricColumn, type MetricFacts } from './MetricColumn';
import { generaliseReason, pickReasons, tallyReasons, type ReasonCount } from './reasons';

/** The rows that share a key, and each metric over them. */
export interface Group<Key, Cell extends CellFacts = MetricCell> {
  readonly key: Key;
  /** Rows found, scored or not. */
  readonly found: number;
  /** Rows that count as unscored, with the reasons; the counts add up. */
  readonly unscored: number;
  readonly reasons: readonly ReasonCount[];
  /** By metric id; a metric that applies to no row of the group is absent. */
  readonly cells: ReadonlyMap<string, Cell>;
}

/** One format's line of the table. The key is null for rows too broken to tell their format. */
export interface FormatGroup<Cell extends CellFacts = MetricCell> extends Group<Format | null, Cell> {
  readonly byTask: readonly Group<Task | null, Cell>[];
  readonly byModality: readonly Group<Modality, Cell>[];
}

/**
 * The result tables of one system: by format, and within each format by task and by modality. Every row is in
 * exactly one group of each table. Bootstrap intervals are computed per cell on demand: `MetricCell.interval`.
 */
export function aggregate(
  rows: readonly ScoreRow[],
  metrics: readonly MetricFacts[]
): readonly FormatGroup[] {
  return finishSteps(aggregateSteps(rows, metrics));
}

/** The same in steps of some milliseconds for a hundred thousand rows, so that a page can answer between them. */
export function* aggregateSteps(
  rows: readonly ScoreRow[],
  metrics: readonly MetricFacts[]
): Generator<void, readonly FormatGroup[]> {
  const table = yield* readTable(rows, metrics);
  const groups: FormatGroup[] = [];
  for (const [format, members] of splitRows(table, table.members, (row) => row.format, formatNames)) {
    const group = yield* makeGroup(table, members, format);
    const byTask = yield* makeGroups(table, members, (row) => row.task, taskNames);
    const byModality = yield* makeGroups(table, members, (row) => row.modality, modalityNames);
    groups.push({ ...group, byTask, byModality });
  }
  return groups;
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
  return finishSteps(breakdownSteps(rows, metrics, keyOf, order));
}

function* breakdownSteps<Key>(
  rows: readonly ScoreRow[],
  metrics: readonly MetricFacts[],
  keyOf: (row: ScoreRow) => Key,
  order: readonly Key[]
): Generator<void, readonly Group<Key>[]> {
  const table = yield* readTable(rows, metrics);
  return yield* makeGroups(table, table.members, keyOf, order);
}

interface Table {
  readonly rows: readonly ScoreRow[];
  /** All rows, as indices. */
  readonly members: Uint32Array;
  readonly columns: readonly MetricColumn[];
  /** By row, why it counts as unscored; null where it is scored. */
  readonly reasons: readonly (string | null)[];
}

function* readTable(rows: readonly ScoreRow[], metrics: readonly MetricFacts[]): Generator<void, Table> {
  const columns: MetricColumn[] = [];
  for (const metric of metrics) {
    columns.push(readColumn(metric, rows));
    yield;
  }
  const reasons = rows.map((row) => (row.unscored === null ? null : generaliseReason(row.unscored, row)));
  yield;
  return { rows, members: Uint32Array.from(rows.keys()), columns, reasons };
}

function* makeGroups<Key>(
  table: Table,
  members: Uint32Array,
  keyOf: (row: ScoreRow) => Key,
  order: readonly Key[]
): Generator<void, readonly Group<Key>[]> {
  const groups: Group<Key>[] = [];
  for (const [key, own] of splitRows(table, members, keyOf, order))
    groups.push(yield* makeGroup(table, own, key));
  return groups;
}

function* makeGroup<Key>(
  { columns, reasons }: Table,
  members: Uint32Array,
  key: Key
): Generator<void, Group<Key>> {
  const unscored = pickReasons(reasons, members);
  const cells: MetricCell[] = [];
  for (const column of columns) {
    cells.push(new MetricCell(column, members));
    yield;
  }
  const applicable = cells.filter((cell) => cell.notApplicable < members.length);
  return {
    key,
    found: members.length,
    unscored: unscored.length,
    reasons: tallyReasons(unscored),
    cells: new Map(applicable.map((cell) => [cell.metricId, cell]))
  };
}

/** The members by key, each in row order. */
function splitRows<Key>(
  { rows }: Table,
  members: Uint32Array,
  keyOf: (row: ScoreRow) => Key,
  order: readonly Key[]
): readonly (readonly [Key, Uint32Array])[] {
  const groups = new Map<Key, number[]>(order.map((key) => [key, []]));
  for (const member of members) {
    const key = keyOf(rows[member]!);
    const group = groups.get(key);
    if (group) group.push(member);
    else groups.set(key, [member]);
  }
  return Array.from(groups, ([key, own]) => [key, Uint32Array.from(own)] as const).filter(
    ([, own]) => own.length > 0
  );
}
