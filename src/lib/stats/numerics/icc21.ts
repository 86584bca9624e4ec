import { computeUpperF } from './beta';

export type IccInterval =
  | { readonly low: number; readonly high: number }
  | { readonly low: null; readonly high: null; readonly reason: string };

export type IntraclassCorrelation =
  | {
      /** Rated items. */
      readonly n: number;
      readonly raters: number;
      readonly value: number;
      /** 95 % confidence interval. */
      readonly interval: IccInterval;
    }
  | { readonly n: number; readonly raters: number; readonly value: null; readonly reason: string };

/** Mean squares of the two-way layout without replication: between items, between raters, residual. */
interface MeanSquares {
  readonly items: number;
  readonly raters: number;
  readonly residual: number;
}

/** Residuals below this share of the variance are rounding. */
const roundingShare = 1e-24;

/**
 * ICC(2,1): two-way random effects, absolute agreement, single rater;
 * (MSR − MSE) / (MSR + (k − 1)·MSE + k·(MSC − MSE)/n) for n items and k raters, with the F-based 95 % interval.
 * References: P. Shrout, J. Fleiss, Intraclass correlations, Psychol. Bull. 86 (1979), whose example is a test;
 * K. McGraw, S. Wong, Psychol. Methods 1 (1996), table 7. Equal to pingouin's `ICC2`.
 * Fewer than 2 items or raters, or no variance: no value, with the reason.
 * @param ratings one row an item, one number a rater; no gaps
 */
export function icc21(ratings: readonly (readonly number[])[]): IntraclassCorrelation {
  const n = ratings.length;
  const raters = ratings[0]?.length ?? 0;
  if (ratings.some((row) => row.length !== raters)) throw new RangeError('Every item needs the same raters');
  const refuse = (reason: string) => ({ n, raters, value: null, reason });
  if (n < 2) return refuse(`at least 2 rated items are needed; there are ${n}`);
  if (raters < 2) return refuse(`at least 2 raters are needed; there are ${raters}`);
  if (ratings.every((row) => row.every((rating) => rating === ratings[0]![0]))) {
    return refuse('all ratings are equal');
  }

  const squares = computeMeanSquares(ratings, n, raters);
  const { items, residual } = squares;
  const total = items + (raters - 1) * residual + (raters * (squares.raters - residual)) / n;
  if (total <= 0) return refuse('neither items nor raters differ on average');
  const value = (items - residual) / total;
  return { n, raters, value, interval: computeIccInterval(value, squares, n, raters) };
}

function computeMeanSquares(ratings: readonly (readonly number[])[], n: number, k: number): MeanSquares {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const rowMeans = ratings.map((row) => sum(row) / k);
  const columnMeans = Array.from({ length: k }, (_, rater) => sum(ratings.map((row) => row[rater]!)) / n);
  const mean = sum(rowMeans) / n;
  const squared = (values: readonly number[]) => sum(values.map((value) => value * value));
  const residuals = ratings.flatMap((row, item) =>
    row.map((rating, rater) => rating - rowMeans[item]! - columnMeans[rater]! + mean)
  );
  return {
    items: (k * squared(rowMeans.map((rowMean) => rowMean - mean))) / (n - 1),
    raters: (n * squared(columnMeans.map((columnMean) => columnMean - mean))) / (k - 1),
    residual: squared(residuals) / ((n - 1) * (k - 1))
  };
}

/** Satterthwaite's degrees of freedom for the compound denominator, then the two F quantiles. */
function computeIccInterval(icc: number, squares: MeanSquares, n: number, k: number): IccInterval {
  const { items, raters, residual } = squares;
  const refuse = (reason: string) => ({ low: null, high: null, reason });
  if (residual <= roundingShare * (items + raters)) return refuse('the raters leave no residual variance');
  const ofRaters = (k * icc * raters) / residual;
  const ofResidual = n * (1 + (k - 1) * icc) - k * icc;
  const freedom =
    ((k - 1) * (n - 1) * (ofRaters + ofResidual) ** 2) / ((n - 1) * ofRaters ** 2 + ofResidual ** 2);
  const upper = computeUpperF(0.025, n - 1, freedom);
  const lower = computeUpperF(0.025, freedom, n - 1);
  const spread = k * raters + (k * n - k - n) * residual;
  const low = (n * (items - upper * residual)) / (upper * spread + n * items);
  const high = (n * (lower * items - residual)) / (spread + n * lower * items);
  return low <= icc && icc <= high
    ? { low, high }
    : refuse('too little variance between items for an interval');
}
