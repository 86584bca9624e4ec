/** How far answers to the same question lie apart. */
export interface RepeatSpread {
  /** Samples with two answers or more. */
  readonly samples: number;
  readonly answers: number;
  /**
   * Within-sample standard deviation: the root of the mean variance (divisor k − 1), each sample weighted by its degrees
   * of freedom. Reference: J. M. Bland, D. G. Altman, Measurement error, BMJ 312 (1996). Null for no samples.
   */
  readonly sd: number | null;
  /** Largest minus smallest answer of a sample: the mean over samples, and the largest. */
  readonly meanRange: number | null;
  readonly maxRange: number | null;
  /** Share of samples whose answers are all equal. */
  readonly sameShare: number | null;
}

/** @param scores by sample; samples with one answer tell nothing and are left out */
export function computeRepeatSpread(scores: readonly (readonly number[])[]): RepeatSpread {
  const repeated = scores.filter(({ length }) => length > 1);
  const answers = repeated.reduce((sum, { length }) => sum + length, 0);
  const samples = repeated.length;
  if (samples === 0) return { samples, answers, sd: null, meanRange: null, maxRange: null, sameShare: null };
  const squares = repeated.reduce((sum, values) => sum + sumSquares(values), 0);
  const ranges = repeated.map((values) => Math.max(...values) - Math.min(...values));
  return {
    samples,
    answers,
    sd: Math.sqrt(squares / (answers - samples)),
    meanRange: ranges.reduce((sum, range) => sum + range, 0) / samples,
    maxRange: Math.max(...ranges),
    sameShare: ranges.filter((range) => range === 0).length / samples
  };
}

function sumSquares(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
