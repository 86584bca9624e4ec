import type { BoardCell } from '../../benchmark/boardRules';
import {
  publishedDecimals,
  type PublishedMetric,
  type PublishedMetricId
} from '../../benchmark/publishedResults';
import type { BoardRow } from './boardRows';

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
