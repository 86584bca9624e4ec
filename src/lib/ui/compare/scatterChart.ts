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
  const side = (high - low) / squaresAcross;
  const counts = new Uint32Array(squaresAcross * squaresAcross);
  const place = (value: number): number => Math.min(squaresAcross - 1, Math.floor((value - low) / side));
  for (let index = 0; index < a.length; index++) {
    const at = place(b[index]!) * squaresAcross + place(a[index]!);
    counts[at] = counts[at]! + 1;
  }
  const squares: DensitySquare[] = [];
  for (const [at, n] of counts.entries()) {
    if (n === 0) continue;
    const x1 = low + (at % squaresAcross) * side;
    const y1 = low + Math.floor(at / squaresAcross) * side;
    squares.push({ x1, x2: x1 + side, y1, y2: y1 + side, n });
  }
  return squares;
}
