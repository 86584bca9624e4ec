import { describe, expect, it } from 'vitest';
import type { Score, ScoreRow } from '../../../src/lib/core/score';
import type { MetricMeta } from '../../../src/lib/metrics/metric';
import { makeRowTable } from '../../../src/lib/query/rowTable';
import { chooseMetrics } from '../../../src/lib/ui/sample/chooseMetrics';

const metas = ['em', 'bleu', 'ssim'].map((id) => ({ id }) as MetricMeta);
const none: Score = { value: null, reason: 'not parsed' };

const table = makeRowTable(
  [{ bleu: { value: 0 } }, { bleu: { value: 0.5 }, em: none }, { ssim: { value: 0.9 } }].map(
    (scores, line) => ({ key: String(line), row: { scores } as unknown as ScoreRow })
  )
);

const choose = (places: number[], key?: string) => {
  const sort = key === undefined ? null : { key, descending: false };
  const { shown, headline } = chooseMetrics(metas, sort, table, Uint32Array.from(places));
  return [shown.map(({ id }) => id), headline?.id];
};

describe('the columns of a table of samples', () => {
  it('are the metrics that a row has a value of; the most frequent one tells the worst', () => {
    expect(choose([0, 1, 2])).toEqual([['bleu', 'ssim'], 'bleu']);
    expect(choose([2])).toEqual([['ssim'], 'ssim']);
  });

  it('keep the one that the order is by', () => {
    expect(choose([0], 'em')).toEqual([['em', 'bleu'], 'bleu']);
  });

  it('are none where nothing is scored', () => {
    expect(choose([])).toEqual([[], undefined]);
  });
});
