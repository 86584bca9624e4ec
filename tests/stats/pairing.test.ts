import { describe, expect, it } from 'vitest';
import { pairScores } from '../../src/lib/stats/pairing';
import { makeRow, missing } from './rows';

const row = (sampleId: string, value: number | null) =>
  makeRow({ sampleId, scores: { ssim: value === null ? missing('no image') : { value } } });

describe('pairing', () => {
  it('joins by sample over the intersection, in the order of the ids, and counts the rest', () => {
    const a = [row('c', 0.3), row('a', 0.1), row('b', 0.2), row('d', null)];
    const b = [row('a', 1.1), row('c', 1.3), row('d', 1.4), row('e', 1.5)];
    expect(pairScores(a, b, 'ssim')).toEqual({
      sampleIds: ['a', 'c'],
      a: Float64Array.of(0.1, 0.3),
      b: Float64Array.of(1.1, 1.3),
      onlyA: 1,
      onlyB: 2,
      ambiguous: 0
    });
  });

  it('leaves out a sample that a system has several values for', () => {
    const pairing = pairScores(
      [row('a', 0.1), row('a', 0.2), row('b', 0.3)],
      [row('a', 1), row('b', 1)],
      'ssim'
    );
    expect(pairing).toMatchObject({ sampleIds: ['b'], ambiguous: 1, onlyA: 0, onlyB: 0 });
  });

  it('takes the one value where another row of the sample has none', () => {
    const pairing = pairScores([row('a', null), row('a', 0.2)], [row('a', 1)], 'ssim');
    expect(pairing).toMatchObject({ sampleIds: ['a'], ambiguous: 0 });
  });

  it('is empty for a metric that nobody has', () => {
    expect(pairScores([row('a', 1)], [row('a', 1)], 'bleu').sampleIds).toEqual([]);
  });
});
