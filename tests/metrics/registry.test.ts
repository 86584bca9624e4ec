import { describe, expect, test } from 'vitest';
import { formatNames, formats } from '../../src/lib/benchmark/formats';
import { metricById, metrics } from '../../src/lib/metrics/registry';

describe('the list of metrics', () => {
  test('has each id once, and finds each by it', () => {
    expect(new Set(metrics.map(({ meta }) => meta.id)).size).toBe(metrics.length);
    for (const metric of metrics) expect(metricById(metric.meta.id)).toBe(metric);
  });

  test('refuses an unknown id and names the known ones', () => {
    expect(() => metricById('lpips')).toThrow('no metric "lpips"; known: psnr, ssim, bleu, em');
  });

  test('the official ones have the thresholds of the protocol', () => {
    const official = metrics.filter(({ meta }) => meta.group === 'official');
    expect(official.map(({ meta }) => [meta.officialKey, meta.threshold])).toEqual([
      ['PSNR', 28],
      ['SSIM', 0.7],
      ['BLEU', 0.09],
      ['Text_EM', null]
    ]);
  });

  test('only the official ones have the name of a field of the evaluator, and none of the others is called SSIM', () => {
    for (const { meta } of metrics.filter((metric) => metric.meta.group !== 'official')) {
      expect(meta.officialKey).toBeNull();
      expect(meta.threshold).toBeNull();
      expect(meta.label).not.toBe('SSIM');
    }
  });

  test.each(metrics)('$meta.id has a card that says everything', ({ kind, meta }) => {
    for (const text of [meta.definition, meta.edgeCases, meta.namesakes, meta.source]) {
      expect(text.length).toBeGreaterThan(20);
      expect(text).toMatch(/\.$/);
    }
    expect(meta.variant).not.toBe('');
    const applicable = formatNames.filter((name) => formats[name][kind === 'image' ? 'hasImage' : 'hasText']);
    for (const format of meta.formats) expect(applicable).toContain(format);
  });
});
