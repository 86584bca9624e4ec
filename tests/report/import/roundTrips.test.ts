import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/lib/core/run';
import type { Kernels } from '../../../src/lib/kernels/Kernels';
import { listRunMetas } from '../../../src/lib/metrics/runMetas';
import { toCsv } from '../../../src/lib/report/csv';
import type { ExportFile } from '../../../src/lib/report/exportFile';
import type { ImportedRun } from '../../../src/lib/report/import/ImportedRun';
import { readExports } from '../../../src/lib/report/import/readExports';
import { toOfficialJsonl } from '../../../src/lib/report/officialJsonl';
import { toResultsJson } from '../../../src/lib/report/resultsJson';
import { aggregate } from '../../../src/lib/stats/aggregate';
import { loadKernels } from '../../kernels/loadKernels';
import { makeExportedRun } from './exportedRun';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const run = makeExportedRun();
const drop = (files: readonly ExportFile[]) =>
  files.map(({ name, text }) => ({ path: name, file: new File([text], name) }));

async function reimport(files: readonly ExportFile[]): Promise<ImportedRun> {
  const { runs, problems } = await readExports(drop(files));
  expect(problems).toEqual([]);
  expect(runs).toHaveLength(1);
  return runs[0]!;
}

/** Every number of the run page's tables, and what they are of. */
function listNumbers({ rows, metrics }: Pick<Run, 'rows' | 'metrics'>): unknown {
  return aggregate(rows, listRunMetas({ metrics })).map((group) => ({
    key: group.key,
    tables: [[group], group.byTask, group.byModality].map((table) =>
      table.map(({ key, found, unscored, cells }) => ({
        key,
        found,
        unscored,
        cells: [...cells.values()].map((cell) => {
          const { metricId, n, mean, std, accuracyRate } = cell;
          return { metricId, n, unscored: cell.unscored, mean, std, accuracyRate, ...cell.interval(kernels) };
        })
      }))
    )
  }));
}

describe('Results JSON', () => {
  it('comes back as the same run, field by field', async () => {
    const { id, createdAt, finishedAt, ...content } = run;
    expect([id, createdAt, finishedAt].every(Boolean)).toBe(true);
    expect(await reimport([toResultsJson(run)])).toEqual(content);
  });

  it('exported again is the same file, byte for byte', async () => {
    const first = toResultsJson(run);
    const again = toResultsJson({ ...run, ...(await reimport([first])) });
    expect(again.text).toBe(first.text);
  });

  it('is what the published schema says, and nothing else passes it', () => {
    const schema = JSON.parse(readFileSync('static/schema/results-1.json', 'utf8')) as object;
    const validate = new Ajv2020({
      allErrors: true,
      strict: true,
      strictRequired: false,
      allowUnionTypes: true
    }).compile(schema);
    const content = JSON.parse(toResultsJson(run).text) as Record<string, unknown>;
    expect(validate(content), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...content, counts: { found: -1 } })).toBe(false);
    expect(validate({ ...content, rows: [{}] })).toBe(false);
    expect(validate({ ...content, schema: 'other' })).toBe(false);
  });

  it('names its metrics and whose protocol they follow', () => {
    const content = JSON.parse(toResultsJson(run).text) as {
      metricNames: Record<string, { protocol: string }>;
      pillow: string;
    };
    expect(content.pillow).toBe('>=10,<13');
    expect(content.metricNames['ssim']).toMatchObject({
      label: 'SSIM',
      protocol: 'Official evaluator (2026)'
    });
  });

  it.each([
    ['another schema', '{"schema": "medgen-bench-viewer/results/2"}', 'results-schema'],
    ['a cut file', toResultsJson(run).text.slice(0, 5000), 'results-content'],
    [
      'a score that is text',
      toResultsJson(run).text.replace(/"value": [\d.]+/, '"value": "1"'),
      'results-content'
    ],
    [
      'counts that do not add up',
      toResultsJson(run).text.replace('"scored": ', '"scored": 1'),
      'results-content'
    ],
    [
      'an unknown task',
      toResultsJson(run).text.replace('"style-transfer"', '"tea-reading"'),
      'results-content'
    ]
  ])('with %s is refused with its reason', async (_, text, code) => {
    const { runs, problems } = await readExports(drop([{ name: 'x.json', type: '', text }]));
    expect(runs).toEqual([]);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('of other metric versions says so', async () => {
    const older = { ...run, metrics: { ...run.metrics, ssim: '0' } };
    const { problems } = await reimport([toResultsJson(older)]);
    expect(problems.map(({ code }) => code)).toContain('metric-version');
  });
});

describe('CSV', () => {
  it('gives the same tables', async () => {
    const imported = await reimport([toCsv(run)]);
    expect(imported.system).toBe(run.system);
    expect(imported.counts).toEqual({ ...run.counts, missing: null });
    expect(listNumbers(imported)).toEqual(listNumbers(run));
    expect(imported.rows.map(({ sampleId, unscored }) => [sampleId, unscored])).toEqual(
      run.rows.map(({ sampleId, unscored }) => [sampleId, unscored])
    );
  });

  it('keeps spreadsheets from taking a text for a formula, and leaves numbers alone', () => {
    const { text } = toCsv(run);
    expect(text).toContain('"\'=1+1",');
    expect(text).toContain("'-image missing");
    expect(text).not.toMatch(/(^|,)[=+@]/m);
  });

  it('says what it could not carry', async () => {
    const { problems } = await reimport([toCsv(run)]);
    expect(problems.map(({ code }) => code)).toEqual(['import-limits']);
  });
});

describe('official JSONL', () => {
  it('gives the same tables', async () => {
    const imported = await reimport(toOfficialJsonl(run));
    expect(imported.system).toBe(run.system);
    expect(imported.counts).toEqual({ ...run.counts, missing: null });
    expect(listNumbers(imported)).toEqual(
      listNumbers({
        ...run,
        rows: run.rows.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0))
      })
    );
  });

  it('exported again is the same files, byte for byte', async () => {
    const first = toOfficialJsonl(run);
    const again = toOfficialJsonl({ ...run, ...(await reimport(first)) });
    expect(again).toEqual(first);
  });
});
