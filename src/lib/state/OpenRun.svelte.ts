import type { Run } from '../core/run';
import { loadKernels } from '../engine/loadModules';
import { Kernels } from '../kernels/Kernels';
import type { MetricMeta } from '../metrics/metric';
import { metrics } from '../metrics/registry';
import { toFileName, type ExportFile } from '../report/exportFile';
import { aggregate, type FormatGroup } from '../stats/aggregate';
import type { MetricCell } from '../stats/MetricCell';
import type { Interval } from '../stats/summarise';
import { readRun } from '../store/runs';
import { saveFile } from './saveFile';

/** The run that the address names, with its tables and exports. */
export class OpenRun {
  status = $state<'loading' | 'ready' | 'absent' | 'failed'>('loading');
  run = $state.raw<Run | null>(null);
  failure = $state('');
  /** Means, deviations and accuracy rates by format, task and modality; null until the run and the kernels are loaded. */
  groups = $state.raw<readonly FormatGroup[] | null>(null);
  #kernels: Kernels | null = null;
  #id = '';

  async open(id: string): Promise<void> {
    if (id === this.#id) return;
    this.#id = id;
    this.status = 'loading';
    try {
      const [run, module] = await Promise.all([readRun(id), loadKernels()]);
      this.#kernels = await Kernels.instantiate(module);
      if (this.#id !== id) return;
      this.run = run;
      this.groups = run && aggregate(run.rows, listFacts(run));
      this.status = run ? 'ready' : 'absent';
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.status = 'failed';
    }
  }

  /** Only for cells of `groups`. */
  intervalOf(cell: MetricCell): Interval {
    if (!this.#kernels) throw new Error('the kernels are loaded before there are cells');
    return cell.interval(this.#kernels);
  }

  async exportResults(): Promise<void> {
    const { toResultsJson } = await import('../report/resultsJson');
    await this.#save((run) => [toResultsJson(run)], 'results');
  }

  async exportOfficial(): Promise<void> {
    const { toOfficialJsonl } = await import('../report/officialJsonl');
    await this.#save(toOfficialJsonl, 'local_metrics');
  }

  async exportAverages(): Promise<void> {
    const kernels = this.#kernels;
    if (!kernels) return;
    const { toEvalResults } = await import('../report/evalResults');
    await this.#save((run) => toEvalResults(run, kernels), 'eval_results');
  }

  async exportCsv(): Promise<void> {
    const { toCsv } = await import('../report/csv');
    await this.#save((run) => [toCsv(run)], 'scores');
  }

  /** @param content what the files are, for the name of the ZIP where they are several */
  async #save(make: (run: Run) => ExportFile[], content: string): Promise<void> {
    if (!this.run) return;
    const { packForDownload } = await import('../report/pack');
    saveFile(await packForDownload(make(this.run), `${toFileName(this.run.system)}_${content}.zip`));
  }
}

/** The metrics that the run computed. */
function listFacts(run: Run): MetricMeta[] {
  return metrics.map(({ meta }) => meta).filter(({ id }) => id in run.metrics);
}
