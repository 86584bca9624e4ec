import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeRanks } from '../../../src/lib/stats/numerics/ranks';

describe('ranks', () => {
  it('are shared by equal values', () => {
    expect(computeRanks([30, 10, 20, 20, 40, 40, 40])).toEqual({
      ranks: Float64Array.of(4, 1, 2.5, 2.5, 6, 6, 6),
      tieSizes: [2, 3]
    });
  });

  it('are none for no values', () => {
    expect(computeRanks([])).toEqual({ ranks: new Float64Array(), tieSizes: [] });
  });

  it('sum to n(n + 1)/2 and are one more than the values below plus half of the other equal ones', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 })), (values) => {
        const { ranks } = computeRanks(values);
        expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBe((values.length * (values.length + 1)) / 2);
        for (const [index, value] of values.entries()) {
          const below = values.filter((other) => other < value).length;
          const equal = values.filter((other) => other === value).length;
          expect(ranks[index]).toBe(below + (equal + 1) / 2);
        }
      })
    );
  });
});
