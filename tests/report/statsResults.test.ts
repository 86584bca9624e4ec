import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatNames, formats } from '../../src/lib/benchmark/formats';
import type { Run } from '../../src/lib/core/run';
import type { ScoreRow } from '../../src/lib/core/score';
import { metrics } from '../../src/lib/metrics/registry';
import { toStatsResults } from '../../src/lib/report/statsResults';
import { makeRow } from '../stats/rows';
import { makeRun } from './makeRun';

interface PairTest {
  readonly n: number;
  readonly statistic: number;
  readonly p_value: number;
  readonly mean_diff: number;
}
type Tests = Readonly<Record<string, PairTest>>;

const parse = (runs: readonly Run[]): Tests => JSON.parse(toStatsResults(runs).text) as Tests;

/** A run with these PSNR values, by sample. */
function psnrRun(system: string, values: Readonly<Record<string, number | null>>): Run {
  const rows = Object.entries(values).map(([sampleId, value]) =>
    makeRow({ sampleId, scores: { psnr: value === null ? { value, reason: 'image missing' } : { value } } })
  );
  return makeRun(rows, { system });
}

describe('the comparison of runs', () => {
  it('tests b − a over the samples that both have', () => {
    const a = psnrRun('a', { s1: 10, s2: 20, s3: 30, s4: 40, onlyA: 50, unscored: 60 });
    const b = psnrRun('b', { s4: 44, s3: 33, s2: 22, s1: 11, onlyB: 1, unscored: null });
    // All four differences are positive: 2 of the 2⁴ sign patterns are as extreme.
    expect(parse([a, b])).toEqual({
      'edit:PSNR:a_vs_b': { n: 4, statistic: 0, p_value: 0.125, mean_diff: 2.5 }
    });
  });

  it('gives equal runs statistic 0 and p 1, as the evaluator does', () => {
    const same = { s1: 10, s2: 20 };
    expect(parse([psnrRun('a', same), psnrRun('b', same)])).toEqual({
      'edit:PSNR:a_vs_b': { n: 2, statistic: 0, p_value: 1, mean_diff: 0 }
    });
  });

  it('says nothing of fewer than two pairs, and nothing of imported values', () => {
    const imported = { values: { LPIPS: 0.5 }, verdicts: {}, sources: [] };
    const rows = ['s1', 's2', 's3'].map((sampleId) => makeRow({ sampleId, imported }));
    const runs = ['a', 'b'].map((system) => makeRun(rows, { system }));
    expect(parse(runs)).toEqual({});
    expect(parse([psnrRun('a', { s1: 1 }), psnrRun('b', { s1: 2 })])).toEqual({});
  });

  it('is a file called after the first four systems', () => {
    const runs = ['a', 'b b', 'c', 'd', 'e'].map((system) => psnrRun(system, { s1: 1 }));
    expect(toStatsResults(runs).name).toBe('a_b_b_c_d_stats_results.json');
  });
});

const folder = new URL('../../../shared/realrun/expected/', import.meta.url);
const isThere = existsSync(folder);
if (!isThere) console.warn('skipped: no ../shared/realrun/expected beside this repository');

const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

/** A run with the values that the official functions gave. */
function readOfficialRun(system: string): Run {
  const rows = formatNames.flatMap((format): ScoreRow[] => {
    const lines = read(`${system}_${formats[format].fileWord}_local_metrics.jsonl`).trim().split('\n');
    return lines.map((line) => {
      const record = JSON.parse(line) as Record<string, unknown>;
      const scores = metrics.flatMap(({ meta }) => {
        const value = record[meta.officialKey ?? ''];
        return typeof value === 'number' ? [[meta.id, { value }] as const] : [];
      });
      return makeRow({ sampleId: String(record['sample_id']), format, scores: Object.fromEntries(scores) });
    });
  });
  return makeRun(rows, { system });
}

describe.skipIf(!isThere)('the comparison of the real run', () => {
  const official = isThere ? (JSON.parse(read('stats_results.json')) as Tests) : {};
  const own = isThere ? parse(['compressed', 'blurred', 'square1024'].map(readOfficialRun)) : {};

  it.each(Object.keys(official))('equals the official %s', (name) => {
    const expected = official[name]!;
    const actual = own[name]!;
    expect(Object.keys(actual)).toEqual(Object.keys(expected));
    expect(actual.n).toBe(expected.n);
    for (const key of ['statistic', 'p_value', 'mean_diff'] as const) {
      expect(Math.abs(actual[key] - expected[key]), key).toBeLessThanOrEqual(1e-9);
    }
  });

  it('has beyond the official entries only those of EM, which the file at hand leaves out', () => {
    const further = Object.keys(own).filter((name) => !(name in official));
    expect(further).toEqual([
      'vqa:Text_EM:compressed_vs_blurred',
      'vqa:Text_EM:compressed_vs_square1024',
      'vqa:Text_EM:blurred_vs_square1024'
    ]);
  });
});
