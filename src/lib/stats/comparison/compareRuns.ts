import { formatNames } from '../../benchmark/formats';
import type { Run, RunSummary } from '../../core/run';
import type { Format } from '../../core/sample';
import { findFlags, type ComparisonFlag } from './findFlags';
import { pairColumns, pick, type LeftOut } from './pairColumns';
import type { SampleColumn, AlignedRuns } from './AlignedRuns';
import { refusePair, type PairedValues, type PairTest } from './testPair';
import { findTieGroups } from './tieGroups';
import { isToldApart, judgePair, type Verdict } from './verdict';
import { holm } from '../numerics/holm';
import type { MetricFacts } from '../MetricColumn';
import { computeMean } from '../numerics/moments';

/** A metric as one run computed it. */
export interface ComputedMetric extends MetricFacts {
  /** Different versions, or models, are not compared. */
  readonly version: string;
}

export interface RunToCompare {
  readonly run: Run;
  readonly metrics: readonly ComputedMetric[];
}

/** Two runs, by their places a < b in the list, by one metric on one format. Differences are b − a. */
export interface ComparedPair extends PairTest {
  readonly a: number;
  readonly b: number;
  readonly leftOut: LeftOut;
  /** By Holm over all tests of the comparison; null without a test. */
  readonly adjustedP: number | null;
  /** The same, with p by source images wherever pairs share some; null where these do not. */
  readonly adjustedClusteredP: number | null;
  readonly verdict: Verdict;
}

/** One metric on one format. */
export interface ComparedMetric {
  readonly format: Format;
  readonly metricId: string;
  /** Null where neither is. */
  readonly higherIsBetter: boolean | null;
  /** By run, over all values that it has, paired or not; a sample with several has none. */
  readonly systems: readonly { readonly n: number; readonly mean: number | null }[];
  /** Every two runs, in the order of the list. */
  readonly pairs: readonly ComparedPair[];
  /** The largest sets of runs that are not told apart, best mean first (largest where none is better); a run without any pair is in none. */
  readonly tieGroups: readonly (readonly number[])[];
}

/** Two to eight runs, every two of them paired on the samples that they share. Plain data. */
export interface Comparison {
  readonly runs: readonly RunSummary[];
  readonly flags: readonly ComparisonFlag[];
  /** Samples that some run has a row for, and that all of them have. */
  readonly samples: number;
  readonly sharedSamples: number;
  readonly metrics: readonly ComparedMetric[];
  /** How many p-values Holm's adjustment is over: every pair of runs by every metric and format that could be tested. */
  readonly familySize: number;
}

/** What is left to do for one pair; the values can go to a worker. */
interface PlannedPair {
  readonly a: number;
  readonly b: number;
  readonly values: PairedValues;
  readonly leftOut: LeftOut;
  /** Why the two must not be compared; null where they may. */
  readonly refusal: string | null;
}

interface PlannedMetric {
  readonly metric: MetricFacts;
  readonly format: Format;
  readonly systems: ComparedMetric['systems'];
  readonly pairs: readonly PlannedPair[];
}

export interface CompareSteps {
  /** Tests two runs' values of one metric, e.g. in a worker. */
  readonly test: (values: PairedValues) => Promise<PairTest>;
  /** Awaited before each metric: lining up many rows takes a while, and others want their turn. What it throws ends the work. */
  readonly turn: () => Promise<void>;
}

/**
 * Compares every two of two to eight runs by every metric and format.
 * @param table of the runs' rows
 */
export async function compareRuns(
  runs: readonly RunToCompare[],
  table: AlignedRuns,
  { test, turn }: CompareSteps
): Promise<Comparison> {
  const planned: PlannedMetric[] = [];
  const tests: Promise<PairTest[]>[] = [];
  for (const metric of listMetrics(runs)) {
    await turn();
    for (const plan of planMetric(table, runs, metric)) {
      planned.push(plan);
      tests.push(Promise.all(plan.pairs.map((pair) => testPlanned(pair, test))));
    }
  }
  return completeComparison(runs, table, planned, await Promise.all(tests));
}

async function testPlanned({ refusal, values }: PlannedPair, test: CompareSteps['test']): Promise<PairTest> {
  return refusal === null ? test(values) : refusePair(refusal);
}

/** The metrics that at least two runs computed, in the order of the first run that has them. */
function listMetrics(runs: readonly RunToCompare[]): readonly MetricFacts[] {
  const found = new Map<string, { metric: MetricFacts; runs: number }>();
  for (const { metrics } of runs) {
    for (const metric of metrics) {
      const entry = found.get(metric.id) ?? { metric, runs: 0 };
      found.set(metric.id, { ...entry, runs: entry.runs + 1 });
    }
  }
  return [...found.values()].filter((entry) => entry.runs > 1).map(({ metric }) => metric);
}

/** One entry a format in which some run has a value. */
function planMetric(
  table: AlignedRuns,
  runs: readonly RunToCompare[],
  metric: MetricFacts
): readonly PlannedMetric[] {
  const columns = runs.map((_, run) => table.readColumn(run, metric));
  return formatNames.flatMap((format) => {
    if (!metric.formats.includes(format)) return [];
    const places = table.placesOf(format);
    const systems = columns.map((column) => describeSystem(column, places));
    if (systems.every(({ n }) => n === 0)) return [];
    const pairs = listPairs(runs.length).map(([a, b]): PlannedPair => {
      const { leftOut, ...paired } = pairColumns(columns[a]!, columns[b]!, places);
      const values = { a: paired.a, b: paired.b, clusters: table.findClusters(paired.places) };
      return { a, b, values, leftOut, refusal: findRefusal(runs[a]!, runs[b]!, metric.id) };
    });
    return [{ metric, format, systems, pairs }];
  });
}

/** @param tests of each planned metric's pairs, in their order */
function completeComparison(
  runs: readonly RunToCompare[],
  table: AlignedRuns,
  planned: readonly PlannedMetric[],
  tests: readonly (readonly PairTest[])[]
): Comparison {
  const family = tests.flat().map(({ pValue }) => pValue);
  const adjusted = holm(family).values();
  const clustered = holm(tests.flat().map(({ pValue, clusteredP }) => clusteredP ?? pValue)).values();
  const metrics = planned.map((plan, index): ComparedMetric => {
    const { metric, format, systems } = plan;
    const pairs = plan.pairs.map(({ a, b, leftOut }, at): ComparedPair => {
      const test = tests[index]![at]!;
      const adjustedP = adjusted.next().value ?? null;
      const byImage = clustered.next().value ?? null;
      const adjustedClusteredP = test.clusteredP === null ? null : byImage;
      const verdict = judgePair(test, { adjustedP, adjustedClusteredP }, metric.higherIsBetter);
      return { a, b, ...test, leftOut, adjustedP, adjustedClusteredP, verdict };
    });
    const { id: metricId, higherIsBetter } = metric;
    return { format, metricId, higherIsBetter, systems, pairs, tieGroups: groupTies(systems, pairs, metric) };
  });
  return {
    runs: runs.map(({ run }) => summariseRun(run)),
    flags: [...findFlags(runs.map(({ run }) => run)), ...flagVersions(runs)],
    samples: table.samples.length,
    sharedSamples: table.countShared(),
    metrics,
    familySize: family.filter((p) => p !== null).length
  };
}

function listPairs(count: number): (readonly [number, number])[] {
  const places = Array.from({ length: count }, (_, place) => place);
  return places.flatMap((a) => places.slice(a + 1).map((b) => [a, b] as const));
}

function describeSystem({ values }: SampleColumn, places: Uint32Array): ComparedMetric['systems'][number] {
  const found = pick(values, places).filter((value) => !Number.isNaN(value));
  return { n: found.length, mean: computeMean(found) };
}

function versionOf({ metrics }: RunToCompare, metricId: string): string | null {
  return metrics.find(({ id }) => id === metricId)?.version ?? null;
}

function findRefusal(a: RunToCompare, b: RunToCompare, metricId: string): string | null {
  const [versionA, versionB] = [versionOf(a, metricId), versionOf(b, metricId)];
  if (versionA === null) return `${a.run.system} has not computed it`;
  if (versionB === null) return `${b.run.system} has not computed it`;
  return versionA === versionB ? null : `computed by version ${versionA} and by version ${versionB}`;
}

function flagVersions(runs: readonly RunToCompare[]): ComparisonFlag[] {
  return listMetrics(runs).flatMap(({ id }): ComparisonFlag[] => {
    const values = runs.map((run) => versionOf(run, id));
    const isOne = new Set(values.filter((value) => value !== null)).size === 1;
    return isOne ? [] : [{ kind: 'metric-version', metricId: id, values }];
  });
}

/** Best first by each run's own mean. */
function groupTies(
  systems: ComparedMetric['systems'],
  pairs: readonly ComparedPair[],
  { higherIsBetter }: MetricFacts
): ComparedMetric['tieGroups'] {
  const sign = higherIsBetter === false ? 1 : -1;
  const members = [...systems.keys()]
    .filter((run) => pairs.some(({ a, b, n }) => n > 0 && (a === run || b === run)))
    .sort((left, right) => sign * ((systems[left]!.mean ?? 0) - (systems[right]!.mean ?? 0)));
  const apart = new Set(
    pairs.flatMap(({ a, b, verdict }) => (isToldApart(verdict) ? [`${a} ${b}`, `${b} ${a}`] : []))
  );
  return findTieGroups(members, (a, b) => apart.has(`${a} ${b}`));
}

/** Without the rows and whatever else a stored run carries. */
function summariseRun(run: Run): RunSummary {
  const { id, system, createdAt, finishedAt, protocol, dataset, counts, metrics, models, judges } = run;
  return {
    ...{ id, system, createdAt, finishedAt, protocol, dataset, counts, metrics },
    ...(models && { models }),
    ...(judges && { judges })
  };
}
