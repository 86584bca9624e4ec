import { formats } from '../benchmark/formats';
import { tasks } from '../benchmark/tasks';
import { loadKernels } from '../engine/loadModules';
import type { DroppedFile } from '../dataset/openFiles';
import { Kernels } from '../kernels/Kernels';
import { metrics } from '../metrics/registry';
import { listRunMetas } from '../metrics/runMetas';
import type { GroupNames, Verdict } from '../report/permalink/compareShared';
import type { SharedRun } from '../report/permalink/SharedRun';
import { aggregate } from '../stats/aggregate';
import { readRun, type StoredRun } from '../store/runs';
import { ScoreSession } from './ScoreSession.svelte';

const names: GroupNames = {
  format: (key) => (key === null ? 'unknown format' : formats[key].label),
  task: (key) => (key === null ? 'unknown task' : tasks[key].label),
  modality: (key) => (key === 'unknown' ? 'unknown modality' : key)
};

/** Scores dropped files and compares the result with what a link shows. */
export class Verification {
  status = $state<'waiting' | 'working' | 'done' | 'failed'>('waiting');
  verdict = $state.raw<Verdict | null>(null);
  /** The run that the files gave; it is kept like any other. */
  run = $state.raw<StoredRun | null>(null);
  failure = $state('');
  /** Files and scores of its own: what lies on the Score page stays as it is. */
  readonly #session = new ScoreSession();

  /** How far it has come, in words. */
  get note(): string {
    return this.status === 'working' ? this.#session.statusText : '';
  }

  verifyFiles(shared: SharedRun, files: readonly DroppedFile[]): Promise<void> {
    return this.#verify(shared, () => this.#session.addFiles(files));
  }

  /** @param url of the demo archive */
  verifyDemo(shared: SharedRun, url: string): Promise<void> {
    return this.#verify(shared, () => this.#session.loadDemo(url));
  }

  clear(): void {
    this.#session.clear();
    this.status = 'waiting';
    this.verdict = null;
    this.run = null;
  }

  async #verify(shared: SharedRun, open: () => Promise<void>): Promise<void> {
    if (this.status === 'working') return;
    this.status = 'working';
    this.verdict = null;
    this.run = null;
    try {
      await open();
      this.run = await this.#score(shared);
      this.verdict = await judge(shared, this.run);
      this.status = 'done';
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.status = 'failed';
    }
  }

  async #score(shared: SharedRun): Promise<StoredRun> {
    const session = this.#session;
    if (session.failure) throw new Error(session.failure);
    if (session.found === 0) throw new Error('There are no predictions in what was dropped.');
    const wanted = new Set(shared.metrics.map(({ id }) => id));
    session.metricIds = metrics.map(({ meta }) => meta.id).filter((id) => wanted.has(id));
    await session.score();
    if (session.failure) throw new Error(session.failure);
    const runs = (await Promise.all(session.finished.map(({ id }) => readRun(id)))).filter(
      (run) => run !== null
    );
    const run =
      runs.find(({ source }) => source === shared.predictions) ??
      runs.find(({ system }) => system === shared.system) ??
      (runs.length === 1 ? runs[0] : undefined);
    if (!run) throw new Error(describeOthers(shared, runs));
    return run;
  }
}

async function judge(shared: SharedRun, run: StoredRun): Promise<Verdict> {
  const { compareShared } = await import('../report/permalink/compareShared');
  const kernels = await Kernels.instantiate(await loadKernels());
  const metas = listRunMetas(run);
  const computed = metas.map((meta) => ({ ...meta, version: run.metrics[meta.id] ?? meta.version }));
  const groups = aggregate(run.rows, metas);
  return compareShared(shared, { run, metrics: computed, groups }, kernels, names);
}

function describeOthers({ system }: SharedRun, runs: readonly StoredRun[]): string {
  const others = runs.map((run) => run.system).join(', ');
  return `None of the dropped systems (${others}) is “${system}” or has its predictions.`;
}
