import { describeError } from '../core/describeError';
import { DataError, type Problem } from '../core/problem';
import { Pacer } from '../dataset/Pacer';
import { loadResults } from '../dataset/loadResults';
import { loadKernels } from '../engine/loadModules';
import { Kernels } from '../kernels/Kernels';
import type { MetricMeta } from '../metrics/metric';
import type { ImportedRun } from '../report/import/ImportedRun';
import { aggregateSteps, type FormatGroup } from '../stats/aggregate';
import type { MetricCell } from '../stats/MetricCell';
import type { Interval } from '../stats/numerics/summarise';
import { keepRun } from '../run/importRuns';
import { isAllowed } from '../dataset/network';

/** A Results JSON that an address names. */
export class RemoteResults {
  /** `asking`: the user has to allow the host first. */
  status = $state<'none' | 'asking' | 'loading' | 'ready' | 'failed'>('none');
  url = $state('');
  run = $state.raw<ImportedRun | null>(null);
  metrics = $state.raw<readonly MetricMeta[]>([]);
  groups = $state.raw<readonly FormatGroup[]>([]);
  problem = $state.raw<Problem | null>(null);
  loadedBytes = $state(0);
  #kernels: Kernels | null = null;

  async open(url: string): Promise<void> {
    if (url === this.url && this.status !== 'none') return;
    this.url = url;
    this.run = null;
    this.problem = null;
    this.loadedBytes = 0;
    try {
      requireAddress(url);
      if (!isAllowed(url)) {
        this.status = 'asking';
        return;
      }
      this.status = 'loading';
      const show = await this.#load(url);
      if (this.url !== url) return;
      show();
      this.status = 'ready';
    } catch (error) {
      if (this.url !== url) return;
      const what = describeError(error);
      this.problem =
        error instanceof DataError
          ? error.problem
          : { code: 'results-failed', severity: 'error', where: { file: url }, what };
      this.status = 'failed';
    }
  }

  close(): void {
    this.status = 'none';
    this.url = '';
    this.run = null;
    this.problem = null;
  }

  /** Only for cells of `groups`. */
  intervalOf(cell: MetricCell): Interval {
    if (!this.#kernels) throw new Error('the kernels are loaded before there are cells');
    return cell.interval(this.#kernels);
  }

  /** Stores the run in this browser. @returns its id */
  async keep(): Promise<string> {
    if (!this.run) throw new Error('nothing is loaded');
    return (await keepRun(this.run)).run.id;
  }

  /** Gives what to show; not used any more when another address was opened meanwhile. */
  async #load(url: string): Promise<() => void> {
    const [text, { parseResults }, { listRunMetas }, module] = await Promise.all([
      loadResults(url, (bytes) => {
        if (this.url === url) this.loadedBytes = bytes;
      }),
      import('../report/import/parseResults'),
      import('../metrics/runMetas'),
      loadKernels()
    ]);
    const run = parseResults(text, url);
    const kernels = await Kernels.instantiate(module);
    const metrics = listRunMetas(run);
    const groups = await new Pacer().run(aggregateSteps(run.rows, metrics));
    return () => {
      this.#kernels = kernels;
      this.metrics = metrics;
      this.groups = groups;
      this.run = run;
    };
  }
}

function requireAddress(url: string): void {
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (isWeb) return;
  throw new DataError({
    code: 'results-address',
    where: {},
    what: 'this link names no address on the web',
    got: url.slice(0, 200),
    expected: 'https://…'
  });
}
