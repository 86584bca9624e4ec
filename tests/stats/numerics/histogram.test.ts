import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeBins, countBins, findBin } from '../../../src/lib/stats/numerics/histogram';

const bin = (values: readonly number[]) => computeBins(Float64Array.from(values));

describe('bins', () => {
  it('have the width of Freedman and Diaconis, rounded up to a number that people say', () => {
    // Quartiles 2 and 6 of 0…8 in halves, n 17: 2·4/∛17 = 3.11, so 5.
    const values = Array.from({ length: 17 }, (_, at) => at / 2);
    expect(bin(values)).toEqual([
      { from: 0, to: 5 },
      { from: 5, to: 10 }
    ]);
  });

  it('have decimal edges without a tail of rounding', () => {
    // Quartiles 0.65 and 0.95 of 0.5, 0.65, 0.8, 0.95, 1.1: 2·0.3/∛5 = 0.351, so 0.5.
    expect(bin([0.5, 0.65, 0.8, 0.95, 1.1])).toEqual([
      { from: 0.5, to: 1 },
      { from: 1, to: 1.5 }
    ]);
    const many = Array.from({ length: 1000 }, (_, at) => at / 1000);
    // Quartiles 0.24975 and 0.74925: 2·0.4995/10 = 0.0999, so 0.1.
    expect(bin(many).map(({ from }) => from)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
  });

  it('are one a whole number where there are few: right or wrong, a judge’s marks', () => {
    expect(bin([0, 1, 1, 0])).toEqual([
      { from: -0.5, to: 0.5 },
      { from: 0.5, to: 1.5 }
    ]);
    expect(bin([7, 9])).toHaveLength(3);
  });

  it('are none without values, and one for equal values', () => {
    expect(bin([])).toEqual([]);
    expect(bin([0.37, 0.37])).toHaveLength(1);
    expect(bin([100])).toEqual([{ from: 99.5, to: 100.5 }]);
  });

  it('are at most some forty, hold every value once, and touch, whatever the values', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 60 }), (values) => {
        const bins = bin(values);
        expect(bins.length).toBeLessThanOrEqual(42);
        bins.slice(1).forEach(({ from }, at) => expect(from).toBe(bins[at]!.to));
        const counts = countBins(Float64Array.from(values), bins);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
      })
    );
  });
});

describe('a value', () => {
  const bins = [
    { from: 0, to: 0.5 },
    { from: 0.5, to: 1 }
  ];

  it('on an edge is in the bin above it, on the last edge in the last bin', () => {
    expect([0, 0.5, 1].map((value) => findBin(value, bins))).toEqual([0, 1, 1]);
  });

  it('outside of the bins, or no number, is in none', () => {
    expect([-0.1, 1.1, NaN].map((value) => findBin(value, bins))).toEqual([-1, -1, -1]);
    expect(findBin(1, [])).toBe(-1);
  });
});
