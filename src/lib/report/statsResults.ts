import { formatNames, formats } from '../benchmark/formats';
import type { Run } from '../core/run';
import type { Format } from '../core/sample';
import type { MetricMeta } from '../metrics/metric';
import { listOfficialMetas } from '../metrics/runMetas';
import { pairScores } from '../stats/pairing';
import { wilcoxon } from '../stats/numerics/wilcoxon';
import { toFileName, type ExportFile } from './exportFile';

/** One pair of systems by one metric on one format. */
interface PairTest {
  /** Samples that both have a value for. */
  readonly n: number;
  readonly statistic: number;
  /** Two-sided, not adjusted for the number of tests. */
  readonly p_value: number;
  /** Mean of b − a. */
  readonly mean_diff: number;
}

/**
 * Paired Wilcoxon tests of every two runs, as the official evaluator's comparison gives them: by
 * `{vqa|edit|generate}:{metric}:{a}_vs_{b}`, for the official metrics that both runs computed, over the samples that both
 * have. The first of a pair is the one that comes first in `runs`. Imported values take no part.
 * Two runs that are equal everywhere get statistic 0 and p 1, as there; fewer than two pairs give no entry.
 */
export function toStatsResults(runs: readonly Run[]): ExportFile {
  const tests: Record<string, PairTest> = {};
  for (const format of formatNames) {
    for (const [a, b] of listPairs(runs)) {
      for (const meta of listSharedMetas(a, b)) {
        const test = meta.officialKey === null ? null : testPair(a, b, format, meta.id);
        const pair = `${a.system}_vs_${b.system}`;
        if (test) tests[`${formats[format].fileWord}:${meta.officialKey}:${pair}`] = test;
      }
    }
  }
  // As the evaluator names it; more would be too long for a file name.
  const names = runs.slice(0, 4).map(({ system }) => toFileName(system));
  return {
    name: `${names.join('_')}_stats_results.json`,
    type: 'application/json',
    text: `${JSON.stringify(tests, null, 1)}\n`
  };
}

/** The official metrics, and the judge's where one and the same judge scored both. */
function listSharedMetas(a: Run, b: Run): readonly MetricMeta[] {
  const versions = new Map(listOfficialMetas(b).map(({ id, version }) => [id, version]));
  return listOfficialMetas(a).filter(
    ({ id, group, version }) => group !== 'judge' || versions.get(id) === version
  );
}

function listPairs(runs: readonly Run[]): (readonly [Run, Run])[] {
  return runs.flatMap((a, i) => runs.slice(i + 1).map((b) => [a, b] as const));
}

function testPair(a: Run, b: Run, format: Format, metricId: string): PairTest | null {
  const isOfFormat = (row: Run['rows'][number]): boolean => row.format === format;
  const pairing = pairScores(a.rows.filter(isOfFormat), b.rows.filter(isOfFormat), metricId);
  const test = wilcoxon(pairing.a, pairing.b);
  if (test.n < 2 || test.meanDifference === null) return null;
  const { statistic, pValue } = test.pValue === null ? { statistic: 0, pValue: 1 } : test;
  return { n: test.n, statistic, p_value: pValue, mean_diff: test.meanDifference };
}
