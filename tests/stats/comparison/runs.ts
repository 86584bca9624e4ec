import type { ScoreRow } from '../../../src/lib/core/score';
import {
  compareRuns,
  type Comparison,
  type ComputedMetric,
  type RunToCompare
} from '../../../src/lib/stats/comparison/compareRuns';
import { AlignedRuns } from '../../../src/lib/stats/comparison/AlignedRuns';
import { testPair } from '../../../src/lib/stats/comparison/testPair';
import type { BootstrapKernel } from '../../../src/lib/stats/numerics/summarise';
import { makeRun } from '../../report/makeRun';
import { makeRow } from '../rows';

export const psnr: ComputedMetric = {
  id: 'psnr',
  version: '1',
  formats: ['edit', 'generate'],
  threshold: 28,
  higherIsBetter: true
};

export const lpips: ComputedMetric = { ...psnr, id: 'lpips', threshold: 0.6, higherIsBetter: false };

/** The values of one metric by sample; null where the sample has a row and no value. */
export function makeRows(
  values: Readonly<Record<string, number | null>>,
  metricId = 'psnr',
  facts: Partial<ScoreRow> = {}
): ScoreRow[] {
  return Object.entries(values).map(([sampleId, value]) => {
    const score = value === null ? { value, reason: 'the image is missing' } : { value };
    return makeRow({ sampleId, scores: { [metricId]: score }, ...facts });
  });
}

export function toCompare(
  system: string,
  rows: readonly ScoreRow[],
  metrics: readonly ComputedMetric[] = [psnr]
): RunToCompare {
  return { run: makeRun(rows, { id: system, system }), metrics };
}

/** `{ s00: values[0], s01: values[1], … }` */
export function bySample(values: readonly number[]): Record<string, number> {
  return Object.fromEntries(values.map((value, index) => [`s${String(index).padStart(2, '0')}`, value]));
}

/** As the page does it, without workers. */
export function compareHere(runs: readonly RunToCompare[], kernels: BootstrapKernel): Promise<Comparison> {
  const table = new AlignedRuns(runs.map(({ run }) => run.rows));
  return compareRuns(runs, table, {
    test: (values) => Promise.resolve(testPair(values, kernels)),
    turn: () => Promise.resolve()
  });
}
