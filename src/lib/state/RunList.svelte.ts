import { describeError } from '../core/describeError';
import {
  deleteRun,
  editRun,
  findRuns,
  readRun,
  watchRuns,
  writeRun,
  type RunLabels,
  type StoredRun,
  type StoredSummary
} from '../store/runs';

/** What goes on with many runs at once. */
export interface RunListTask {
  readonly label: string;
  readonly done: number;
  readonly total: number;
}

/** The runs kept in this browser. */
export class RunList {
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  runs = $state.raw<readonly StoredSummary[]>([]);
  /** Ids of runs that live only as long as the page, because the browser refused to store them. */
  unstoredIds = $state.raw<ReadonlySet<string>>(new Set());
  failure = $state('');
  /** The runs deleted last, as long as they can be brought back. */
  removed = $state.raw<readonly StoredRun[]>([]);
  task = $state.raw<RunListTask | null>(null);
  /** Why the last change could not be made; empty when it could. */
  changeFailure = $state('');
  #loads = 0;
  #exporting: AbortController | null = null;

  async load(): Promise<void> {
    const load = ++this.#loads;
    const { runs, unstoredIds, failure } = await findRuns();
    if (load !== this.#loads) return;
    this.runs = runs;
    this.unstoredIds = unstoredIds;
    this.failure = failure ?? '';
    this.status = failure !== null && runs.length === 0 ? 'failed' : 'ready';
  }

  /**
   * Follows what happens to the runs in this and other tabs, also after the page was kept aside for Back.
   * @returns ends it
   */
  watch(): () => void {
    let pending: ReturnType<typeof setTimeout> | undefined;
    const reload = (): void => {
      clearTimeout(pending);
      pending = setTimeout(() => void this.load(), 50);
    };
    const stop = watchRuns(reload);
    addEventListener('pageshow', reload);
    return () => {
      clearTimeout(pending);
      removeEventListener('pageshow', reload);
      stop();
    };
  }

  /** An empty name, or the one it has, changes nothing. */
  async rename(id: string, name: string): Promise<void> {
    const system = name.trim();
    if (system === '') return;
    await this.#edit(id, (labels) =>
      labels.system === system ? labels : { ...labels, system, scoredAs: labels.scoredAs ?? labels.system }
    );
  }

  /** Only what the reader changed is changed: another tab's tags stay. */
  async label(id: string, change: LabelChange): Promise<void> {
    await this.#edit(id, (labels) => applyLabels(labels, change));
  }

  async #edit(id: string, edit: (labels: RunLabels) => RunLabels): Promise<void> {
    await this.#try(async () => {
      if (!(await editRun(id, edit))) throw new Error('the run was deleted meanwhile, in another tab');
    });
  }

  async duplicate(id: string): Promise<void> {
    await this.#try(async () => {
      const run = await readRun(id);
      if (!run) throw new Error('the run was deleted meanwhile, in another tab');
      // Without its keys of the score cache: deleting the copy leaves the original's scores.
      const copy = { ...run, id: crypto.randomUUID(), system: `${run.system} copy`, fingerprints: [] };
      // Of two unfinished runs with the same source, either could be continued.
      const source = run.finishedAt === null ? '' : run.source;
      const refusal = await writeRun({ ...copy, source, scoredAs: run.scoredAs ?? run.system });
      if (refusal !== null) throw new Error(`the copy is kept for this visit only: ${refusal}`);
    });
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#try(async () => {
      const removed: StoredRun[] = [];
      for (const [i, id] of ids.entries()) {
        this.task = { label: 'Deleting', done: i, total: ids.length };
        const run = await readRun(id);
        await deleteRun(id);
        if (run) removed.push(run);
        this.removed = [...removed];
      }
    });
  }

  /** Brings the runs deleted last back. */
  async undo(): Promise<void> {
    const runs = this.removed;
    await this.#try(async () => {
      for (const [i, run] of runs.entries()) {
        this.task = { label: 'Bringing back', done: i, total: runs.length };
        await writeRun(run);
      }
      this.removed = [];
    });
  }

  /** Offers a ZIP of the runs' Results JSON for download. */
  async export(ids: readonly string[]): Promise<void> {
    const exporting = new AbortController();
    this.#exporting = exporting;
    const show = (done: number): void => {
      this.task = { label: 'Exporting', done, total: ids.length };
    };
    show(0);
    await this.#try(async () => {
      const [{ packRuns }, { saveFile }] = await Promise.all([
        import('../report/runArchive'),
        import('../report/saveFile')
      ]);
      saveFile(await packRuns(ids, readRun, show, exporting.signal));
    });
  }

  cancelExport(): void {
    this.#exporting?.abort(new Error('cancelled'));
  }

  async #try(change: () => Promise<void>): Promise<void> {
    this.changeFailure = '';
    try {
      await change();
    } catch (error) {
      this.changeFailure = describeError(error);
    } finally {
      this.task = null;
      await this.load();
    }
  }
}

export interface LabelChange {
  readonly addedTags: readonly string[];
  readonly removedTags: readonly string[];
  /** Absent where it stays. */
  readonly note?: string;
}

/** Labels after a change; none are left as an empty list or text. */
export function applyLabels(labels: RunLabels, { addedTags, removedTags, note }: LabelChange): RunLabels {
  const { tags: oldTags = [], note: oldNote = '', ...names } = labels;
  const kept = oldTags.filter((tag) => !removedTags.includes(tag));
  const tags = [...new Set([...kept, ...addedTags])];
  const text = (note ?? oldNote).trimEnd();
  return { ...names, ...(tags.length > 0 && { tags }), ...(text !== '' && { note: text }) };
}
