import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accuracyRateRows } from '../../src/lib/benchmark/accuracyRates';
import { boards } from '../../src/lib/benchmark/boards';
import { formats } from '../../src/lib/benchmark/formats';
import {
  publishedDecimals,
  publishedMetricIds,
  publishedMetrics,
  publishedRows,
  type PublishedMetricId
} from '../../src/lib/benchmark/publishedResults';

/** Bounds of each metric as the manuscript prints it. */
const ranges: Readonly<Record<PublishedMetricId, readonly [number, number]>> = {
  'judge-with-reference': [1, 5],
  'judge-without-reference': [1, 5],
  ssim: [-100, 100],
  psnr: [0, Infinity],
  lpips: [0, Infinity],
  mii: [-100, 100],
  bleu: [0, 100],
  bertscore: [-100, 100],
  em: [0, 100]
};

describe('the published results', () => {
  it('are 25 rows: 8 of generation, 10 of editing, 7 of VQA', () => {
    expect(publishedRows).toHaveLength(25);
    const counts = (['generate', 'edit', 'vqa'] as const).map(
      (format) => publishedRows.filter((row) => row.format === format).length
    );
    expect(counts).toEqual([8, 10, 7]);
  });

  it('name a system once a format', () => {
    expect(new Set(publishedRows.map(({ format, system }) => `${format} ${system}`)).size).toBe(25);
  });

  it.each(publishedMetricIds)('keep %s within its range and its printed decimals', (id) => {
    const values = publishedRows.flatMap(({ values }) => values[id] ?? []);
    const [low, high] = ranges[id];
    expect(values.length).toBeGreaterThan(0);
    expect(values.filter((value) => !(value >= low && value <= high))).toEqual([]);
    expect(values.filter((value) => Number(value.toFixed(publishedDecimals)) !== value)).toEqual([]);
  });

  it('are better when higher, but for LPIPS', () => {
    expect(publishedMetricIds.filter((id) => !publishedMetrics[id].higherIsBetter)).toEqual(['lpips']);
  });

  it('have image metrics where there is an image, text metrics where there is a text, and the judge always', () => {
    for (const { format, values } of publishedRows) {
      const groups = new Set(
        Object.keys(values).map((id) => publishedMetrics[id as PublishedMetricId].group)
      );
      const { hasImage, hasText } = formats[format];
      expect([...groups]).toEqual(['clinical', ...(hasImage ? ['image'] : []), ...(hasText ? ['text'] : [])]);
    }
  });
});

const file = new URL('../../../shared/spec/published-results.json', import.meta.url);
const isThere = existsSync(file);
if (!isThere) console.warn('skipped: no ../shared/spec/published-results.json beside this repository');

interface PublishedFile {
  readonly snapshot: { readonly pairs: number };
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
  readonly paper_v1_accuracy_rates: { readonly rows: readonly Readonly<Record<string, string | number>>[] };
}

/** By the field of the file. */
const fields: Readonly<Record<string, PublishedMetricId>> = {
  judge_with_gt: 'judge-with-reference',
  judge_without_gt: 'judge-without-reference',
  ssim: 'ssim',
  psnr: 'psnr',
  lpips: 'lpips',
  mii: 'mii',
  bleu: 'bleu',
  bertscore: 'bertscore',
  em: 'em'
};

describe.skipIf(!isThere)('the published results and their source', () => {
  it('have the same rows, in the same order, value for value', () => {
    const source = JSON.parse(readFileSync(file, 'utf8')) as PublishedFile;
    const rows = publishedRows.map(({ format, system, kind, values }) => ({
      format: format === 'edit' ? 'image_editing' : formats[format].officialTask,
      system,
      kind,
      ...Object.fromEntries(Object.entries(fields).map(([field, id]) => [field, values[id] ?? null]))
    }));
    expect(rows).toEqual(source.rows);
    expect(boards['table-3'].about).toContain(source.snapshot.pairs.toLocaleString('en'));
  });

  it('have the accuracy rates of the first version, value for value', () => {
    const source = JSON.parse(readFileSync(file, 'utf8')) as PublishedFile;
    const rows = accuracyRateRows.map(({ format, system, values }) => ({
      format: format === 'edit' ? 'image_editing' : formats[format].officialTask,
      system,
      ...Object.fromEntries(
        Object.entries(fields).flatMap(([field, id]) => (id in values ? [[field, values[id]]] : []))
      )
    }));
    expect(rows).toEqual(source.paper_v1_accuracy_rates.rows);
  });
});
