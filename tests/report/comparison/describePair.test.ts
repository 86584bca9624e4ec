import { describe, expect, it } from 'vitest';
import type { ComparedPair } from '../../../src/lib/stats/comparison/compareRuns';
import {
  describeLeftOut,
  describePair,
  describeVerdict,
  formatP,
  formatPair,
  formatSigned,
  listLeftOut,
  listSides
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

  it.each([
    ['a-better', 'C is better', 'Adjusted p < 0.05; mean and ranks agree.', true],
    ['b-better', 'A is better', 'Adjusted p < 0.05; mean and ranks agree.', true],
    [
      'differ',
      'differ, no winner',
      'Adjusted p < 0.05, but the ranks do not point where the mean points, or the metric has no better direction.',
      true
    ],
    [
      'none-shown',
      'no difference shown',
      'Adjusted p ≥ 0.05. That is no proof that there is none: the interval says how large it may be.',
      false
    ],
    ['equal', 'equal in every pair', 'There is nothing to test.', false],
    [
      'too-few',
      'too few pairs',
      'With fewer than 6 pairs not even differences of one sign in all of them reach p < 0.05.',
      false
    ],
    ['not-comparable', 'not compared', 'Not compared: there are no pairs.', false]
  ] as const)('of the verdict %s', (verdict, short, long, isShown) => {
    expect(describeVerdict({ ...pair, verdict, reason: 'there are no pairs' })).toEqual({
      short,
      long,
      isShown
    });
  });

  it('speak of whole images only where the official test alone would tell the two apart', () => {
    const long = (facts: Partial<ComparedPair>) => describeVerdict({ ...pair, ...facts }).long;
    const byImage = /when pairs of one source image count as one/;
    expect(long({ adjustedP: 0.049, adjustedClusteredP: 0.4 })).toMatch(byImage);
    expect(long({ adjustedP: 0.05, adjustedClusteredP: 0.4 })).not.toMatch(byImage);
    expect(long({ adjustedP: 0.049, adjustedClusteredP: null })).not.toMatch(byImage);
    expect(long({ adjustedP: null, adjustedClusteredP: 0.4 })).not.toMatch(byImage);
  });

  it('name everything that falls out, by the letters of the pair', () => {
    const leftOut = { onlyA: 1, onlyB: 2, noValueA: 3, noValueB: 4, noValueBoth: 5, ambiguous: 6000 };
    expect(describeLeftOut({ ...pair, leftOut })).toBe(
      '1 only in C, 2 only in A, 3 without a value in C, 4 without a value in A, 5 without a value in both, ' +
        '6,000 with several values in one run'
    );
    expect(listLeftOut(pair)).toEqual([
      { kind: 'onlyB', count: 2, words: 'only in A' },
      { kind: 'noValueA', count: 1, words: 'without a value in C' }
    ]);
  });

  it('leave out what a pair does not have', () => {
    const none = { onlyA: 0, onlyB: 0, noValueA: 0, noValueB: 0, noValueBoth: 0, ambiguous: 0 };
    const bare = {
      ...pair,
      leftOut: none,
      meanDifference: null,
      detectable: null,
      pValue: null,
      reason: 'x'
    };
    expect(describePair(bare, null)).toBe('n 24 pairs · not tested: x');
    expect(describePair({ ...bare, meanDifference: 1, sources: 5 }, null)).toBe(
      'n 24 pairs · mean C 30.123, A 29.877 · A − C 1, 95 % interval -0.51 to 0.02 · interval over 5 source images · not tested: x'
    );
  });

  it('count wins first: the larger ones, or the smaller where lower is better', () => {
    expect([true, null, false].map((higher) => listSides({ ...pair, equal: 1 }, higher))).toEqual([
      [9, 1, 15],
      [9, 1, 15],
      [15, 1, 9]
    ]);
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
    for (const key of ['meanA', 'meanB', 'meanDifference', 'ciLow', 'ciHigh'] as const)
      expect(formatPair({ ...pair, [key]: null }, { digits: 4 })).toBeNull();
    expect(formatPair({ ...pair, detectable: null }, { digits: 4 })!.detectable).toBeNull();
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
    [0.995, '1.00'],
    [0.9949, '0.99'],
    [0.1, '0.10'],
    [0.01, '0.010'],
    [0.001, '0.0010'],
    [0, '0'],
    [0.4321, '0.43'],
    [0.0421, '0.042'],
    [0.00421, '0.0042'],
    [2.384185791015625e-7, '2.4e-7']
  ])('%d stands as %s', (p, text) => {
    expect(formatP(p)).toBe(text);
  });
});
