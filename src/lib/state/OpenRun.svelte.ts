import type { Run } from '../core/run';
import { loadKernels } from '../engine/loadModules';
import { Kernels } from '../kernels/Kernels';
import type { MetricMeta } from '../metrics/metric';
import { metrics } from '../metrics/registry';
import { aggregate } from '../stats/aggregate';
import { readRun } from '../store/runs';

/** The run that the address names, with its tables. */
export class OpenRun {
  status = $state<'loading' | 'ready' | 'absent' | 'failed'>('loading');
  run = $state.raw<Run | null>(null);
  failure = $state('');
  /** The metrics of the run, in the order of the tables. */
  readonly metas: readonly MetricMeta[] = $derived.by(() => {
    const ids = this.run?.metrics ?? {};
    return metrics.map(({ meta }) => meta).filter(({ id }) => id in ids);
  });
  /** Means, deviations and accuracy rates by format, task and modality. */
  readonly tables = $derived(this.run ? aggregate(this.run.rows, this.metas) : []);
  /** For the bootstrap intervals, which a cell computes when it is first shown; null until the kernels are loaded. */
  kernels = $state.raw<Kernels | null>(null);
  #id = '';

  async open(id: string): Promise<void> {
    if (id === this.#id) return;
    this.#id = id;
    this.status = 'loading';
    try {
      const [run, kernels] = await Promise.all([readRun(id), loadKernels().then((m) => Kernels.instantiate(m))]);
      if (this.#id !== id) return;
      this.run = run;
      this.kernels = kernels;
      this.status = run ? 'ready' : 'absent';
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.status = 'failed';
    }
  }
}
