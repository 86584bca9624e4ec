import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatNames, formats } from '../../src/lib/benchmark/formats';
import type { Format, Modality, Task } from '../../src/lib/core/sample';
import type { ScoreRow } from '../../src/lib/core/score';
import { aggregate, type FormatGroup } from '../../src/lib/stats/aggregate';
import type { MetricFacts } from '../../src/lib/stats/MetricColumn';
import { pairScores } from '../../src/lib/stats/pairing';
import { wilcoxon } from '../../src/lib/stats/numerics/wilcoxon';
import { loadKernels } from '../kernels/loadKernels';
import { makeRow } from './rows';

const folder = new URL('../../../shared/realrun/expected/', import.meta.url);
const isThere = existsSync(folder);
if (!isThere) console.warn('skipped: no ../shared/realrun/expected beside this repository');

/** By the field of the evaluator's files. */
const metrics: Readonly<Record<string, MetricFacts>> = {
  PSNR: { id: 'PSNR', threshold: 28, higherIsBetter: true, formats: ['edit', 'generate'] },
  SSIM: { id: 'SSIM', threshold: 0.7, higherIsBetter: true, formats: ['edit', 'generate'] },
  BLEU: { id: 'BLEU', threshold: 0.09, higherIsBetter: true, formats: ['vqa', 'generate'] },
  Text_EM: { id: 'Text_EM', threshold: null, higherIsBetter: true, formats: ['vqa'] }
};
const systems = ['compressed', 'blurred', 'square1024'] as const;

type OfficialRecord = Readonly<Record<string, string | number | null>>;
interface OfficialResults extends Readonly<Record<string, unknown>> {
  readonly records: number;
  readonly by_modality: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
type OfficialTests = Readonly<
  Record<string, { n: number; statistic: number; p_value: number; mean_diff: number }>
>;

const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

function readRows(system: string, format: Format): readonly ScoreRow[] {
  const lines = read(`${system}_${formats[format].fileWord}_local_metrics.jsonl`).trim().split('\n');
  return lines.map((text) => {
    const record = JSON.parse(text) as OfficialRecord;
    const values = Object.keys(metrics).flatMap((id) => {
      const value = record[id];
      return typeof value === 'number' ? [[id, { value }] as const] : [];
    });
    return makeRow({
      sampleId: String(record['sample_id']),
      format,
      task: record['paper_task'] as Task,
      modality: record['modality'] as Modality,
      scores: Object.fromEntries(values)
    });
  });
}

function readResults(system: string, format: Format): OfficialResults {
  return JSON.parse(read(`${system}_${formats[format].fileWord}_eval_results.json`)) as OfficialResults;
}

const files = systems.flatMap((system) => formatNames.map((format) => ({ system, format })));

describe.skipIf(!isThere)('the tables of the real run', () => {
  it.each(files)('equal the official results of $system, $format', async ({ system, format }) => {
    const kernels = await loadKernels();
    const official = readResults(system, format);
    const [table] = aggregate(readRows(system, format), Object.values(metrics));
    const reported = Object.keys(metrics).filter((id) => `Average_${id}` in official);
    expect(table!.found).toBe(official.records);
    expect([...table!.cells].filter(([, cell]) => cell.n > 0).map(([id]) => id)).toEqual(reported);
    for (const id of reported) {
      const cell = table!.cells.get(id)!;
      const { ciLow, ciHigh } = cell.interval(kernels);
      expectWithin(cell.mean, official[`Average_${id}`], 1e-9);
      expectWithin(cell.std, official[`Std_${id}`], 1e-9);
      expectWithin(ciLow, official[`Bootstrap95CI_Low_${id}`], 1e-9);
      expectWithin(ciHigh, official[`Bootstrap95CI_High_${id}`], 1e-9);
      expect(cell.accuracyRate).toBe(official[`${id}_Accuracy_Rate`] ?? null);
    }
  });

  it.each(files)('equal the official means by modality of $system, $format', ({ system, format }) => {
    const official = readResults(system, format).by_modality;
    const [table] = aggregate(readRows(system, format), Object.values(metrics));
    const means = (table as FormatGroup).byModality.map(({ key, cells }) => {
      const present = [...cells.values()].filter((cell) => cell.n > 0);
      return [
        key,
        Object.fromEntries(present.map((cell) => [`Average_${cell.metricId}`, cell.mean]))
      ] as const;
    });
    expect(means.map(([modality]) => modality).sort()).toEqual(Object.keys(official).sort());
    for (const [modality, own] of means) {
      for (const [field, value] of Object.entries(official[modality]!)) expectWithin(own[field], value, 1e-9);
    }
  });
});

describe.skipIf(!isThere)('the paired tests of the real run', () => {
  const official = isThere ? (JSON.parse(read('stats_results.json')) as OfficialTests) : {};

  it.each(Object.entries(official))('equal the official %s', (name, expected) => {
    const [fileWord, metricId = '', pair = ''] = name.split(':');
    const [a = '', b = ''] = pair.split('_vs_');
    const format = formatNames.find((candidate) => formats[candidate].fileWord === fileWord)!;
    const pairing = pairScores(readRows(a, format), readRows(b, format), metricId);
    const result = wilcoxon(pairing.a, pairing.b);
    if (result.pValue === null) throw new Error(`refused: ${result.reason}`);
    expect(result.n).toBe(expected.n);
    expect(result.statistic).toBe(expected.statistic);
    expectWithin(result.pValue, expected.p_value, 1e-12);
    expectWithin(result.meanDifference, expected.mean_diff, 1e-12);
  });
});

function expectWithin(actual: unknown, expected: unknown, tolerance: number): void {
  expect(actual).toBeTypeOf('number');
  expect(Math.abs(Number(actual) - Number(expected)), `${String(actual)} ≈ ${String(expected)}`).toBeLessThan(
    tolerance
  );
}
