import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/lib/core/sample';
import type { FormatGroup } from '../../src/lib/stats/aggregate';
import type { CellFacts } from '../../src/lib/stats/CellFacts';
import { pickHeadlines } from '../../src/lib/stats/pickHeadlines';

const group = (key: Format | null, means: Record<string, number | null>): FormatGroup<CellFacts> => ({
  key,
  found: 9,
  unscored: 0,
  reasons: [],
  byTask: [],
  byModality: [],
  cells: new Map(
    Object.entries(means).map(([metricId, mean]) => [
      metricId,
      { metricId, mean, n: 9, unscored: 0, reasons: [], std: 0, accuracyRate: null }
    ])
  )
});

const pick = (...groups: FormatGroup<CellFacts>[]) =>
  pickHeadlines(groups).map(({ format, cell }) => `${format} ${cell.metricId}`);

describe('the number that stands for a format', () => {
  it('is exact match of VQA and SSIM of images', () => {
    expect(
      pick(
        group('vqa', { bleu: 0.2, em: 0.5 }),
        group('edit', { psnr: 30, ssim: 0.9 }),
        group('generate', { bleu: 0.1, ssim: 0.8 })
      )
    ).toEqual(['vqa em', 'edit ssim', 'generate ssim']);
  });

  it('is the next that has a value, and none where nothing has', () => {
    expect(
      pick(
        group('vqa', { em: null, bleu: 0.2 }),
        group('edit', { lpips: 0.3 }),
        group('generate', { ssim: null })
      )
    ).toEqual(['vqa bleu', 'edit lpips']);
  });

  it('leaves out rows of no known format', () => {
    expect(pick(group(null, { em: 1 }))).toEqual([]);
  });
});
