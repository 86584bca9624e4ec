import { boardIds, boards, type BoardId } from '$lib/benchmark/boards';
import { formatNames } from '$lib/benchmark/formats';
import { publishedMetricIds, type PublishedMetricId } from '$lib/benchmark/publishedResults';
import type { Format } from '$lib/core/sample';
import { boardBeginsDescending, boardColumns, type BoardSort } from '$lib/query/boardTable';

/** What the leaderboard shows, as the home page's hash holds it. */
export interface BoardAddress {
  readonly boardId: BoardId;
  readonly format: Format;
  /** Null for the default order. */
  readonly sort: BoardSort | null;
  /** Columns that are not shown, in the order of the table. */
  readonly hidden: readonly PublishedMetricId[];
}

const defaultBoard: BoardId = 'table-3';
const defaultFormat: Format = 'generate';

/** Reads a hash with or without its "#"; what is missing or unknown falls back to the default. */
export function parseBoardAddress(hash: string): BoardAddress {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const boardId = boardIds.find((id) => id === params.get('table')) ?? defaultBoard;
  const format = formatNames.find((name) => name === params.get('format')) ?? defaultFormat;
  const named = new Set((params.get('hide') ?? '').split(','));
  const hidden = publishedMetricIds.filter((id) => named.has(id));
  return { boardId, format, sort: parseSort(params, boardId), hidden };
}

/** The hash of an address, without "#"; defaults, and a column's own direction, are left out. */
export function formatBoardAddress({ boardId, format, sort, hidden }: BoardAddress): string {
  const params = new URLSearchParams();
  if (boardId !== defaultBoard) params.set('table', boardId);
  if (format !== defaultFormat) params.set('format', format);
  if (sort) {
    params.set('sort', sort.key);
    if (sort.descending !== boardBeginsDescending(sort.key, boards[boardId])) {
      params.set('order', sort.descending ? 'descending' : 'ascending');
    }
  }
  if (hidden.length > 0) params.set('hide', hidden.join());
  return params.toString();
}

function parseSort(params: URLSearchParams, boardId: BoardId): BoardSort | null {
  const key = boardColumns.find((name) => name === params.get('sort'));
  if (key === undefined) return null;
  const order = params.get('order');
  const descending = order === null ? boardBeginsDescending(key, boards[boardId]) : order === 'descending';
  return { key, descending };
}
