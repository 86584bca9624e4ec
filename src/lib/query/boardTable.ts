import type { BoardCell } from '../benchmark/boardRules';
import type { Board } from '../benchmark/boards';
import { publishedMetricIds, type PublishedMetricId, type SystemKind } from '../benchmark/publishedResults';
import type { Sort } from './Sort';
import { numberColumn, Table, textColumn, type Column } from './Table';

/** What a line of the leaderboard is found and sorted by. */
export interface RankedSystem {
  /** Unique on the board. */
  readonly key: string;
  readonly system: string;
  /** Null where nobody said it. */
  readonly kind: SystemKind | null;
  /** By column; a column that is not published for the row is absent. */
  readonly cells: Readonly<Partial<Record<PublishedMetricId, BoardCell>>>;
}

export const boardColumns = ['system', 'kind', ...publishedMetricIds] as const;
export type BoardColumn = (typeof boardColumns)[number];

export type BoardSort = Sort<BoardColumn>;

/** The benchmark's own headline: what the judge says with the reference at hand. */
export const defaultSort: BoardSort = { key: 'judge-with-reference', descending: true };

/** Rows whose system's name contains all words, whatever case; a kind of null means all. */
export function filterBoard<Row extends RankedSystem>(
  rows: readonly Row[],
  search: string,
  kind: SystemKind | null
): readonly Row[] {
  const ofKind = kind === null ? rows : rows.filter((row) => row.kind === kind);
  const places = tableOf(ofKind).select({ facets: [], range: null, search }, null);
  return Array.from(places, (at) => ofKind[at]!);
}

/** Rows without a value come last in either direction; equal ones keep their order. */
export function sortBoard<Row extends RankedSystem>(
  rows: readonly Row[],
  { key, descending }: BoardSort
): readonly Row[] {
  const order = { column: columnOf(key), descending };
  const places = tableOf(rows).select({ facets: [], range: null, search: '' }, order);
  return Array.from(places, (at) => rows[at]!);
}

/** Best on top, names from A. */
export function boardBeginsDescending(key: BoardColumn, board: Pick<Board, 'metrics'>): boolean {
  return key !== 'system' && key !== 'kind' && board.metrics[key].higherIsBetter;
}

function tableOf<Row extends RankedSystem>(rows: readonly Row[]): Table<Row> {
  return new Table(rows, { idOf: ({ key }) => key, textOf: ({ system }) => system });
}

function columnOf(key: BoardColumn): Column<RankedSystem> {
  if (key === 'system' || key === 'kind') return textColumn(key, (row) => row[key]);
  return numberColumn(key, ({ cells }) => cells[key]?.value);
}
