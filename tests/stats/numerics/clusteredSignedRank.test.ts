import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusteredSignedRank } from '../../../src/lib/stats/numerics/clusteredSignedRank';
import { wilcoxon } from '../../../src/lib/stats/numerics/wilcoxon';

const test = (differences: readonly number[], clusters: readonly number[]): number | null =>
  clusteredSignedRank(Float64Array.from(differences), Uint32Array.from(clusters));

describe('the signed-rank test by clusters', () => {
  it('counts the patterns of signs of few clusters', () => {
    // Signed ranks 1, 2 | −3 | 4: sums 3, −3, 4; of ±3 ±3 ±4 six of eight are at least 4 from 0.
    expect(test([0.1, 0.2, -0.3, 0.4], [0, 0, 1, 2])).toBe(6 / 8);
    // All of one sign: only the pattern itself and its mirror image are as far.
    expect(test([1, 2, 3, 4, 5, 6], [0, 0, 1, 1, 2, 2])).toBe(2 / 8);
  });

  it('leaves out pairs without a difference, and has no p-value where none differs', () => {
    expect(test([0.1, 0, 0.2, -0.3, 0.4], [0, 3, 0, 1, 2])).toBe(6 / 8);
    expect(test([0, 0], [0, 1])).toBeNull();
  });

  it('takes the normal distribution of many clusters', () => {
    // Twenty clusters of two: pair i has rank i, and only the last cluster has the other sign. T = 820 − 2 · 79 = 662; the
    // clusters’ sums are 3, 7, … 79, whose squares add up to 44,260. Python: erfc(662 / sqrt(44260) / sqrt(2))
    const differences = Array.from({ length: 40 }, (_, index) => (index < 38 ? index + 1 : -(index + 1)));
    const p = test(
      differences,
      differences.map((_, index) => Math.floor(index / 2))
    )!;
    expect(p).toBeCloseTo(0.0016513679016521628, 12);
  });

  it('of clusters of one is Wilcoxon’s own test, in its normal approximation', () => {
    // Zeros make the official test take the normal distribution at any size.
    const values = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 30, maxLength: 60 });
    fc.assert(
      fc.property(values, (differences) => {
        const withZero = [...differences, 0];
        const own = test(
          withZero,
          withZero.map((_, index) => index)
        );
        const zeros = withZero.map(() => 0);
        const official = wilcoxon(zeros, withZero);
        fc.pre(withZero.filter((difference) => difference !== 0).length > 14);
        expect(own).toBeCloseTo(official.pValue!, 10);
      })
    );
  });

  it('does not depend on which of the two comes first', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.nat(20)), { maxLength: 60 });
    fc.assert(
      fc.property(values, (pairs) => {
        const clusters = pairs.map(([, cluster]) => cluster);
        const there = test(
          pairs.map(([difference]) => difference),
          clusters
        );
        const back = test(
          pairs.map(([difference]) => -difference),
          clusters
        );
        expect(back).toBe(there);
      })
    );
  });

  it('is not deceived by copies of one image', () => {
    // One image in fifty copies that all favour b, and seven others that favour a: only eight things were seen.
    const differences = [...Array.from({ length: 50 }, (_, at) => 1 + at / 100), -2, -3, -4, -5, -6, -7, -8];
    const clusters = differences.map((_, index) => Math.max(0, index - 49));
    const alone = wilcoxon(
      differences.map(() => 0),
      differences
    );
    expect(alone.pValue!).toBeLessThan(0.001);
    expect(test(differences, clusters)!).toBeGreaterThan(0.5);
  });
});
