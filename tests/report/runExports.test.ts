import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../src/lib/core/run';
import type { Kernels } from '../../src/lib/kernels/Kernels';
import { listRunMetas } from '../../src/lib/metrics/runMetas';
import { readExports } from '../../src/lib/report/import/readExports';
import type { ResultsSummary } from '../../src/lib/report/resultsSummary';
import { runExports } from '../../src/lib/report/runExports';
import { aggregate } from '../../src/lib/stats/aggregate';
import { aggregateImported } from '../../src/lib/stats/aggregateImported';
import { loadKernels } from '../kernels/loadKernels';
import { makeRow, missing } from '../stats/rows';
import { makeExportedRun } from './import/exportedRun';
import { makeRun } from './makeRun';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

async function exportAs(id: string, run: Run) {
  const kind = runExports.find((one) => one.id === id)!;
  return kind.make({
    run: { ...run, source: '', fingerprints: [] },
    groups: aggregate(run.rows, listRunMetas(run)),
    importedGroups: aggregateImported(run.rows),
    kernels,
    loadInterval: (cell) => Promise.resolve(cell.interval(kernels))
  });
}

describe('the exports of a run', () => {
  it('have ids and labels of their own', () => {
    for (const field of ['id', 'label'] as const) {
      expect(new Set(runExports.map((kind) => kind[field])).size).toBe(runExports.length);
    }
  });

  it.each(runExports.map(({ id }) => id).filter((id) => id !== 'leaderboard'))(
    '%s gives files',
    async (id) => {
      const files = await exportAs(id, makeExportedRun());
      expect(files.length).toBeGreaterThan(0);
      for (const { name, text } of files)
        expect([name.startsWith('gpt'), text.length > 100]).toEqual([true, true]);
    }
  );

  it('leaderboard says why samples of no benchmark give none', async () => {
    await expect(exportAs('leaderboard', makeExportedRun())).rejects.toThrow('the benchmark’s samples');
  });
});

describe('the Results JSON', () => {
  const readSummary = async (run: Run): Promise<ResultsSummary> => {
    const [file] = await exportAs('results', run);
    return (JSON.parse(file!.text) as { summary: ResultsSummary }).summary;
  };

  const run = makeRun(
    [
      makeRow({ sampleId: 'a', modality: 'CT', scores: { ssim: { value: 1 }, psnr: { value: 30 } } }),
      makeRow({
        sampleId: 'b',
        modality: 'CT',
        scores: { ssim: { value: 0.5 }, psnr: missing('too small') }
      }),
      makeRow({ sampleId: 'c', modality: 'MRI', scores: { ssim: { value: 0.75 }, psnr: { value: 20 } } })
    ],
    { metrics: { psnr: '1', ssim: '1' } }
  );

  it('holds averages, deviations, intervals and rates by format', async () => {
    const { formats } = await readSummary(run);
    expect(formats).toMatchObject([
      {
        format: 'edit',
        found: 3,
        metrics: { ssim: { n: 3, unscored: 0, mean: 0.75 }, psnr: { n: 2, unscored: 1, mean: 25, std: 5 } }
      }
    ]);
    const { std, ciLow, ciHigh, accuracyRate } = formats[0]!.metrics['ssim']!;
    expect(std).toBeCloseTo(Math.sqrt(0.125 / 3), 12);
    expect([ciLow! >= 0.5, ciLow! < 0.75, ciHigh! > 0.75, ciHigh! <= 1]).toEqual([true, true, true, true]);
    // The official thresholds: SSIM from 0.7 on is right.
    expect(accuracyRate).toBeCloseTo(2 / 3, 12);
  });

  it('holds the same by slice, under the names of the page', async () => {
    const { slices } = await readSummary(run);
    const byModality = slices.filter(({ facet }) => facet === 'modality');
    expect(byModality.map(({ key, label, found }) => [key, label, found])).toEqual([
      ['CT', 'CT', 2],
      ['MRI', 'MRI', 1]
    ]);
    expect(byModality[0]!.metrics['ssim']).toMatchObject({ n: 2, mean: 0.75 });
    expect(byModality[1]!.metrics['psnr']).toMatchObject({ n: 1, mean: 20, std: 0, ciLow: 20, ciHigh: 20 });
    expect(new Set(slices.map(({ facet }) => facet)).size).toBe(7);
  });

  it('keeps what was computed elsewhere apart', async () => {
    const imported = { values: { SSIM: 0.25 }, verdicts: {}, sources: [] };
    const { formats } = await readSummary(makeRun([makeRow({ sampleId: 'a', scores: {}, imported })]));
    expect(formats[0]!.imported).toMatchObject({ SSIM: { n: 1, mean: 0.25 } });
    expect(formats[0]!.metrics['ssim']?.mean ?? null).toBeNull();
  });

  it('is what the published schema says, with and without the summary', async () => {
    const schema = JSON.parse(readFileSync('static/schema/results-1.json', 'utf8')) as object;
    const options = { allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true };
    const validate = new Ajv2020(options).compile(schema);
    const [file] = await exportAs('results', makeExportedRun());
    const { summary, ...older } = JSON.parse(file!.text) as { summary: ResultsSummary };
    expect(validate({ ...older, summary }), JSON.stringify(validate.errors)).toBe(true);
    expect(validate(older)).toBe(true);
    const [format] = summary.formats;
    const broken = { ...format, metrics: { ssim: { n: 1 } } };
    expect(validate({ ...older, summary: { ...summary, formats: [broken] } })).toBe(false);
  });

  it('comes back and goes out again as the same file, byte for byte', async () => {
    const [first] = await exportAs('results', makeExportedRun());
    const file = new File([first!.text], first!.name);
    const { runs, problems } = await readExports([{ path: file.name, file }]);
    expect(problems).toEqual([]);
    const [again] = await exportAs('results', { ...makeExportedRun(), ...runs[0] });
    expect(again!.text).toBe(first!.text);
  });
});
