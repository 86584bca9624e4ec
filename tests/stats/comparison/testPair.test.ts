import { describe, expect, it } from 'vitest';
import { referenceKernels } from '../../../src/lib/kernels/reference/referenceKernels';
import { testPair } from '../../../src/lib/stats/comparison/testPair';

const test = (a: readonly number[], b: readonly number[], clusters: readonly number[] | null = null) =>
  testPair(
    { a: Float64Array.from(a), b: Float64Array.from(b), clusters: clusters && Uint32Array.from(clusters) },
    referenceKernels
  );

describe('one pair of systems', () => {
  it('has counts, means, the standard error and what it could show, worked out by hand', () => {
    // Differences 1, 2, 3, 0, −1: mean 1, variance 2.5, standard error √(2.5 / 5).
    const outcome = test([1, 1, 1, 1, 1], [2, 3, 4, 1, 0]);
    expect(outcome).toMatchObject({
      n: 5,
      meanA: 1,
      meanB: 2,
      meanDifference: 1,
      above: 3,
      equal: 1,
      below: 1,
      sources: null,
      standardError: expect.closeTo(Math.SQRT1_2, 12),
      clusteredP: null,
      reason: null
    });
    // SciPy: (t.ppf(0.975, 4) + t.ppf(0.8, 4)) * sqrt(0.5)
    expect(outcome.detectable).toBeCloseTo((2.7764451051977987 + 0.9409645872) * Math.SQRT1_2, 6);
  });

  it('is by source images where pairs share them', () => {
    // Mean 4; the two images are off by −4 and 4: √(2 / 1 · 32) / 4 = 2.
    const outcome = test([0, 0, 0, 0], [1, 3, 5, 7], [0, 0, 1, 1]);
    expect(outcome).toMatchObject({
      n: 4,
      meanDifference: 4,
      sources: 2,
      standardError: 2,
      ciLow: 2,
      ciHigh: 6,
      pValue: 0.125,
      clusteredP: 0.5
    });
    // SciPy: (t.ppf(0.975, 1) + t.ppf(0.8, 1)) * 2
    expect(outcome.detectable).toBeCloseTo((12.706204736174694 + 1.3763819204711734) * 2, 6);
  });

  it('of one image has no standard error, and says that it is one', () => {
    const outcome = test([0, 0, 0], [1, 2, 3], [0, 0, 0]);
    expect(outcome).toMatchObject({ sources: 1, standardError: null, detectable: null, n: 3 });
  });

  it('of one pair has means and no test, of two a test', () => {
    expect(test([1], [3])).toMatchObject({
      n: 1,
      meanDifference: 2,
      pValue: null,
      statistic: null,
      method: null,
      standardError: null,
      detectable: null,
      reason: 'there is one pair only',
      above: 1
    });
    expect(test([1, 1], [2, 3])).toMatchObject({ n: 2, pValue: 0.5, reason: null });
    expect(test([1, 1], [1, 1])).toMatchObject({
      n: 2,
      pValue: null,
      reason: 'all pairs are equal',
      equal: 2
    });
  });
});
