import { IDBFactory } from 'fake-indexeddb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { formatNames, formats } from '../../src/lib/benchmark/formats';
import { runSteps } from '../../src/lib/core/runSteps';
import type { FileEntry } from '../../src/lib/dataset/FileEntry';
import type { Drop } from '../../src/lib/predictions/drop';
import { listRunMetas, officialMetas } from '../../src/lib/metrics/runMetas';
import { metrics } from '../../src/lib/metrics/registry';
import type { ExportFile } from '../../src/lib/report/exportFile';
import { comparisonExports } from '../../src/lib/report/comparison/comparisonExports';
import { runExports } from '../../src/lib/report/runExports';
import { readFiles } from '../../src/lib/run/readFiles';
import { scoreRun } from '../../src/lib/run/scoreRun';
import { aggregate } from '../../src/lib/stats/aggregate';
import { aggregateImported } from '../../src/lib/stats/aggregateImported';
import type { MetricCell } from '../../src/lib/stats/MetricCell';
import { compareRuns, type Comparison } from '../../src/lib/stats/comparison/compareRuns';
import { AlignedRuns } from '../../src/lib/stats/comparison/AlignedRuns';
import { testPair } from '../../src/lib/stats/comparison/testPair';
import type { StoredRun } from '../../src/lib/store/runs';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { openThreadPool } from '../engine/openThreadPool';
import { loadKernels } from '../kernels/loadKernels';
import {
  demoReference,
  expectAverages,
  expectNear,
  expectOfficialRecords,
  expectResults,
  readDemoArchive,
  type Json,
  type Results
} from './demoReference';

const { systems, tests } = demoReference;
const names = Object.keys(systems);
const metricIds = metrics
  .map(({ meta }) => meta)
  .filter(({ group }) => group === 'official')
  .map(({ id }) => id);

/** What the script of the reference adds: a system that gives back what it was asked. Some of its images are resized. */
async function echo(demo: Drop) {
  const isDataset = ({ path }: FileEntry): boolean => /(^|\/)MedGEN_data\/\w+\.jsonl$/.test(path);
  const words: Readonly<Record<string, string>> = { vqa: 'vqa', edit: 'edit', gen: 'generate' };
  const files = demo.contents.dropped.entries.filter(isDataset).map(async (entry) => {
    const text = new TextDecoder().decode(await entry.read());
    const records = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Json);
    const answers = records.map((record) => ({
      ...record,
      response: record.instruction,
      output_image: record.input_image
    }));
    const [, word = ''] = /(\w+)\.jsonl$/.exec(entry.path) ?? [];
    return dropFile(`predictions/demo-echo_${words[word]!}.jsonl`, jsonl(answers));
  });
  return Promise.all(files);
}

let runs: readonly StoredRun[];
let comparison: Comparison;

const runOf = (system: string): StoredRun => runs.find((run) => run.system === system)!;
const byName = (files: readonly ExportFile[]) => new Map(files.map(({ name, text }) => [name, text]));
const parse = ({ text }: ExportFile): Json => JSON.parse(text) as Json;

async function exportRun(id: string, run: StoredRun): Promise<readonly ExportFile[]> {
  const kernels = await loadKernels();
  const groups = aggregate(run.rows, listRunMetas(run));
  const input = {
    run,
    groups,
    importedGroups: aggregateImported(run.rows),
    kernels,
    loadInterval: (cell: MetricCell) => Promise.resolve(cell.interval(kernels))
  };
  return runExports.find((kind) => kind.id === id)!.make(input);
}

/** From the dropped archive to stored runs and their comparison, as the page goes. */
beforeAll(async () => {
  Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: new IDBFactory() });
  const archive = dropFile('demo.zip', readDemoArchive());
  const read = (...more: Awaited<ReturnType<typeof echo>>) =>
    runSteps(readFiles([archive, ...more]), () => undefined);
  const drop = await read(...(await echo(await read())));
  const pool = await openThreadPool(2);
  const options = { metricIds, models: [], dataset: 'demo', pool, signal: new AbortController().signal };
  runs = await runSteps(scoreRun(drop, options), () => undefined);
  pool.close();
  const kernels = await loadKernels();
  comparison = await compareRuns(
    runs.map((run) => ({ run, metrics: listRunMetas(run) })),
    new AlignedRuns(runs.map(({ rows }) => rows)),
    { test: (values) => Promise.resolve(testPair(values, kernels)), turn: () => Promise.resolve() }
  );
});

afterAll(() => {
  Reflect.deleteProperty(globalThis, 'indexedDB');
  vi.resetModules();
});

describe('the demo, scored from its archive', () => {
  it('has the systems of the reference, every record scored, and nothing to say', () => {
    expect(runs.map(({ system }) => system).toSorted()).toEqual(names.toSorted());
    expect(runs.map(({ counts }) => counts)).toEqual(
      names.map(() => ({ found: 96, scored: 96, unscored: 0, missing: 0 }))
    );
    expect(runs.flatMap(({ problems }) => problems).filter(({ severity }) => severity !== 'note')).toEqual(
      []
    );
    expect(metricIds.toSorted()).toEqual(['bleu', 'em', 'psnr', 'ssim']);
  });

  it.each(names)('gives for every record of %s what the reference libraries give', async (system) => {
    expectOfficialRecords(byName(await exportRun('local_metrics', runOf(system))), system);
  });

  it.each(names)('gives the averages, deviations, intervals and rates of %s', async (system) => {
    expectAverages(byName(await exportRun('eval_results', runOf(system))), system);
  });

  it.each(names)('says the same of %s in Results JSON', async (system) => {
    const [file] = await exportRun('results', runOf(system));
    expectResults(JSON.parse(file!.text) as Results, system);
  });
});

describe('the demo’s systems, compared', () => {
  it.each(Object.entries(tests))('give for %s what SciPy and NumPy give', (name, expected) => {
    const [word, key, pair = ''] = name.split(':');
    const [a, b] = pair.split('_vs_').map((system) => runs.findIndex((run) => run.system === system));
    const format = formatNames.find((candidate) => formats[candidate].fileWord === word);
    const { id } = officialMetas.find(({ officialKey }) => officialKey === key)!;
    const metric = comparison.metrics.find((one) => one.format === format && one.metricId === id)!;
    const own = metric.pairs.find((one) => one.a === a && one.b === b)!;
    const tolerance = key === 'PSNR' ? 1e-4 : 1e-9;
    expect(own.n).toBe(expected.n);
    expectNear(own.statistic, expected.statistic, 0, 'statistic');
    expectNear(own.pValue, expected.p_value, 1e-9, 'p');
    expectNear(own.adjustedP, expected.holm_p!, 1e-9, 'p by Holm');
    expectNear(own.meanDifference, expected.mean_diff, tolerance, 'mean difference');
    expectNear(own.ciLow, expected.ci_low, tolerance, 'low end');
    expectNear(own.ciHigh, expected.ci_high, tolerance, 'high end');
  });

  it('are all tested, and nothing else is', () => {
    expect(comparison.familySize).toBe(Object.keys(tests).length);
  });

  it('give the evaluator’s own comparison', async () => {
    const official = comparisonExports.find(({ id }) => id === 'stats_results')!;
    const [file] = await official.make({ comparison, runs, metas: new Map(), baseline: 0 });
    const own = parse(file!) as Readonly<Record<string, Json>>;
    expect(Object.keys(own).toSorted()).toEqual(Object.keys(tests).toSorted());
    for (const [name, { n, statistic, p_value, mean_diff }] of Object.entries(tests)) {
      expect(own[name]).toMatchObject({ n, statistic });
      expectNear(own[name]!.p_value, p_value, 1e-9, name);
      expectNear(own[name]!.mean_diff, mean_diff, name.includes(':PSNR:') ? 1e-4 : 1e-9, name);
    }
  });
});
