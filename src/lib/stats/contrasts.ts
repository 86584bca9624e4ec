import type { ScoreRow } from '../core/score';
import { computeRanks } from './numerics/ranks';

/** One number a row, from wherever: a metric computed here, or a judge's score that was imported. */
export interface Reading {
  readonly id: string;
  readonly label: string;
  readonly higherIsBetter: boolean;
  /** Null where the row has none. */
  valueOf(row: ScoreRow): number | null;
}

const middle = 0.5;

/** A row that two readings disagree on. */
export interface Contrast {
  readonly row: ScoreRow;
  readonly first: number;
  readonly second: number;
  /** Place of the row by the first reading less that by the second: −1 to 1; positive where the first is the better one. */
  readonly gap: number;
}

export interface Contrasts {
  /** Rows that have both. */
  readonly n: number;
  /** Good (above the middle place) by the first reading, poor (below it) by the second; the largest gap first. */
  readonly firstHigh: readonly Contrast[];
  /** The reverse. */
  readonly secondHigh: readonly Contrast[];
}

/**
 * The rows on which two readings disagree most. Each reading is replaced by the row's place among the rows that have both:
 * (average rank − ½) / n, 1 for the best, so that decibels and marks compare; the gap is the difference of the two places.
 * @param limit of each list
 */
export function findContrasts(
  rows: readonly ScoreRow[],
  first: Reading,
  second: Reading,
  limit: number
): Contrasts {
  const both = rows.flatMap((row) => {
    const values = [first.valueOf(row), second.valueOf(row)] as const;
    return values[0] === null || values[1] === null ? [] : [{ row, first: values[0], second: values[1] }];
  });
  const firstPlaces = findPlaces(
    both.map((pair) => pair.first),
    first
  );
  const secondPlaces = findPlaces(
    both.map((pair) => pair.second),
    second
  );
  const contrasts = both
    .map((pair, at): Contrast => ({ ...pair, gap: firstPlaces[at]! - secondPlaces[at]! }))
    // On one side of the middle both agree, however far apart: most of a reading with two values shares one place.
    .filter((_, at) => (firstPlaces[at]! - middle) * (secondPlaces[at]! - middle) < 0)
    .sort((a, b) => b.gap - a.gap);
  return {
    n: both.length,
    firstHigh: contrasts.filter(({ gap }) => gap > 0).slice(0, limit),
    secondHigh: contrasts
      .filter(({ gap }) => gap < 0)
      .reverse()
      .slice(0, limit)
  };
}

/** Places from 0 (worst) to 1 (best). */
function findPlaces(values: readonly number[], { higherIsBetter }: Reading): Float64Array {
  const { ranks } = computeRanks(higherIsBetter ? values : values.map((value) => -value));
  return ranks.map((rank) => (rank - 0.5) / values.length);
}

/** The rows with the best and the worst values, equal ones in the order of the files. */
export function findExtremes(
  rows: readonly ScoreRow[],
  { valueOf, higherIsBetter }: Reading,
  limit: number
): { readonly best: readonly ScoreRow[]; readonly worst: readonly ScoreRow[] } {
  const valued = rows.flatMap((row) => {
    const value = valueOf(row);
    return value === null ? [] : [{ row, value: higherIsBetter ? value : -value }];
  });
  const take = (sign: 1 | -1): ScoreRow[] =>
    valued
      .toSorted((a, b) => sign * (a.value - b.value))
      .slice(0, limit)
      .map(({ row }) => row);
  return { best: take(-1), worst: take(1) };
}
