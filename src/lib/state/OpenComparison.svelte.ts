import { describeError } from '../core/describeError';
import type { Run } from '../core/run';
import type { Format } from '../core/sample';
import { loadKernels } from '../engine/loadModules';
import { PairTester } from '../engine/PairTester';
import type { MetricMeta } from '../metrics/metric';
import { listRunMetas } from '../metrics/runMetas';
import {
  compareRuns,
  type Comparison,
  type ComputedMetric,
  type RunToCompare
} from '../stats/comparison/compareRuns';
import { pairColumns, type PairedColumns } from '../stats/comparison/pairColumns';
import { AlignedRuns, type SampleColumn } from '../stats/comparison/AlignedRuns';
import type { PairedValues, PairTest } from '../stats/comparison/testPair';
import type { ComparisonToExport } from '../report/comparison/comparisonExports';
import { nameComparison } from '../report/comparison/comparisonName';
import type { ExportKind } from '../report/exportFile';
import { readRun } from '../store/runs';
import { Exporter } from './Exporter.svelte';
import type { SharedAddress } from './OpenRun.svelte';

/** A run with its metrics as tables name them. */
export interface OpenedRun extends RunToCompare {
  readonly metas: readonly MetricMeta[];
}

/** The runs that the address names, compared pair by pair in workers. */
export class OpenComparison {
  status = $state<'loading' | 'testing' | 'ready' | 'failed'>('loading');
  /** In the order of the address; those that this browser has. */
  runs = $state.raw<readonly OpenedRun[]>([]);
  /** Ids that this browser has no run of. */
  absentIds = $state.raw<readonly string[]>([]);
  table = $state.raw<AlignedRuns | null>(null);
  /** Null until every pair is tested. */
  comparison = $state.raw<Comparison | null>(null);
  testedPairs = $state(0);
  plannedPairs = $state(0);
  failure = $state('');
  readonly exporter = new Exporter();
  /** The metrics of all runs, by id. */
  readonly metas: ReadonlyMap<string, MetricMeta> = $derived(
    new Map(this.runs.flatMap(({ metas }) => metas.map((meta): [string, MetricMeta] => [meta.id, meta])))
  );
  #key: string | null = null;
  #tester: Promise<PairTester> | null = null;

  /** @param ids of up to eight runs; fewer than two are opened and not compared */
  async open(ids: readonly string[]): Promise<void> {
    const key = ids.join(' ');
    if (key === this.#key) return;
    this.#key = key;
    this.status = 'loading';
    this.comparison = null;
    this.testedPairs = 0;
    this.plannedPairs = 0;
    const isCurrent = (): boolean => this.#key === key;
    try {
      const found = await Promise.all(ids.map((id) => this.#openRun(id)));
      if (!isCurrent()) return;
      this.runs = found.filter((run) => run !== null);
      this.absentIds = ids.filter((_, index) => found[index] === null);
      this.table = new AlignedRuns(this.runs.map(({ run }) => run.rows));
      this.status = 'testing';
      const comparison = this.runs.length > 1 ? await this.#compare(this.runs, this.table, isCurrent) : null;
      if (!isCurrent()) return;
      this.comparison = comparison;
      this.status = 'ready';
    } catch (error) {
      if (!isCurrent()) return;
      this.failure = describeError(error);
      this.status = 'failed';
    }
  }

  /** Pairs two of the runs, by their places, with differences b − a. */
  pairUp(a: number, b: number, metric: MetricMeta, format: Format): PairedColumns {
    const { table } = this;
    if (!table) throw new Error('the runs are opened before they are paired');
    return pairColumns(this.#column(a, metric), this.#column(b, metric), table.placesOf(format));
  }

  async test(values: PairedValues): Promise<PairTest> {
    this.#tester ??= loadKernels().then((kernels) => new PairTester({ kernels }));
    return (await this.#tester).test(values);
  }

  /** @param baseline place of the run that tables compare the others with */
  async export(kind: ExportKind<ComparisonToExport>, baseline: number): Promise<void> {
    const { comparison, metas } = this;
    if (!comparison) return;
    const runs = this.runs.map(({ run }) => run);
    await this.exporter.save(kind, { comparison, runs, metas, baseline }, nameComparison(comparison));
  }

  /**
   * A link to the table on screen, for anyone who has no files.
   * @param address of the page that opens it, without a hash
   */
  async makeLink(address: string, baseline: number): Promise<SharedAddress> {
    const { comparison, metas } = this;
    if (!comparison) throw new Error('the runs are still being compared');
    const [{ writeComparisonLink }, { safeCharacters }] = await Promise.all([
      import('../report/permalink/comparisonLink'),
      import('../report/permalink/runLink')
    ]);
    const stored = await Promise.all(this.runs.map(({ run }) => readRun(run.id)));
    const start = `${address}#c=`;
    const runs = stored.filter((run) => run !== null);
    const { fragment, shared } = await writeComparisonLink(
      { comparison, runs, metas, baseline },
      start.length
    );
    const omitted = shared.officialOnly ? ['metrics that are not official'] : [];
    return { url: start + fragment, omitted, safeCharacters };
  }

  /** Ends the workers. */
  close(): void {
    this.#key = null;
    void this.#tester?.then((tester) => tester.close());
    this.#tester = null;
  }

  async #openRun(id: string): Promise<OpenedRun | null> {
    const known = this.runs.find(({ run }) => run.id === id);
    if (known) return known;
    const run = await readRun(id);
    return run && describeRun(run);
  }

  #compare(runs: readonly OpenedRun[], table: AlignedRuns, isCurrent: () => boolean): Promise<Comparison> {
    return compareRuns(runs, table, {
      test: async (values) => {
        this.plannedPairs++;
        const test = await this.test(values);
        if (isCurrent()) this.testedPairs++;
        return test;
      },
      turn: async () => {
        await nextTask();
        if (!isCurrent()) throw new Error('other runs are compared by now');
      }
    });
  }

  #columns = new WeakMap<AlignedRuns, Map<string, SampleColumn>>();

  /** A page asks for the same few columns again and again. */
  #column(run: number, metric: MetricMeta): SampleColumn {
    const table = this.table!;
    const columns = this.#columns.get(table) ?? new Map<string, SampleColumn>();
    this.#columns.set(table, columns);
    const key = `${run} ${metric.id}`;
    const column = columns.get(key) ?? table.readColumn(run, metric);
    columns.set(key, column);
    return column;
  }
}

function describeRun(run: Run): OpenedRun {
  const metas = listRunMetas(run);
  // The version that computed the scores, not the one that this release of the viewer would compute.
  const metrics = metas.map((meta): ComputedMetric => ({
    ...meta,
    version: run.metrics[meta.id] ?? meta.version
  }));
  return { run, metas, metrics };
}

/** Lets the page answer in between. */
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
