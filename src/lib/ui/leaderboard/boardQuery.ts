import type { BoardCell } from '../../benchmark/boardRules';
import type { Board } from '../../benchmark/boards';
import {
  publishedDecimals,
  publishedMetricIds,
  type PublishedMetric,
  type PublishedMetricId,
  type SystemKind
} from '../../benchmark/publishedResults';
import type { BoardRow } from './boardRows';

export const boardColumns = ['system', 'kind', ...publishedMetricIds] as const;
export type BoardColumn = (typeof boardColumns)[number];

export interface BoardSort {
  readonly key: BoardColumn;
  readonly descending: boolean;
}

/** The benchmark's own headline: what the judge says with the reference at hand. */
export const defaultSort: BoardSort = { key: 'judge-with-reference', descending: true };

/** Rows whose system's name contains all words, whatever case; a kind of null means all. */
export function filterBoard(
  rows: readonly BoardRow[],
  search: string,
  kind: SystemKind | null
): readonly BoardRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (kind === null || row.kind === kind) && words.every((word) => row.system.toLowerCase().includes(word))
  );
}

/** Rows without a value come last in either direction; equal ones keep their order. */
export function sortBoard(rows: readonly BoardRow[], sort: BoardSort): readonly BoardRow[] {
  const sign = sort.descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const left = valueOf(a, sort.key);
    const right = valueOf(b, sort.key);
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * compare(left, right);
  });
}

/** The direction in which a column is sorted first: best on top, names from A. */
export function ownDirection(key: BoardColumn, board: Pick<Board, 'metrics'>): BoardSort {
  return { key, descending: key !== 'system' && key !== 'kind' && board.metrics[key].higherIsBetter };
}

/** The order after a click on a column's head. */
export function nextBoardSort(
  current: BoardSort,
  key: BoardColumn,
  board: Pick<Board, 'metrics'>
): BoardSort {
  return current.key === key ? { key, descending: !current.descending } : ownDirection(key, board);
}

/** The values to mark in a column; a value that several ranked rows share marks them all. */
export interface Leaders {
  readonly best: number | null;
  readonly second: number | null;
}

/** Compared as printed: digits beyond the published ones decide nothing. */
export function findLeaders(
  rows: readonly BoardRow[],
  id: PublishedMetricId,
  { higherIsBetter }: Pick<PublishedMetric, 'higherIsBetter'>
): Leaders {
  const sign = higherIsBetter ? -1 : 1;
  const values = rows.flatMap(({ cells, ranked }) => {
    const value = cells[id]?.value ?? null;
    return value === null || !ranked.has(id) ? [] : [roundAsPrinted(value)];
  });
  const [best = null, second = null] = [...new Set(values)].sort((a, b) => sign * (a - b));
  return { best, second };
}

export type LeaderMark = 'best' | 'second' | null;

export function markOf(row: BoardRow, id: PublishedMetricId, { best, second }: Leaders): LeaderMark {
  const value = row.cells[id]?.value ?? null;
  if (value === null || !row.ranked.has(id)) return null;
  const printed = roundAsPrinted(value);
  return printed === best ? 'best' : printed === second ? 'second' : null;
}

/** Everything about a cell in words; null where a published row just has no value. */
export function describeBoardCell(
  cell: BoardCell,
  { coverage }: BoardRow,
  { label, unit }: PublishedMetric
): string {
  if (cell.value === null) return `${label}: ${cell.word}. ${cell.reason}`;
  const { value, n, low, high, caveat } = cell;
  const parts = [`${label} ${value} ${unit}`];
  if (low !== null && high !== null) parts.push(`95 % bootstrap interval ${low} to ${high}`);
  if (n !== null) parts.push(`n ${n}`);
  if (coverage) parts.push(coverage);
  if (caveat) parts.push(caveat);
  return parts.join(' · ');
}

function roundAsPrinted(value: number): number {
  return Number(value.toFixed(publishedDecimals));
}

function valueOf(row: BoardRow, key: BoardColumn): number | string | null {
  return key === 'system' || key === 'kind' ? row[key] : (row.cells[key]?.value ?? null);
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}
