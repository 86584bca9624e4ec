import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cohenKappa, type KappaWeights } from '../../../src/lib/stats/numerics/cohenKappa';
import { agreementGolden } from '../golden';

const allWeights: readonly KappaWeights[] = ['none', 'linear', 'quadratic'];

describe('Cohen’s κ', () => {
  it.each(agreementGolden.kappa)(
    'equals scikit-learn for $first.length ratings of 1 to $scale.length, $kind',
    ({ first, second, scale, ...expected }) => {
      for (const weights of allWeights) {
        expect(cohenKappa(first, second, scale, weights).value).toBeCloseTo(expected[weights], 12);
      }
    }
  );

  it('is the hand-worked one: 35 of 50 agree, 25 would by chance', () => {
    const [first, second] = [[], []] as [string[], string[]];
    for (const [of, a, b] of [
      [20, 'yes', 'yes'],
      [5, 'yes', 'no'],
      [10, 'no', 'yes'],
      [15, 'no', 'no']
    ] as const) {
      for (let item = 0; item < of; item++) {
        first.push(a);
        second.push(b);
      }
    }
    expect(cohenKappa(first, second, ['no', 'yes'], 'none')).toEqual({
      n: 50,
      value: expect.closeTo(0.4, 14)
    });
  });

  it('counts distances on the whole scale, also over categories nobody used', () => {
    const [first, second] = [
      [1, 1, 9, 9],
      [1, 9, 10, 10]
    ];
    const whole = cohenKappa(first, second, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'linear');
    const used = cohenKappa(first, second, [1, 9, 10], 'linear');
    // Whole: observed 0 + 8 + 1 + 1 and expected (2·(0 + 8 + 9 + 9) + 2·(8 + 0 + 1 + 1))/4; used: 3 and 16/4.
    expect(whole.value).toBeCloseTo(1 - 10 / 18, 14);
    expect(used.value).toBeCloseTo(0.25, 14);
  });

  it('refuses what it cannot rate, with the reason', () => {
    expect(cohenKappa([], [], [1, 2], 'none')).toEqual({ n: 0, value: null, reason: 'nothing is rated' });
    expect(cohenKappa([2, 2], [2, 2], [1, 2], 'linear')).toEqual({
      n: 2,
      value: null,
      reason: 'both raters gave one and the same category throughout'
    });
    expect(cohenKappa([1, 11], [1, 1], [1, 2], 'none')).toEqual({
      n: 2,
      value: null,
      reason: 'the rating 11 is not on the scale'
    });
    expect(() => cohenKappa([1], [1, 2], [1, 2], 'none')).toThrow('Raters need equal lengths; got 1 and 2');
  });

  it('is symmetric, at most 1, and 1 for agreement', () => {
    const scale = [1, 2, 3, 4, 5];
    const rating = fc.constantFrom(...scale);
    fc.assert(
      fc.property(fc.array(fc.tuple(rating, rating), { minLength: 1 }), (pairs) => {
        const [first, second] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        for (const weights of allWeights) {
          const kappa = cohenKappa(first, second, scale, weights);
          if (kappa.value !== null) expect(kappa.value).toBeLessThanOrEqual(1);
          expect(cohenKappa(second, first, scale, weights)).toEqual(kappa);
          const same = cohenKappa(first, first, scale, weights);
          if (same.value !== null) expect(same.value).toBe(1);
        }
      })
    );
  });
});
