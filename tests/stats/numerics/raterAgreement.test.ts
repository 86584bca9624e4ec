import { describe, expect, it } from 'vitest';
import { computeBlandAltman } from '../../../src/lib/stats/numerics/blandAltman';
import { bootstrapStatistic } from '../../../src/lib/stats/numerics/bootstrapStatistic';
import {
  estimateAbsoluteDifference,
  estimateIcc,
  estimateKappa,
  estimatePearson,
  estimateSpearman
} from '../../../src/lib/stats/numerics/raterAgreement';
import { agreementGolden } from '../golden';

describe.each(agreementGolden.raters)('$first.length items on 1 to $top', (golden) => {
  const { first, second, judge, top, estimates } = golden;
  const mean = first.map((score, item) => (score + second[item]!) / 2);

  it.each([
    ['linear', () => estimateKappa(first, second, top, 'linear')],
    ['quadratic', () => estimateKappa(first, second, top, 'quadratic')],
    ['pearson', () => estimatePearson(mean, judge)],
    ['spearman', () => estimateSpearman(mean, judge)],
    ['absoluteDifference', () => estimateAbsoluteDifference(mean, judge)]
  ] as const)('%s and its bootstrap interval equal scikit-learn, SciPy and NumPy', (name, estimate) => {
    const { value, interval } = estimates[name];
    expect(estimate()).toMatchObject({
      n: first.length,
      value: expect.closeTo(value, 10),
      interval: { low: expect.closeTo(interval[0], 9), high: expect.closeTo(interval[1], 9) }
    });
  });

  it('bias and limits of agreement equal NumPy with one degree of freedom less', () => {
    const { bias, low, high } = golden.blandAltman;
    expect(computeBlandAltman(mean, judge)).toMatchObject({
      bias: expect.closeTo(bias, 10),
      low: expect.closeTo(low, 10),
      high: expect.closeTo(high, 10)
    });
  });
});

describe('too few items', () => {
  it('have no interval below 10, and say so', () => {
    const interval = { low: null, high: null, reason: 'no interval below 10 items' };
    expect(estimatePearson([1, 2, 3, 4], [2, 1, 4, 3])).toMatchObject({ n: 4, interval });
    expect(estimateAbsoluteDifference([1], [4])).toEqual({ n: 1, value: 3, interval });
  });

  it('have no value where the statistic has none, and say why', () => {
    expect(estimateAbsoluteDifference([], [])).toMatchObject({
      value: null,
      reason: 'nothing is rated by both'
    });
    expect(estimatePearson([1, 2], [1, 2])).toMatchObject({ value: null });
    expect(estimateIcc([[1, 2]])).toEqual({ n: 1, value: null, reason: expect.stringMatching(/./) });
    expect(computeBlandAltman([1, 2], [1, 3])).toBeNull();
  });
});

describe('the bootstrap of a statistic', () => {
  it('leaves out resamples without a value, as long as they are at most one in twenty', () => {
    const without = (count: number) => {
      let resample = 0;
      return bootstrapStatistic(10, () => (resample++ < count ? null : resample));
    };
    // The values are 51 to 1000: the percentile of 950 values at p is 51 + 949 p / 100.
    expect(without(50)).toEqual({ low: expect.closeTo(74.725, 9), high: expect.closeTo(976.275, 9) });
    expect(without(51)).toEqual({
      low: null,
      high: null,
      reason: '51 of 1000 resamples have no value'
    });
  });

  it('draws as many of the items as there are, a thousand times', () => {
    const sizes: number[] = [];
    bootstrapStatistic(10, (indices) => sizes.push(indices.length));
    expect(sizes).toEqual(new Array(1000).fill(10));
    bootstrapStatistic(12, (indices) => {
      expect([...indices].every((index) => index >= 0 && index < 12)).toBe(true);
      return 0;
    });
  });

  it('has no interval where too many resamples have no value', () => {
    const interval = bootstrapStatistic(20, (indices) => (indices[0]! < 10 ? null : 1));
    expect(interval).toMatchObject({ low: null, reason: expect.stringMatching(/^\d+ of 1000 resamples/) });
  });

  it('refuses sides of unequal length', () => {
    expect(() => estimateAbsoluteDifference([1], [1, 2])).toThrow('equal lengths');
    expect(() => computeBlandAltman([1], [1, 2])).toThrow('equal lengths');
  });
});
