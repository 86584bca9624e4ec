import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../../../src/lib/report/comparison/describeOutcome';
import type { ComparedMetric, ComparedPair } from '../../../src/lib/stats/comparison/compareRuns';
import { refusePair } from '../../../src/lib/stats/comparison/testPair';
import type { Verdict } from '../../../src/lib/stats/comparison/verdict';

const leftOut = { onlyA: 0, onlyB: 0, noValueA: 0, noValueB: 0, noValueBoth: 0, ambiguous: 0 };

/** One metric a verdict on the first run (a) and the second (b). */
function metricsOf(...verdicts: readonly Verdict[]): ComparedMetric[] {
  return verdicts.map((verdict): ComparedMetric => {
    const pair: ComparedPair = {
      ...refusePair(''),
      a: 0,
      b: 1,
      leftOut,
      adjustedP: null,
      adjustedClusteredP: null,
      verdict
    };
    const facts = { format: 'edit' as const, metricId: 'psnr', higherIsBetter: true };
    return { ...facts, systems: [], pairs: [pair], tieGroups: [] };
  });
}

const tell = (metrics: ComparedMetric[], a = 0, b = 1) =>
  describeOutcome(metrics, ['sharp', 'blurred'], a, b);

describe('the outcome of two runs in words', () => {
  it('names the winner first, whichever is the baseline', () => {
    const metrics = metricsOf('a-better', 'a-better');
    const expected = { headline: 'sharp beats blurred on 2 of 2 metrics', rest: '' };
    expect(tell(metrics)).toEqual(expected);
    expect(tell(metrics, 1, 0)).toEqual(expected);
  });

  it('says what speaks against it, and counts nothing that was not compared', () => {
    const metrics = metricsOf(
      'b-better',
      'b-better',
      'a-better',
      'differ',
      'none-shown',
      'equal',
      'not-comparable'
    );
    expect(tell(metrics)).toEqual({
      headline: 'blurred beats sharp on 2 of 6 metrics',
      rest: 'sharp is better on 1, 1 differs without a winner, 2 show no difference'
    });
  });

  it('names no winner where there is none', () => {
    expect(tell(metricsOf('none-shown', 'too-few')).headline).toBe(
      'Neither of sharp and blurred is shown to be better on any of 2 metrics'
    );
    expect(tell(metricsOf('a-better', 'b-better', 'equal'))).toEqual({
      headline: 'sharp and blurred are each better on 1 of 3 metrics',
      rest: '1 shows no difference'
    });
  });
});
