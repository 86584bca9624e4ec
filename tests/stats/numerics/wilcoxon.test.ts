import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilcoxon, type WilcoxonTest } from '../../../src/lib/stats/numerics/wilcoxon';
import { agreementGolden, drawByRule, statsGolden } from '../golden';

/** The test's numbers; fails where it was refused. */
function run(a: ArrayLike<number>, b: ArrayLike<number>): WilcoxonTest {
  const result = wilcoxon(a, b);
  if (result.pValue === null) throw new Error(`refused: ${result.reason}`);
  return result;
}

/** Two-sided exact p by trying all 2ⁿ signs; only without ties and zeros. */
function enumerateP(differences: readonly number[]): number {
  const sizes = differences.map(Math.abs).sort((a, b) => a - b);
  const observed = differences.reduce((sum, d) => (d > 0 ? sum + sizes.indexOf(d) + 1 : sum), 0);
  let [atMost, atLeast] = [0, 0];
  for (let signs = 0; signs < 2 ** sizes.length; signs++) {
    const rankSum = sizes.reduce((sum, _, rank) => (signs & (1 << rank) ? sum + rank + 1 : sum), 0);
    if (rankSum <= observed) atMost++;
    if (rankSum >= observed) atLeast++;
  }
  return Math.min(1, (2 * Math.min(atMost, atLeast)) / 2 ** sizes.length);
}

describe('the Wilcoxon signed-rank test', () => {
  it.each(statsGolden.wilcoxon)('equals SciPy for $n pairs, $kind', ({ x, y, ...official }) => {
    const result = run(x, y);
    expect(result.statistic).toBe(official.statistic);
    expect(Math.abs(result.pValue - official.p_value)).toBeLessThan(1e-13);
    expect(result.method).toBe(official.exact_used ? 'exact' : 'normal');
  });

  it.each(agreementGolden.wilcoxon)(
    'equals SciPy for $a.length pairs: $kind',
    ({ a, b, statistic, pValue }) => {
      const result = run(a, b);
      expect(result.statistic).toBe(statistic);
      expect(Math.abs(result.pValue - pValue)).toBeLessThanOrEqual(pValue * 1e-12);
    }
  );

  it.each(agreementGolden.wilcoxonLarge)('equals SciPy for $n pairs', ({ n, statistic, pValue }) => {
    const result = run(drawByRule(n, 0.61803398875, 1), drawByRule(n, 0.7548776662466927, 1.01));
    expect(result.statistic).toBe(statistic);
    expect(Math.abs(result.pValue - pValue)).toBeLessThanOrEqual(pValue * 1e-9);
  });

  it('gives the hand-worked p of five gains: 2/2⁵', () => {
    const result = run([1, 2, 3, 4, 5], [1.1, 2.2, 3.3, 4.4, 5.5]);
    expect(result).toMatchObject({
      n: 5,
      zeros: 0,
      statistic: 0,
      pValue: 0.0625,
      method: 'exact',
      tied: false
    });
    expect(result.meanDifference).toBeCloseTo(0.3, 12);
  });

  it('agrees with trying all signs', () => {
    const sizes = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 9 });
    const differences = sizes.chain((values) =>
      fc.tuple(...values.map((value) => fc.constantFrom(value, -value)))
    );
    fc.assert(
      fc.property(differences, (values) => {
        const result = run(values, new Float64Array(values.length));
        expect(result.pValue).toBeCloseTo(enumerateP(values), 14);
      }),
      { numRuns: 50 }
    );
  });

  it('leaves out equal pairs but counts them, and then approximates', () => {
    expect(run([1, 2, 3], [1, 3, 5])).toMatchObject({ n: 3, zeros: 1, method: 'normal', statistic: 0 });
  });

  it('says which way the second system moved', () => {
    expect(run([1, 1, 1], [2, 3, 5]).meanDifference).toBeCloseTo(7 / 3, 14);
  });

  it('refuses no pairs and equal pairs with the reason', () => {
    expect(wilcoxon([], [])).toEqual({
      n: 0,
      zeros: 0,
      meanDifference: null,
      pValue: null,
      reason: 'there are no pairs'
    });
    expect(wilcoxon([1, 2], [1, 2])).toEqual({
      n: 2,
      zeros: 2,
      meanDifference: 0,
      pValue: null,
      reason: 'all pairs are equal'
    });
  });

  it('finds nothing in a single pair', () => {
    expect(run([1], [2])).toMatchObject({ n: 1, statistic: 0, pValue: 1 });
  });

  it('throws on unequal lengths', () => {
    expect(() => wilcoxon([1], [1, 2])).toThrow('Pairs need equal lengths; got 1 and 2');
  });

  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 80 });

  it('does not depend on the order of the pairs', () => {
    fc.assert(
      fc.property(values, (differences) => {
        const zeros = differences.map(() => 0);
        const reversed = differences.toReversed();
        expect(wilcoxon(reversed, zeros)).toEqual(wilcoxon(differences, zeros));
      })
    );
  });

  it('keeps its p and turns its direction when the systems are swapped, unless SciPy truncates a tied rank', () => {
    fc.assert(
      fc.property(values, (differences) => {
        const zeros = differences.map(() => 0);
        const [there, back] = [wilcoxon(zeros, differences), wilcoxon(differences, zeros)];
        expect(there.meanDifference).toBe(0 - (back.meanDifference ?? NaN));
        if (there.pValue === null || there.statistic % 1 === 0) expect(back.pValue).toBe(there.pValue);
      })
    );
  });

  it('stays between 0 and 1', () => {
    fc.assert(
      fc.property(values, (differences) => {
        const { pValue } = wilcoxon(
          differences,
          differences.map(() => 0)
        );
        if (pValue !== null) expect(pValue >= 0 && pValue <= 1).toBe(true);
      })
    );
  });
});
