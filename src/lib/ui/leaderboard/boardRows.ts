import { isRanked, placeScore } from '../../benchmark/boardRules';
import type { Board } from '../../benchmark/boards';
import {
  publishedMetricIds,
  type PublishedMetricId,
  type PublishedRow
} from '../../benchmark/publishedResults';
import { release, type DataIdentity } from '../../benchmark/release';
import type { Format } from '../../core/sample';
import type { RankedSystem } from '../../query/boardTable';
import type { BoardSystem } from '../../state/BoardSystems.svelte';
import { formatCount } from '../control/formatNumber';

export type BoardOrigin = 'published' | 'own' | 'contributed';

/** The word beside the name of a system that is not published. */
export const originWords: Readonly<Record<BoardOrigin, string>> = {
  published: 'published',
  own: 'yours',
  contributed: 'contributed'
};

/** One line of the board in one format. */
export interface BoardRow extends RankedSystem {
  readonly origin: BoardOrigin;
  /** Columns in which the row is ranked: best and second are found among these values. */
  readonly ranked: ReadonlySet<PublishedMetricId>;
  /** "24 of 3,872 samples"; empty for published rows, which do not tell. */
  readonly coverage: string;
}

/** The rows of one format: published ones first, then those of this browser, then contributed ones. */
export function listBoardRows(
  board: Board,
  format: Format,
  systems: readonly BoardSystem[]
): readonly BoardRow[] {
  const published = board.rows.filter((row) => row.format === format);
  const columns = columnsOf(published.map(showPublished));
  const others = systems.filter(({ scored }) => scored.formats[format] !== undefined);
  return [
    ...published.map(showPublished),
    ...others.map((system) => showScored(board, format, columns, system))
  ];
}

/** The columns for which at least one row is published or placed, in their order. */
export function columnsOf(rows: readonly Pick<BoardRow, 'cells'>[]): readonly PublishedMetricId[] {
  const found = new Set(rows.flatMap(({ cells }) => Object.keys(cells) as PublishedMetricId[]));
  return publishedMetricIds.filter((id) => found.has(id));
}

function showPublished({ system, kind, values }: PublishedRow): BoardRow {
  const entries = Object.entries(values) as [PublishedMetricId, number][];
  const cells = entries.map(([id, value]) => [id, { value, n: null, low: null, high: null, caveat: null }]);
  return {
    key: `published:${system}`,
    origin: 'published',
    system,
    kind,
    cells: Object.fromEntries(cells) as BoardRow['cells'],
    ranked: new Set(entries.map(([id]) => id)),
    coverage: ''
  };
}

function showScored(
  board: Board,
  format: Format,
  columns: readonly PublishedMetricId[],
  { key, origin, scored }: BoardSystem
): BoardRow {
  const cells = columns.map((id) => [id, placeScore(board.rules[id], scored, format)] as const);
  return {
    key: `${origin}:${key}`,
    origin,
    system: scored.system,
    kind: scored.kind,
    cells: Object.fromEntries(cells),
    ranked: new Set(cells.filter(([, cell]) => isRanked(cell, scored, format)).map(([id]) => id)),
    coverage: describeCoverage(scored.formats[format]?.samples ?? 0, format, scored.data)
  };
}

function describeCoverage(samples: number, format: Format, data: DataIdentity): string {
  if (data === 'other') return `${formatCount(samples)} samples of other data`;
  const covered = `${formatCount(samples)} of ${formatCount(release.sizes[format])} samples`;
  return data === 'release' ? covered : `${covered}, data as dropped`;
}
