import { formats } from '../benchmark/formats';
import { tasks } from '../benchmark/tasks';
import { describeError } from '../core/describeError';
import { loadKernels } from '../engine/loadModules';
import { Pacer } from '../dataset/Pacer';
import type { DroppedFile } from '../dataset/openFiles';
import { Kernels } from '../kernels/Kernels';
import { metrics } from '../metrics/registry';
import { listRunMetas } from '../metrics/runMetas';
import type { GroupNames, Verdict } from '../report/permalink/compareShared';
import type { SharedComparison } from '../report/permalink/comparisonLink';
import type { SharedRun } from '../report/permalink/SharedRun';
import { aggregateSteps } from '../stats/aggregate';
import { identifySource } from '../predictions/identifySource';
import { deleteRun, listRuns, readRun, writeRun, type StoredRun } from '../store/runs';
import { OpenComparison } from './OpenComparison.svelte';
import { ScoreSession } from './ScoreSession.svelte';

const names: GroupNames = {
  format: (key) => (key === null ? 'unknown format' : formats[key].label),
  task: (key) => (key === null ? 'unknown task' : tasks[key].label),
  modality: (key) => (key === 'unknown' ? 'unknown modality' : key)
};

/** What a link holds. */
type Shared = SharedRun | SharedComparison;

/** Scores dropped files and compares the result with what a link shows. */
export class Verification {
  status = $state<'waiting' | 'working' | 'done' | 'failed'>('waiting');
  verdict = $state.raw<Verdict | null>(null);
  /** The run that the files gave, kept only when asked; null for a comparison. */
  run = $state.raw<StoredRun | null>(null);
  isKept = $state(false);
  failure = $state('');
  /** Files and scores of its own: what lies on the Score page stays as it is. */
  readonly #session = new ScoreSession();

  /** How far it has come, in words. */
  get note(): string {
    return this.status === 'working' ? this.#session.statusText : '';
  }

  verifyFiles(shared: Shared, files: readonly DroppedFile[]): Promise<void> {
    return this.#verify(shared, () => this.#session.addFiles(files));
  }

  /** @param url of the demo archive */
  verifyDemo(shared: Shared, url: string): Promise<void> {
    return this.#verify(shared, () => this.#session.loadDemo(url));
  }

  clear(): void {
    this.#session.clear();
    this.status = 'waiting';
    this.verdict = null;
    this.run = null;
    this.isKept = false;
  }

  /** Puts the run of the files among those of this browser. */
  async keep(): Promise<void> {
    if (!this.run) return;
    await writeRun(this.run);
    this.isKept = true;
  }

  async #verify(shared: Shared, open: () => Promise<void>): Promise<void> {
    if (this.status === 'working') return;
    this.status = 'working';
    this.verdict = null;
    this.run = null;
    const before = new Set((await listRuns()).map(({ id }) => id));
    try {
      await open();
      await this.#narrow('runs' in shared ? shared.runs : [shared]);
      const runs = await this.#score(
        shared.metrics.map((metric) => ('id' in metric ? metric.id : (metric[0] ?? '')))
      );
      if ('runs' in shared) this.verdict = await judgeComparison(shared, runs);
      else {
        this.run = findRun(shared, runs);
        this.isKept = before.has(this.run.id);
        this.verdict = await judge(shared, this.run);
      }
      this.status = 'done';
    } catch (error) {
      this.failure = describeError(error);
      this.status = 'failed';
    } finally {
      await this.#deleteRuns(before);
    }
  }

  /** Leaves only those systems in the drop that the link names. */
  async #narrow(named: readonly Named[]): Promise<void> {
    const { drop } = this.#session;
    if (!drop || drop.systems.length === 0) return;
    const found: { system: string; source: string }[] = [];
    for (const system of drop.systems) {
      found.push({ system: system.system, source: await identifySource(system) });
    }
    const wanted = new Set(named.map((one) => found.indexOf(findRun(one, found))));
    this.#session.drop = { ...drop, systems: drop.systems.filter((_, i) => wanted.has(i)) };
  }

  /** Whoever checks a link did not ask for runs: what scoring stored goes again. */
  async #deleteRuns(before: ReadonlySet<string>): Promise<void> {
    const systems = this.#session.drop?.systems ?? [];
    const sources = new Set(await Promise.all(systems.map(identifySource)));
    const made = (await listRuns()).filter(({ id, source }) => !before.has(id) && sources.has(source));
    for (const { id } of made) await deleteRun(id);
  }

  async #score(metricIds: readonly string[]): Promise<StoredRun[]> {
    const session = this.#session;
    if (session.failure) throw new Error(session.failure);
    if (session.found === 0) throw new Error('There are no predictions in what was dropped.');
    const wanted = new Set(metricIds);
    session.metricIds = metrics.map(({ meta }) => meta.id).filter((id) => wanted.has(id));
    await session.score();
    if (session.failure) throw new Error(session.failure);
    const runs = await Promise.all(session.finished.map(({ id }) => readRun(id)));
    return runs.filter((run) => run !== null);
  }
}

type Named = Pick<SharedRun, 'system' | 'predictions'>;

/** The run, or the system, of the predictions that the link names, or else of the system's name. */
function findRun<Run extends Pick<StoredRun, 'system' | 'source'>>(
  { system, predictions }: Named,
  runs: readonly Run[]
): Run {
  const run =
    runs.find(({ source }) => source === predictions) ??
    runs.find((one) => one.system === system) ??
    (runs.length === 1 ? runs[0] : undefined);
  if (run) return run;
  const others = runs.map((one) => one.system).join(', ');
  throw new Error(`None of the dropped systems (${others}) is “${system}” or has its predictions.`);
}

async function judgeComparison(shared: SharedComparison, scored: readonly StoredRun[]): Promise<Verdict> {
  const [{ compareTables }, { listSharedTables }] = await Promise.all([
    import('../report/permalink/compareTables'),
    import('../report/permalink/comparisonLink')
  ]);
  const runs = shared.runs.map((run) => findRun(run, scored));
  const opened = new OpenComparison();
  try {
    await opened.open(runs.map(({ id }) => id));
    const { comparison, metas } = opened;
    if (!comparison) throw new Error(opened.failure || 'the dropped systems cannot be compared');
    const { baseline, officialOnly } = shared;
    const found = listSharedTables({ comparison, metas, baseline }, officialOnly);
    const known = shared.runs.every(({ predictions }) => predictions !== null);
    const same = shared.runs.every(({ predictions }, place) => predictions === runs[place]?.source);
    return compareTables(shared.tables, found, known ? same : null);
  } finally {
    opened.close();
  }
}

async function judge(shared: SharedRun, run: StoredRun): Promise<Verdict> {
  const { compareShared } = await import('../report/permalink/compareShared');
  const kernels = await Kernels.instantiate(await loadKernels());
  const metas = listRunMetas(run);
  const computed = metas.map((meta) => ({ ...meta, version: run.metrics[meta.id] ?? meta.version }));
  const groups = await new Pacer().run(aggregateSteps(run.rows, metas));
  return compareShared(shared, { run, metrics: computed, groups }, kernels, names);
}
