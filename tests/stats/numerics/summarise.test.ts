import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/lib/stats/numerics/summarise';
import { computeAccuracyRate } from '../../../src/lib/stats/accuracyRate';
import { kernelSets } from '../../kernels/kernelSets';
import { drawByRule, statsGolden } from '../golden';

describe.each(kernelSets)('a summary by the $name kernels', ({ name, kernels }) => {
  // The reference takes seconds for thousands of values; tests/kernels compares the two.
  const cases = statsGolden.bootstrap.filter(({ n }) => name === 'WebAssembly' || n <= 100);

  it.each(cases)('equals the official evaluator’s of $n values', ({ values, generator, ...official }) => {
    // The generator's first value is that of i = 0.
    const summary = summarise(values ?? drawByRule(generator?.n ?? 0, 0.61803398875, 1), kernels);
    expect(summary.n).toBe(official.n);
    expect(summary.mean).toBeCloseTo(official.mean, 12);
    expect(summary.std).toBeCloseTo(official.std, 12);
    expect(summary.ciLow).toBeCloseTo(official.ci_low, 12);
    expect(summary.ciHigh).toBeCloseTo(official.ci_high, 12);
  });

  it('has only nulls for no values', () => {
    expect(summarise([], kernels)).toEqual({ n: 0, mean: null, std: null, ciLow: null, ciHigh: null });
  });

  it('shrinks to the point for one value and for equal values', () => {
    expect(summarise([0.7], kernels)).toEqual({ n: 1, mean: 0.7, std: 0, ciLow: 0.7, ciHigh: 0.7 });
    expect(summarise([0.5, 0.5, 0.5], kernels)).toEqual({ n: 3, mean: 0.5, std: 0, ciLow: 0.5, ciHigh: 0.5 });
  });

  it('does not change its input', () => {
    const values = [3, 1, 2];
    summarise(values, kernels);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('an accuracy rate', () => {
  it('counts the threshold itself as passed, in either direction', () => {
    expect(computeAccuracyRate(Float64Array.of(27.9, 28, 30), { threshold: 28, higherIsBetter: true })).toBe(
      2 / 3
    );
    expect(
      computeAccuracyRate(Float64Array.of(0.5, 0.6, 0.61, 0.9), { threshold: 0.6, higherIsBetter: false })
    ).toBe(0.5);
  });

  it('does not exist without values or without a threshold', () => {
    expect(computeAccuracyRate(new Float64Array(), { threshold: 28, higherIsBetter: true })).toBeNull();
    expect(computeAccuracyRate(Float64Array.of(1), { threshold: null, higherIsBetter: true })).toBeNull();
  });
});
