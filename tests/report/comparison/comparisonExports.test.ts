import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { metricById } from '../../../src/lib/metrics/registry';
import { comparisonExports } from '../../../src/lib/report/comparison/comparisonExports';
import { toComparisonCsv } from '../../../src/lib/report/comparison/comparisonCsv';
import { toComparisonJson } from '../../../src/lib/report/comparison/comparisonJson';
import {
  describeComparison,
  listComparisonTables
} from '../../../src/lib/report/comparison/comparisonTables';
import { loadKernels } from '../../kernels/loadKernels';
import { makeRun } from '../makeRun';
import { bySample, compareHere, makeRows, toCompare } from '../../stats/comparison/runs';

const comparison = await compareHere(
  [
    toCompare('=A', makeRows(bySample([1, 2, 3, 4, 5, 6, 7, 8]))),
    toCompare('b', makeRows(bySample([2, 4, 6, 8, 10, 12, 14, 16]))),
    toCompare('c', makeRows({ other: 1 }))
  ],
  await loadKernels()
);
const metas = new Map([['psnr', metricById('psnr').meta]]);

describe('the exports of a comparison', () => {
  it('JSON holds all of it, and nothing is lost', () => {
    const { name, text } = toComparisonJson(comparison);
    expect(name).toBe('_A_b_c_comparison.json');
    expect(JSON.parse(text)).toEqual({ schema: 'medgen-bench-viewer/comparison/1', ...comparison });
  });

  it('CSV has a line a pair with bare numbers, and no cell that a spreadsheet would compute', () => {
    const { data } = Papa.parse<Record<string, string>>(toComparisonCsv(comparison).text.trim(), {
      header: true
    });
    expect(data).toHaveLength(3);
    expect(data[0]).toMatchObject({ a: "'=A", b: 'b', n: '8', mean_b_minus_a: '4.5', p: '0.0078125' });
    expect(data[1]).toMatchObject({ b: 'c', n: '0', p: '', reason: 'there are no pairs' });
  });

  it('the table is that of the page: each run against the baseline', () => {
    const [table, ...others] = listComparisonTables(comparison, metas, 1);
    expect(others).toEqual([]);
    expect(table!.caption).toBe('Paired comparison, Image editing');
    expect(table!.head).toContain('Run − B');
    expect(table!.rows.map(([metric, run, n]) => [metric, run, n])).toEqual([
      ['PSNR (dB) ↑', 'A', '8'],
      ['PSNR (dB) ↑', 'C', '0']
    ]);
    expect(table!.rows[0]!.slice(5)).toEqual([
      '−4.50',
      expect.stringMatching(/^−[\d.]+ to −[\d.]+$/),
      '0.0078',
      '0.0078',
      'B is better',
      '0/0/8'
    ]);
    expect(table!.rows[1]!.slice(3)).toEqual(['–', '–', '–', '–', '–', '–', 'not compared', '–']);
  });

  it('the notes name runs, baseline and the family of the adjusted p', () => {
    const notes = describeComparison(comparison, 1).join('\n');
    expect(notes).toContain('A: =A (In the dropped files; Official evaluator (2026))');
    expect(notes).toContain('Baseline: B; 0 of 9 samples');
    expect(notes).toContain('over all 1 tests');
  });

  it('the table has a column for each number of the page', () => {
    const [table] = listComparisonTables(comparison, metas, 0);
    expect(table!.head).toEqual([
      'Metric',
      'Run',
      'n pairs',
      'Mean A',
      'Mean of run',
      'Run − A',
      '95 % CI',
      'p',
      'p (Holm)',
      'Verdict',
      'Win/tie/loss'
    ]);
    expect(listComparisonTables(comparison, new Map(), 0)).toEqual([]);
  });

  it('the notes say how it was worked out, and of whole images only where pairs share some', () => {
    const wholeImages = /^Samples that share an input image are not independent/;
    expect(describeComparison(comparison, 0)).toEqual([
      'A: =A (In the dropped files; Official evaluator (2026))',
      'B: b (In the dropped files; Official evaluator (2026))',
      'C: c (In the dropped files; Official evaluator (2026))',
      'Baseline: A; 0 of 9 samples are in all runs',
      'Differences: over the pairs, with a paired bootstrap interval (1,000 resamples, not adjusted); p: Wilcoxon signed-rank, two-sided',
      'p (Holm): adjusted over all 1 tests, every two of the 3 runs by every metric and format'
    ]);
    const [metric] = comparison.metrics;
    const [first, ...others] = metric!.pairs;
    const shared = { ...metric!, pairs: [{ ...first!, clusteredP: 0.5 }, ...others] };
    const notes = describeComparison({ ...comparison, metrics: [metric!, shared] }, 0);
    expect(notes).toHaveLength(7);
    expect(notes[6]).toMatch(wholeImages);
  });

  it('each kind of export gives its file', async () => {
    const runs = comparison.runs.map(({ system }) => makeRun([], { system }));
    const files = await Promise.all(
      comparisonExports.map((kind) => kind.make({ comparison, runs, metas, baseline: 0 }))
    );
    expect(files.map((made) => made.map(({ name }) => name))).toEqual([
      ['_A_b_c_comparison.json'],
      ['_A_b_c_comparison.csv'],
      ['_A_b_c_comparison_tables.tex'],
      ['_A_b_c_comparison_tables.md'],
      ['_A_b_c_stats_results.json']
    ]);
    expect(new Set(comparisonExports.map(({ id }) => id)).size).toBe(comparisonExports.length);
  });
});
