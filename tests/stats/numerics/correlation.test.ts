import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pearson, spearman } from '../../../src/lib/stats/numerics/correlation';
import { agreementGolden } from '../golden';

describe('correlations', () => {
  it.each(agreementGolden.correlation)('equal SciPy for $x.length pairs, $kind', ({ x, y, ...scipy }) => {
    const [r, rho] = [pearson(x, y), spearman(x, y)];
    if (r.value === null || rho.value === null) throw new Error('refused');
    expect(r.value).toBeCloseTo(scipy.pearson, 12);
    expect(r.pValue).toBeCloseTo(scipy.pearsonP, 10);
    expect(rho.value).toBeCloseTo(scipy.spearman, 12);
    expect(rho.pValue).toBeCloseTo(scipy.spearmanP, 10);
  });

  it('are those of a hand-worked example', () => {
    // Deviations −1.5 −0.5 0.5 1.5 and −1 −2 1 2: 6 / √(5·10).
    expect(pearson([1, 2, 3, 4], [2, 1, 4, 5])).toMatchObject({ n: 4, value: 6 / Math.sqrt(50) });
    // 1 − 6·Σd²/(n(n² − 1)) with d = 1, 1, 0, 0.
    expect(spearman([1, 2, 3, 4], [2, 1, 4, 5]).value).toBeCloseTo(1 - 12 / 60, 14);
  });

  it('tell a rising curve from a line', () => {
    const x = [1, 2, 3, 4, 5];
    const y = x.map((value) => value ** 5);
    expect(spearman(x, y)).toEqual({ n: 5, value: 1, pValue: 0 });
    expect(pearson(x, y).value).toBeLessThan(0.95);
  });

  it('refuse fewer than 3 pairs and constants, with the reason', () => {
    for (const correlate of [pearson, spearman]) {
      for (const n of [0, 1, 2]) {
        const values = Array.from({ length: n }, (_, index) => index);
        const reason = `a correlation needs at least 3 pairs; there are ${n}`;
        expect(correlate(values, values)).toEqual({ n, value: null, reason });
      }
      const refusal = { n: 3, value: null, reason: 'all values of one side are equal' };
      expect(correlate([0.1, 0.1, 0.1], [1, 2, 3])).toEqual(refusal);
      expect(correlate([1, 2, 3], [0.1, 0.1, 0.1])).toEqual(refusal);
      expect(() => correlate([1, 2, 3], [1, 2])).toThrow('Pairs need equal lengths; got 3 and 2');
    }
  });

  const pairs = fc.array(fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.nat(9)), {
    minLength: 3,
    maxLength: 40
  });

  it('are symmetric, bounded, and turn with the sign', () => {
    fc.assert(
      fc.property(pairs, (sample) => {
        const [x, y] = [sample.map(([value]) => value), sample.map(([, value]) => value)];
        const negated = y.map((value) => -value);
        for (const correlate of [pearson, spearman]) {
          const result = correlate(x, y);
          if (result.value === null) continue;
          expect(Math.abs(result.value)).toBeLessThanOrEqual(1);
          expect(result.pValue >= 0 && result.pValue <= 1).toBe(true);
          expect(correlate(y, x)).toEqual(result);
          expect(correlate(x, negated).value).toBeCloseTo(-result.value, 12);
        }
      })
    );
  });

  it('are finite for values that nearly vanish', () => {
    expect(pearson([1e-200, 2e-200, 4e-200], [1e-190, 2e-190, 4e-190]).value).toBeCloseTo(1, 12);
  });
});
