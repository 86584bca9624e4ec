import { describe, expect, it } from 'vitest';
import { computeMean, computeStd } from '../../../src/lib/stats/numerics/moments';
import { pairwiseSum } from '../../../src/lib/kernels/reference/pairwiseSum';
import { computePercentile } from '../../../src/lib/stats/numerics/percentile';
import { agreementGolden, drawByRule } from '../golden';

describe('sums, means and deviations', () => {
  it.each(agreementGolden.sums)('equal NumPy to the last bit for $n values', ({ n, sum, mean, std }) => {
    const values = Float64Array.from(drawByRule(n, 0.61803398875, 37.1));
    expect(pairwiseSum(values)).toBe(sum);
    expect(computeMean(values)).toBe(mean);
    expect(computeStd(values)).toBe(std);
  });

  it('differ from adding up one by one, so the order is really NumPy’s', () => {
    const values = Float64Array.from(drawByRule(119_000, 0.61803398875, 37.1));
    const naive = values.reduce((total, value) => total + value, 0);
    expect(pairwiseSum(values)).not.toBe(naive);
  });

  it('are those of a hand-worked example', () => {
    const values = Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9);
    expect(computeMean(values)).toBe(5);
    expect(computeStd(values)).toBe(2);
  });

  it('do not exist for no values, and one value has no deviation', () => {
    expect(computeMean(new Float64Array())).toBeNull();
    expect(computeStd(new Float64Array())).toBeNull();
    expect(computeStd(Float64Array.of(3.7))).toBe(0);
  });
});

describe('percentiles', () => {
  it.each(agreementGolden.percentiles)('equal NumPy’s $percent of $n values', ({ n, percent, value }) => {
    const sorted = Float64Array.from(drawByRule(n, 0.7548776662466927, 5)).sort();
    expect(computePercentile(sorted, percent)).toBe(value);
  });
});
