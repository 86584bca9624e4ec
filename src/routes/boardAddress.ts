import { formatNames } from '$lib/benchmark/formats';
import type { Format } from '$lib/core/sample';
import { boardColumns, ownDirection, type BoardSort } from '$lib/ui/leaderboard/boardQuery';

/** What the leaderboard shows, as the home page's hash holds it. */
export interface BoardAddress {
  readonly format: Format;
  /** Null for the default order. */
  readonly sort: BoardSort | null;
}

const defaultFormat: Format = 'generate';

/** Reads a hash with or without its "#"; what is missing or unknown falls back to the default. */
export function parseBoardAddress(hash: string): BoardAddress {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const format = formatNames.find((name) => name === params.get('format')) ?? defaultFormat;
  const key = boardColumns.find((name) => name === params.get('sort'));
  if (key === undefined) return { format, sort: null };
  const order = params.get('order');
  const descending = order === null ? ownDirection(key).descending : order === 'descending';
  return { format, sort: { key, descending } };
}

/** The hash of an address, without "#"; defaults, and a column's own direction, are left out. */
export function formatBoardAddress({ format, sort }: BoardAddress): string {
  const params = new URLSearchParams();
  if (format !== defaultFormat) params.set('format', format);
  if (sort) {
    params.set('sort', sort.key);
    if (sort.descending !== ownDirection(sort.key).descending) {
      params.set('order', sort.descending ? 'descending' : 'ascending');
    }
  }
  return params.toString();
}
