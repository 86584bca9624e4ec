import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { icc21 } from '../../../src/lib/stats/numerics/icc21';
import { agreementGolden } from '../golden';

/** Table 2 of Shrout and Fleiss (1979): six items, four judges. */
const published = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7]
];

describe('ICC(2,1)', () => {
  it('is the published .29 of Shrout and Fleiss, with the interval .02 to .76 of the R package psych', () => {
    const interval = { low: expect.closeTo(0.019, 3), high: expect.closeTo(0.761, 3) };
    expect(icc21(published)).toMatchObject({ n: 6, raters: 4, value: expect.closeTo(0.29, 2), interval });
  });

  it.each(agreementGolden.icc)(
    'equals pingouin for $ratings.length items, $kind',
    ({ ratings, icc, low, high }) => {
      const result = icc21(ratings);
      if (result.value === null || result.interval.low === null) throw new Error('refused');
      expect(result.value).toBeCloseTo(icc, 10);
      expect(result.interval.low).toBeCloseTo(low, 9);
      expect(result.interval.high).toBeCloseTo(high, 9);
    }
  );

  it('is 1, without an interval, where raters agree in all', () => {
    const result = icc21([
      [1, 1, 1],
      [4, 4, 4],
      [9, 9, 9]
    ]);
    const interval = { low: null, high: null, reason: 'the raters leave no residual variance' };
    expect(result).toEqual({ n: 3, raters: 3, value: 1, interval });
  });

  it('falls below 1 for a rater who is always one higher: agreement, not consistency', () => {
    const result = icc21([
      [1, 2],
      [3, 4],
      [5, 6]
    ]);
    // MSR 8, MSC 1.5, MSE 0: 8 / (8 + 2·1.5/3).
    expect(result.value).toBeCloseTo(8 / 9, 14);
  });

  it('takes rounding for what it is: decimal ratings have no exact means', () => {
    const tenths = Array.from({ length: 40 }, (_, index) => (index + 1) / 10);
    for (const low of tenths) {
      for (const high of tenths.filter((rating) => rating > low)) {
        const agreed = [low, high, 0.3].map((rating) => [rating, rating, rating]);
        const crossed = [
          [low, high],
          [high, low]
        ];
        expect(icc21(agreed)).toMatchObject({ value: expect.closeTo(1, 12), interval: { low: null } });
        expect(icc21(crossed).value).toBeNull();
      }
    }
  });

  it('refuses what has no variance to share, with the reason', () => {
    const refusal = (n: number, raters: number, reason: string) => ({ n, raters, value: null, reason });
    expect(icc21([])).toEqual(refusal(0, 0, 'at least 2 rated items are needed; there are 0'));
    expect(icc21([[1, 2]])).toEqual(refusal(1, 2, 'at least 2 rated items are needed; there are 1'));
    expect(icc21([[1], [2]])).toEqual(refusal(2, 1, 'at least 2 raters are needed; there are 1'));
    const [constant, crossed] = [
      [
        [0.1, 0.1],
        [0.1, 0.1]
      ],
      [
        [0.1, 0.3],
        [0.3, 0.1]
      ]
    ];
    expect(icc21(constant)).toEqual(refusal(2, 2, 'all ratings are equal'));
    expect(icc21(crossed)).toEqual(refusal(2, 2, 'neither items nor raters differ on average'));
    expect(() => icc21([[1, 2], [1]])).toThrow('Every item needs the same raters');
  });

  it('has no interval where the F approximation breaks down, far below 0', () => {
    const result = icc21([
      [3, 4, 6, 1],
      [4, 5, 2, 2]
    ]);
    expect(result).toMatchObject({
      value: expect.closeTo(-0.295, 3),
      interval: { low: null, reason: 'too little variance between items for an interval' }
    });
  });

  it('does not depend on the order of items or raters, and never passes 1', () => {
    const table = fc.integer({ min: 2, max: 4 }).chain((raters) =>
      fc.array(fc.array(fc.integer({ min: 1, max: 10 }), { minLength: raters, maxLength: raters }), {
        minLength: 2,
        maxLength: 12
      })
    );
    fc.assert(
      fc.property(table, (ratings) => {
        const result = icc21(ratings);
        const turned = icc21(ratings.map((row) => row.toReversed()).toReversed());
        if (result.value === null || turned.value === null) {
          expect(turned.value).toBe(result.value);
          return;
        }
        expect(turned.value).toBeCloseTo(result.value, 9);
        expect(result.value).toBeLessThanOrEqual(1 + 1e-12);
        if (result.interval.low === null) return;
        expect(result.interval.low).toBeLessThanOrEqual(result.value + 1e-9);
        expect(result.interval.high).toBeGreaterThanOrEqual(result.value - 1e-9);
      })
    );
  });
});
