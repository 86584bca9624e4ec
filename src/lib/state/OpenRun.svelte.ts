import { describeError } from '../core/describeError';
import { formatProblem } from '../core/problem';
import { Pacer } from '../dataset/Pacer';
import { loadKernels } from '../engine/loadModules';
import { Pool } from '../engine/Pool';
import { Kernels } from '../kernels/Kernels';
import { listRunMetas } from '../metrics/runMetas';
import type { ExportKind } from '../report/exportFile';
import type { RunToExport } from '../report/runExports';
import { aggregateSteps, type FormatGroup } from '../stats/aggregate';
import { aggregateImportedSteps } from '../stats/aggregateImported';
import type { MetricCell } from '../stats/MetricCell';
import type { Interval } from '../stats/numerics/summarise';
import { readRun, type StoredRun } from '../store/runs';
import { Exporter } from './Exporter.svelte';

/** A link, and what it leaves out to stay short. */
export interface SharedAddress {
  readonly url: string;
  readonly omitted: readonly string[];
  /** From so many characters on, some messengers cut a link. */
  readonly safeCharacters: number;
}
/** More values than this are resampled in a worker: the page would stand still for longer than some tenths of a second. */
const manyValues = 20_000;

/** A hundred thousand values take a second. */
const intervalTimeoutMs = 60_000;

/** The run that the address names, with its tables and exports. */
export class OpenRun {
  status = $state<'loading' | 'ready' | 'absent' | 'failed'>('loading');
  run = $state.raw<StoredRun | null>(null);
  failure = $state('');
  /** Means, deviations and accuracy rates by format, task and modality; null until the run and the kernels are loaded. */
  groups = $state.raw<readonly FormatGroup[] | null>(null);
  /** The same of what was computed elsewhere; empty when the run has nothing of it. */
  importedGroups = $state.raw<readonly FormatGroup[]>([]);
  readonly exporter = new Exporter();
  #kernels: Kernels | null = null;
  #pool: Promise<Pool> | null = null;
  readonly #loaded = new WeakMap<MetricCell, Promise<Interval>>();
  #id: string | null = null;

  async open(id: string): Promise<void> {
    if (id === this.#id) return;
    this.#id = id;
    this.status = 'loading';
    try {
      const [run, module] = await Promise.all([readRun(id), loadKernels()]);
      this.#kernels = await Kernels.instantiate(module);
      if (this.#id !== id) return;
      this.run = run;
      this.groups = null;
      this.importedGroups = [];
      this.status = run ? 'ready' : 'absent';
      if (run) await this.#summarise(run);
    } catch (error) {
      if (this.#id !== id) return;
      this.failure = describeError(error);
      this.status = 'failed';
    }
  }

  async #summarise(run: StoredRun): Promise<void> {
    const pacer = new Pacer();
    const groups = await pacer.run(aggregateSteps(run.rows, listRunMetas(run)));
    const importedGroups = await pacer.run(aggregateImportedSteps(run.rows));
    if (this.#id !== run.id) return;
    const cells = [...groups, ...importedGroups].flatMap((group) => [...group.cells.values()]);
    if (cells.reduce((sum, { n }) => sum + n, 0) > manyValues) {
      // Without a worker the page computes them itself, later and at one stretch.
      await Promise.all(cells.map(async (cell) => cell.keepInterval(await this.loadInterval(cell)))).catch(
        () => undefined
      );
    }
    if (this.#id !== run.id) return;
    this.groups = groups;
    this.importedGroups = importedGroups;
  }

  /** Only for cells of `groups` and `importedGroups`. */
  intervalOf(cell: MetricCell): Interval {
    if (!this.#kernels) throw new Error('the kernels are loaded before there are cells');
    return cell.interval(this.#kernels);
  }

  /** The same, worked out in a worker: for many cells, or many values. */
  loadInterval(cell: MetricCell): Promise<Interval> {
    const known = this.#loaded.get(cell);
    if (known) return known;
    const loading = this.#askWorker(cell);
    this.#loaded.set(cell, loading);
    return loading;
  }

  /** Ends the worker. */
  close(): void {
    void this.#pool?.then((pool) => pool.close());
    this.#pool = null;
  }

  async #askWorker(cell: MetricCell): Promise<Interval> {
    const pool = await (this.#pool ??= loadKernels().then((kernels) => new Pool({ size: 1, kernels })));
    const reply = await pool.interval(cell.values, intervalTimeoutMs);
    if (!reply.ok) throw new Error(formatProblem(reply.problem));
    return reply.value;
  }

  /** Nothing before the run and its tables are there. */
  async export(kind: ExportKind<RunToExport>): Promise<void> {
    const { run, groups, importedGroups } = this;
    if (!run || !groups || !this.#kernels) return;
    const loadInterval = (cell: MetricCell) => this.loadInterval(cell);
    const input = { run, groups, importedGroups, kernels: this.#kernels, loadInterval };
    await this.exporter.save(kind, input, run.system);
  }

  /**
   * A link to the run's summary, for anyone who has no files.
   * @param address of the page that opens it, without a hash
   */
  async makeLink(address: string): Promise<SharedAddress> {
    if (!this.run || !this.groups || !this.#kernels) throw new Error('the run is still being loaded');
    const [{ shareRun }, { safeCharacters, writeRunLink }] = await Promise.all([
      import('../report/permalink/shareRun'),
      import('../report/permalink/runLink')
    ]);
    const input = { run: this.run, metrics: listRunMetas(this.run), groups: this.groups };
    const all = await shareRun(input, this.#kernels, nextTask);
    const start = `${address}#r=`;
    const { fragment, shared } = await writeRunLink(all, start.length);
    return { url: start + fragment, omitted: shared.omitted, safeCharacters };
  }
}

/** Lets the page answer in between. */
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
