import type { PairedColumns } from '../../stats/comparison/pairColumns';

/** Beyond so many dots a drawing takes seconds and shows only a blot. */
export const mostDots = 3000;
/** Drawn one by one, and chosen, where the others are counted in squares. */
export const farthestDots = 200;
export const squaresAcross = 40;

/** Pairs that lie in one square of the plane. */
export interface DensitySquare {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
  readonly n: number;
}

/** Smallest and largest value of either run, a little apart where they are one. */
export function findDomain({ a, b }: PairedColumns): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const values of [a, b]) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** How many pairs lie in each square of a grid over the domain; empty squares are left out, the counts add up. */
export function countSquares(
  { a, b }: PairedColumns,
  [low, high]: readonly [number, number]
): readonly DensitySquare[] {
  // Shares of the domain: the side of a square can be too small for a number of its own.
  const place = (value: number): number =>
    Math.min(squaresAcross - 1, Math.floor(((value - low) / (high - low)) * squaresAcross));
  const edge = (number: number): number => low + (number / squaresAcross) * (high - low);
  const counts = new Uint32Array(squaresAcross * squaresAcross);
  for (let index = 0; index < a.length; index++) {
    const at = place(b[index]!) * squaresAcross + place(a[index]!);
    counts[at]!++;
  }
  const squares: DensitySquare[] = [];
  for (const [at, n] of counts.entries()) {
    if (n === 0) continue;
    const [column, row] = [at % squaresAcross, Math.floor(at / squaresAcross)];
    squares.push({ x1: edge(column), x2: edge(column + 1), y1: edge(row), y2: edge(row + 1), n });
  }
  return squares;
}
