import {
  publishedMetricIds,
  publishedMetrics,
  type PublishedMetricId,
  type PublishedRow,
  type SystemKind
} from '../../benchmark/publishedResults';

export const boardColumns = ['system', 'kind', ...publishedMetricIds] as const;
export type BoardColumn = (typeof boardColumns)[number];

export interface BoardSort {
  readonly key: BoardColumn;
  readonly descending: boolean;
}

/** The benchmark's own headline: what the judge says with the reference at hand. */
export const defaultSort: BoardSort = { key: 'judge-with-reference', descending: true };

/** The columns for which at least one row has a value. */
export function columnsOf(rows: readonly PublishedRow[]): readonly PublishedMetricId[] {
  return publishedMetricIds.filter((id) => rows.some(({ values }) => values[id] !== undefined));
}

/** Rows whose system's name contains all words, whatever case; a kind of null means all. */
export function filterBoard(
  rows: readonly PublishedRow[],
  search: string,
  kind: SystemKind | null
): readonly PublishedRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (kind === null || row.kind === kind) && words.every((word) => row.system.toLowerCase().includes(word))
  );
}

/** Rows without a value come last in either direction; equal ones keep their order. */
export function sortBoard(rows: readonly PublishedRow[], sort: BoardSort): readonly PublishedRow[] {
  const sign = sort.descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const left = valueOf(a, sort.key);
    const right = valueOf(b, sort.key);
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    return sign * compare(left, right);
  });
}

/** The direction in which a column is sorted first: best on top, names from A. */
export function ownDirection(key: BoardColumn): BoardSort {
  return { key, descending: key !== 'system' && key !== 'kind' && publishedMetrics[key].higherIsBetter };
}

/** The order after a click on a column's head. */
export function nextBoardSort(current: BoardSort, key: BoardColumn): BoardSort {
  return current.key === key ? { key, descending: !current.descending } : ownDirection(key);
}

/** The values to mark in a column; a value that several rows share marks them all. */
export interface Leaders {
  readonly best: number | null;
  readonly second: number | null;
}

export function findLeaders(rows: readonly PublishedRow[], id: PublishedMetricId): Leaders {
  const sign = publishedMetrics[id].higherIsBetter ? -1 : 1;
  const values = rows.flatMap((row) => row.values[id] ?? []);
  const [best = null, second = null] = [...new Set(values)].sort((a, b) => sign * (a - b));
  return { best, second };
}

function valueOf(row: PublishedRow, key: BoardColumn): number | string | undefined {
  return key === 'system' || key === 'kind' ? row[key] : row.values[key];
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}
