import { describe, expect, it } from 'vitest';
import type { ComparedPair } from '../../../src/lib/stats/comparison/compareRuns';
import {
  describeLeftOut,
  describePair,
  describeVerdict,
  formatP,
  formatPair,
  formatSigned
} from '../../../src/lib/report/comparison/describePair';

const pair: ComparedPair = {
  a: 2,
  b: 0,
  n: 24,
  meanA: 30.123,
  meanB: 29.877,
  meanDifference: -0.246,
  ciLow: -0.51,
  ciHigh: 0.02,
  sources: null,
  standardError: 0.135,
  detectable: 0.39,
  statistic: 81,
  rankBiserial: -0.46,
  pValue: 0.0481,
  clusteredP: null,
  adjustedP: 0.0962,
  adjustedClusteredP: null,
  method: 'exact',
  reason: null,
  above: 9,
  equal: 0,
  below: 15,
  leftOut: { onlyA: 0, onlyB: 2, noValueA: 1, noValueB: 0, noValueBoth: 0, ambiguous: 0 },
  verdict: 'none-shown'
};

describe('the words about a pair', () => {
  it('call runs by their letters and say what falls out', () => {
    expect(describeLeftOut(pair)).toBe('2 only in A, 1 without a value in C');
    expect(describeVerdict(pair).short).toBe('no difference shown');
    expect(describeVerdict({ ...pair, verdict: 'a-better' }).short).toBe('C is better');
    expect(describeVerdict({ ...pair, verdict: 'b-better' }).short).toBe('A is better');
  });

  it('give every number in full', () => {
    expect(describePair(pair, 'dB')).toBe(
      'n 24 pairs · left out: 2 only in A, 1 without a value in C · mean C 30.123, A 29.877 dB · ' +
        'A − C -0.246, 95 % interval -0.51 to 0.02 · detectable with 80 % power 0.39 · Wilcoxon 81 (exact), p 0.0481, adjusted 0.0962 · ' +
        'rank-biserial correlation -0.46'
    );
  });

  it('say that whole images show no difference where pairs of their own would', () => {
    const shared = { ...pair, sources: 5, adjustedP: 0.01, clusteredP: 0.2, adjustedClusteredP: 0.4 };
    expect(describeVerdict(shared).long).toMatch(
      /^Adjusted p ≥ 0\.05 when pairs of one source image count as one\./
    );
    expect(describePair(shared, 'dB')).toContain('adjusted 0.01 · by source images p 0.2, adjusted 0.4 · ');
  });

  it('give the reason where there is no test', () => {
    const refused = { ...pair, pValue: null, reason: 'all pairs are equal' };
    expect(describePair(refused, null)).toMatch(/not tested: all pairs are equal$/);
    expect(describeVerdict({ ...refused, verdict: 'not-comparable' }).long).toMatch(/all pairs are equal/);
  });

  it('have the decimals of the metric, however wide the interval is', () => {
    expect(formatPair(pair, { digits: 2 })).toEqual({
      meanA: '30.12',
      meanB: '29.88',
      difference: '−0.25',
      ciLow: '−0.51',
      ciHigh: '+0.02',
      detectable: '0.39'
    });
    expect(formatPair({ ...pair, ciLow: -35 }, { digits: 4 })).toMatchObject({
      difference: '−0.2460',
      ciLow: '−35.0000'
    });
    expect(formatPair({ ...pair, meanA: null }, { digits: 4 })).toBeNull();
  });
});

describe('a signed number', () => {
  it.each([
    [0.314, 2, '+0.31'],
    [-0.314, 2, '−0.31'],
    [-0.001, 2, '0.00'],
    [0, 1, '0.0']
  ])('%d with %d decimals is %s', (value, decimals, text) => {
    expect(formatSigned(value, decimals)).toBe(text);
  });
});

describe('a p-value', () => {
  it.each([
    [1, '1.00'],
    [0.997, '1.00'],
    [0.4321, '0.43'],
    [0.0421, '0.042'],
    [0.00421, '0.0042'],
    [2.384185791015625e-7, '2.4e-7']
  ])('%d stands as %s', (p, text) => {
    expect(formatP(p)).toBe(text);
  });
});
