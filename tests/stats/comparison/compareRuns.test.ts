import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatNames, formats } from '../../../src/lib/benchmark/formats';
import type { ScoreRow } from '../../../src/lib/core/score';
import type { Kernels } from '../../../src/lib/kernels/Kernels';
import { metrics } from '../../../src/lib/metrics/registry';
import type { ComparedPair, Comparison, RunToCompare } from '../../../src/lib/stats/comparison/compareRuns';
import { pairedBootstrap } from '../../../src/lib/stats/numerics/pairedBootstrap';
import { loadKernels } from '../../kernels/loadKernels';
import { bySample, compareHere, lpips, makeRows, psnr, toCompare } from './runs';
import { makeRow, missing } from '../rows';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const compare = (runs: readonly RunToCompare[]): Promise<Comparison> => compareHere(runs, kernels);

function onlyPair(comparison: Comparison): ComparedPair {
  expect(comparison.metrics.map(({ pairs }) => pairs.length)).toEqual([1]);
  return comparison.metrics[0]!.pairs[0]!;
}

describe('the comparison of two runs', () => {
  it('is over the samples that both have a value for, and says of every other one why it is not', async () => {
    const a = makeRows({ s1: 10, s2: 20, s3: 30, onlyA: 1, brokenA: null, brokenB: 5, brokenBoth: null });
    const b = makeRows({ s3: 33, s2: 22, s1: 11, onlyB: 2, brokenA: 4, brokenB: null, brokenBoth: null });
    const twice = makeRows({ twice: 7 });
    const comparison = await compare([
      toCompare('a', [...a, ...twice, ...twice]),
      toCompare('b', [...b, ...twice])
    ]);
    const pair = onlyPair(comparison);
    expect(pair).toMatchObject({
      n: 3,
      meanA: 20,
      meanB: 22,
      meanDifference: 2,
      above: 3,
      equal: 0,
      below: 0
    });
    expect(pair.leftOut).toEqual({
      onlyA: 1,
      onlyB: 1,
      noValueA: 1,
      noValueB: 1,
      noValueBoth: 1,
      ambiguous: 1
    });
    expect(comparison).toMatchObject({ samples: 9, sharedSamples: 7 });
  });

  it('tells apart what differs over whole source images, not what copies of few images repeat', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `s${at}`);
    const rowsOf = (gain: number, imageOf: (at: number) => number) =>
      names.flatMap((name, at) =>
        makeRows({ [name]: at + gain * (1 + at / 100) }, 'psnr', {
          record: { sample_id: name, input_image: `${imageOf(at)}.png` }
        })
      );
    const compareBy = async (imageOf: (at: number) => number) =>
      onlyPair(await compare([toCompare('a', rowsOf(0, imageOf)), toCompare('b', rowsOf(1, imageOf))]));
    const own = await compareBy((at) => at);
    expect(own).toMatchObject({ clusteredP: null, adjustedClusteredP: null, verdict: 'b-better' });
    const shared = await compareBy((at) => at % 3);
    expect(shared.pValue).toBe(own.pValue);
    // Three images, all of one sign: two of eight patterns.
    expect(shared).toMatchObject({
      sources: 3,
      clusteredP: 0.25,
      adjustedClusteredP: 0.25,
      verdict: 'none-shown'
    });
    const many = await compareBy((at) => at % 8);
    expect(many).toMatchObject({ sources: 8, verdict: 'b-better' });
  });

  it('does not count a sample that the metric is not for', async () => {
    const question = makeRow({ sampleId: 'q', format: 'vqa', task: 'multiple-choice' });
    const rows = [...makeRows({ s1: 1, s2: 2 }), question];
    const pair = onlyPair(await compare([toCompare('a', rows), toCompare('b', rows)]));
    expect(pair.n).toBe(2);
    expect(Object.values(pair.leftOut)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('takes the one value where another row of the sample has none', async () => {
    const rows = [...makeRows({ s1: null }), ...makeRows({ s1: 3 })];
    expect(onlyPair(await compare([toCompare('a', rows), toCompare('b', makeRows({ s1: 4 }))])).n).toBe(1);
  });

  it('tests as the exact distribution says: seven differences of one sign are 2 of 2⁷ sign patterns', async () => {
    const a = makeRows(bySample([1, 2, 3, 4, 5, 6, 7]));
    const b = makeRows(bySample([2, 4, 6, 8, 10, 12, 14]));
    const pair = onlyPair(await compare([toCompare('a', a), toCompare('b', b)]));
    expect(pair).toMatchObject({ method: 'exact', statistic: 0, rankBiserial: 1, verdict: 'b-better' });
    expect(pair.pValue).toBeCloseTo(2 / 128, 15);
    expect(pair.adjustedP).toBe(pair.pValue);
  });

  it('resamples pairs in the order of the sample ids, whatever the order of the rows', async () => {
    const [a, b] = [makeRows(bySample([5, 1, 4, 2, 3, 9, 8])), makeRows(bySample([4, 2, 6, 1, 9, 8, 8]))];
    const { ciLow, ciHigh } = pairedBootstrap([5, 1, 4, 2, 3, 9, 8], [4, 2, 6, 1, 9, 8, 8], kernels);
    for (const rows of [a, a.toReversed()]) {
      expect(onlyPair(await compare([toCompare('a', rows), toCompare('b', b)]))).toMatchObject({
        ciLow,
        ciHigh
      });
    }
  });
});

describe('the verdict', () => {
  const seven = [1, 2, 3, 4, 5, 6, 7];
  const verdictOf = async (a: readonly number[], b: readonly number[], metric = psnr): Promise<string> =>
    onlyPair(
      await compare([
        toCompare('a', makeRows(bySample(a), metric.id), [metric]),
        toCompare('b', makeRows(bySample(b), metric.id), [metric])
      ])
    ).verdict;

  it('follows the metric’s direction', async () => {
    const more = seven.map((value) => 2 * value);
    expect(await verdictOf(seven, more)).toBe('b-better');
    expect(await verdictOf(more, seven)).toBe('a-better');
    expect(await verdictOf(seven, more, lpips)).toBe('a-better');
    expect(await verdictOf(seven, more, { ...psnr, higherIsBetter: null })).toBe('differ');
  });

  it('is that no difference is shown where the differences cancel', async () => {
    expect(await verdictOf(seven, [2, 1, 4, 3, 6, 5, 7])).toBe('none-shown');
  });

  it('is that there are too few pairs below six, where not even one sign in all pairs reaches 0.05', async () => {
    expect(2 / 2 ** 5).toBeGreaterThan(0.05);
    expect(await verdictOf([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])).toBe('too-few');
    expect(await verdictOf([1, 2, 3, 4, 5, 6], [2, 4, 6, 8, 10, 12])).toBe('b-better');
    expect(await verdictOf([1], [2])).toBe('too-few');
  });

  it('is that the runs are equal, without a test, where every pair is', async () => {
    const comparison = await compare([
      toCompare('a', makeRows(bySample(seven))),
      toCompare('b', makeRows(bySample(seven)))
    ]);
    expect(onlyPair(comparison)).toMatchObject({
      verdict: 'equal',
      pValue: null,
      adjustedP: null,
      reason: 'all pairs are equal',
      equal: 7
    });
    expect(comparison.familySize).toBe(0);
  });

  it('names no winner where one outlier turns the mean against the ranks', async () => {
    const zeros = Array.from({ length: 20 }, () => 0);
    const mostlyMore = zeros.map((_, index) => (index === 0 ? -1000 : index));
    expect(await verdictOf(zeros, mostlyMore)).toBe('differ');
  });

  it('is not given where the runs share no sample', async () => {
    const pair = onlyPair(
      await compare([toCompare('a', makeRows({ s1: 1 })), toCompare('b', makeRows({ s2: 1 }))])
    );
    expect(pair).toMatchObject({ verdict: 'not-comparable', reason: 'there are no pairs' });
  });
});

describe('the comparison of more runs', () => {
  const base = [1, 2, 3, 4, 5, 6, 7, 8];
  const shift = (by: number): ScoreRow[] =>
    makeRows(bySample(base.map((value, index) => value + by * (index + 1))));

  it('adjusts by Holm over all pairs: three p-values of 2/2⁸ are each multiplied by three', async () => {
    const comparison = await compare([
      toCompare('a', shift(0)),
      toCompare('b', shift(1)),
      toCompare('c', shift(3))
    ]);
    const [metric] = comparison.metrics;
    expect(metric!.pairs.map(({ a, b }) => [a, b])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2]
    ]);
    expect(comparison.familySize).toBe(3);
    for (const { pValue, adjustedP } of metric!.pairs) {
      expect(pValue).toBeCloseTo(2 / 256, 15);
      expect(adjustedP).toBeCloseTo(6 / 256, 15);
    }
    expect(metric!.tieGroups).toEqual([[2], [1], [0]]);
  });

  it('puts runs that are not told apart into one group, best mean first', async () => {
    const almost = makeRows(bySample([2, 1, 4, 3, 6, 5, 8, 7]));
    const comparison = await compare([
      toCompare('a', shift(0)),
      toCompare('b', almost),
      toCompare('c', shift(3))
    ]);
    expect(comparison.metrics[0]!.tieGroups).toEqual([[2], [0, 1]]);
  });

  it('does not compare versions of a metric, says so, and compares the rest', async () => {
    const other = { ...psnr, version: '2' };
    const runs = [
      toCompare('a', shift(0)),
      toCompare('b', shift(1), [other]),
      toCompare('c', shift(3)),
      toCompare('d', shift(3), [])
    ];
    const comparison = await compare(runs);
    expect(comparison.flags).toEqual([
      { kind: 'metric-version', metricId: 'psnr', values: ['1', '2', '1', null] }
    ]);
    const verdicts = comparison.metrics[0]!.pairs.map(({ a, b, verdict, reason }) => [a, b, verdict, reason]);
    expect(verdicts).toEqual([
      [0, 1, 'not-comparable', 'computed by version 1 and by version 2'],
      [0, 2, 'b-better', null],
      [0, 3, 'not-comparable', 'd has not computed it'],
      [1, 2, 'not-comparable', 'computed by version 2 and by version 1'],
      [1, 3, 'not-comparable', 'd has not computed it'],
      [2, 3, 'not-comparable', 'd has not computed it']
    ]);
    expect(comparison.metrics[0]!.tieGroups).toEqual([[2], [0]]);
  });

  it('flags other protocols, datasets, content, unfinished runs and rows without an id', async () => {
    const record = (instruction: string) => ({ record: { instruction, answer: { findings: 'none' } } });
    const [a, b] = [
      toCompare('a', makeRows({ s1: 1, s2: 2 }, 'psnr', record('Remove the noise'))),
      toCompare('b', [...makeRows({ s1: 1 }, 'psnr', record('Add noise')), makeRow({ sampleId: '' })])
    ];
    const unlike = { protocol: 'Another', dataset: 'Demo (synthetic)', finishedAt: null };
    const comparison = await compare([a, { ...b, run: { ...b.run, ...unlike } }]);
    expect(comparison.flags).toEqual([
      { kind: 'dataset', values: ['In the dropped files', 'Demo (synthetic)'] },
      { kind: 'protocol', values: ['Official evaluator (2026)', 'Another'] },
      { kind: 'unfinished', runs: [1] },
      { kind: 'no-sample-id', run: 1, rows: 1 },
      { kind: 'other-content', a: 0, b: 1, samples: 1, example: 's1' }
    ]);
  });
});

describe('two revisions of one dataset', () => {
  it('are flagged as different datasets', async () => {
    const [a, b] = [toCompare('a', makeRows({ s1: 1 }, 'psnr')), toCompare('b', makeRows({ s1: 2 }, 'psnr'))];
    const at = (of: typeof a, datasetRevision: string) => ({ ...of, run: { ...of.run, datasetRevision } });
    expect((await compare([at(a, '1.1'), at(b, '1.2')])).flags).toEqual([
      { kind: 'dataset', values: ['In the dropped files 1.1', 'In the dropped files 1.2'] }
    ]);
  });
});

describe('any two runs', () => {
  const value = fc.option(fc.integer({ min: 0, max: 5 }), { nil: null });
  const rows = fc
    .array(fc.tuple(fc.constantFrom(...'abcdefghij'), value), { maxLength: 14 })
    .map((entries) => entries.flatMap(([sampleId, score]) => makeRows({ [sampleId]: score })));

  it('account for every sample, and swapped give the mirror image', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, async (rowsA, rowsB) => {
        const there = (await compare([toCompare('a', rowsA), toCompare('b', rowsB)])).metrics[0]?.pairs[0];
        const back = (await compare([toCompare('b', rowsB), toCompare('a', rowsA)])).metrics[0]?.pairs[0];
        if (!there || !back) return;
        const samples = new Set([...rowsA, ...rowsB].map(({ sampleId }) => sampleId));
        const left = Object.values(there.leftOut).reduce((sum, count) => sum + count, 0);
        expect(there.n + left).toBe(samples.size);
        expect(there.above + there.equal + there.below).toBe(there.n);
        expect([back.n, back.above, back.equal, back.below]).toEqual([
          there.n,
          there.below,
          there.equal,
          there.above
        ]);
        expect([back.meanA, back.meanB]).toEqual([there.meanB, there.meanA]);
        expect(back.meanDifference).toBeCloseTo(-(there.meanDifference ?? 0), 12);
        expect(back.ciLow ?? 0).toBeCloseTo(-(there.ciHigh ?? 0), 12);
        expect(back.leftOut).toEqual({
          ...there.leftOut,
          onlyA: there.leftOut.onlyB,
          onlyB: there.leftOut.onlyA,
          noValueA: there.leftOut.noValueB,
          noValueB: there.leftOut.noValueA
        });
      })
    );
  });
});

const folder = new URL('../../../../shared/realrun/expected/', import.meta.url);
const isThere = existsSync(folder);
if (!isThere) console.warn('skipped: no ../shared/realrun/expected beside this repository');
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

interface OfficialTest {
  readonly n: number;
  readonly statistic: number;
  readonly p_value: number;
  readonly mean_diff: number;
}

function readOfficialRun(system: string): RunToCompare {
  const rows = formatNames.flatMap((format): ScoreRow[] => {
    const lines = read(`${system}_${formats[format].fileWord}_local_metrics.jsonl`).trim().split('\n');
    return lines.map((line) => {
      const record = JSON.parse(line) as Record<string, unknown>;
      const scores = metrics.flatMap(({ meta }) => {
        if (meta.officialKey === null || !meta.formats.includes(format)) return [];
        const value = record[meta.officialKey];
        return [[meta.id, typeof value === 'number' ? { value } : missing('no value in the file')] as const];
      });
      return makeRow({ sampleId: String(record['sample_id']), format, scores: Object.fromEntries(scores) });
    });
  });
  const official = metrics.map(({ meta }) => meta).filter(({ officialKey }) => officialKey !== null);
  return toCompare(system, rows, official);
}

describe.skipIf(!isThere)('the comparison of the real run’s three systems', () => {
  it('equals the official one in n, statistic, p and mean difference', async () => {
    const official = JSON.parse(read('stats_results.json')) as Record<string, OfficialTest>;
    const comparison = await compare(['compressed', 'blurred', 'square1024'].map(readOfficialRun));
    const own = new Map(
      comparison.metrics.flatMap(({ format, metricId, pairs }) => {
        const key = metrics.find(({ meta }) => meta.id === metricId)!.meta.officialKey;
        return pairs.map((pair) => {
          const names = `${comparison.runs[pair.a]!.system}_vs_${comparison.runs[pair.b]!.system}`;
          return [`${formats[format].fileWord}:${key}:${names}` as string, pair] as const;
        });
      })
    );
    expect(Object.keys(official).length).toBeGreaterThan(15);
    for (const [name, expected] of Object.entries(official)) {
      const pair = own.get(name)!;
      expect(pair.n, name).toBe(expected.n);
      expect(Math.abs(pair.statistic! - expected.statistic), name).toBeLessThanOrEqual(1e-9);
      expect(Math.abs(pair.pValue! - expected.p_value), name).toBeLessThanOrEqual(1e-9);
      expect(Math.abs(pair.meanDifference! - expected.mean_diff), name).toBeLessThanOrEqual(1e-9);
    }
    // All that the file has, and three of EM, which it leaves out.
    expect(comparison.familySize).toBe(Object.keys(official).length + 3);
  });
});
