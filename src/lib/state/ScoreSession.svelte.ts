import { describeError } from '../core/describeError';
import type { Problem } from '../core/problem';
import { datasets, type Run } from '../core/run';
import { runSteps } from '../core/runSteps';
import type { Pool } from '../engine/Pool';
import type { DroppedFile } from '../dataset/openFiles';
import { loadFile } from '../dataset/loadFile';
import type { SampleSource, SourceKind } from '../dataset/SampleSource';
import { metrics } from '../metrics/registry';
import type { FileEntry } from '../dataset/FileEntry';
import type { Drop } from '../predictions/drop';
import { findRecordImage, type PlacedRecord } from '../predictions/findRecordImage';
import { saveFile } from '../report/saveFile';
import { keepRunFolders } from '../run/keepRunFolders';
import type { MatchOptions } from '../run/matchFiles';
import { dataset, openShards, withTables, type DatasetAddress } from './Dataset.svelte';
import { DropCheck } from './DropCheck.svelte';
import { models } from './Models.svelte';
import { ScorePace } from './ScorePace';
import { noProgress, type SessionProgress } from './sessionProgress';
import { startPool } from './startPool';

export type Step = 'empty' | 'reading' | 'ready' | 'scoring' | 'stopped' | 'done';

/** One drop on its way to scores; it survives navigation inside the page, and its files serve the sample views. */
export class ScoreSession {
  step = $state<Step>('empty');
  drop = $state.raw<Drop | null>(null);
  /** How far reading has come, in words. */
  readingNote = $state('');
  progress = $state.raw<SessionProgress>(noProgress);
  /** One run a system, at the end. */
  finished = $state.raw<readonly Run[]>([]);
  metricIds = $state<string[]>(
    metrics.filter(({ meta }) => meta.group === 'official').map(({ meta }) => meta.id)
  );
  /** What stopped the work as a whole, e.g. workers that do not start. */
  failure = $state<string | null>(null);
  /** Where the samples come from. */
  datasetKind = $state<SourceKind>('dropped');

  /** What the person says of the files. */
  readonly check = new DropCheck(() => this.#rematch());

  #files: readonly DroppedFile[] = [];
  /** Lead to the files on a later visit. */
  #handles: readonly FileSystemHandle[] = [];
  /** The dataset that was chosen beside the files. */
  #source: SampleSource | null = null;
  /** What is wrong with dropped models. */
  #modelProblems = $state.raw<readonly Problem[]>([]);
  #abort: AbortController | null = null;
  #pool: Pool | null = null;

  /** What reading found, and at the end what scoring found too. */
  readonly problems: readonly Problem[] = $derived.by(() => {
    const read = [...(this.drop?.problems ?? []), ...this.#modelProblems];
    const known = new Set(read);
    return read.concat(this.finished.flatMap((run) => run.problems.filter((problem) => !known.has(problem))));
  });

  /** Where the samples come from, in words. */
  get dataset(): string {
    const { datasetKind: kind, drop } = this;
    return kind === 'dropped' || kind === 'demo' ? datasets[kind] : (drop?.source?.label ?? datasets[kind]);
  }

  /** Predictions found, readable or not. */
  get found(): number {
    return this.drop?.systems.reduce((sum, { rows }) => sum + rows.length, 0) ?? 0;
  }

  /** What the live region says. */
  get statusText(): string {
    if (this.failure) return this.failure;
    if (this.step === 'reading') return this.readingNote;
    if (this.step === 'ready') return describeFound(this.found, this.drop?.systems.length ?? 0);
    if (this.step === 'scoring') return `Scoring: ${this.progress.done} of ${this.progress.total}`;
    if (this.step === 'stopped') {
      const { done, total, notStored } = this.progress;
      const next = notStored
        ? `Score begins anew, as this browser does not store scores (${notStored}).`
        : 'Press Score to continue.';
      return `Stopped at ${done} of ${total}. ${next}`;
    }
    if (this.step !== 'done') return '';
    const scored = this.finished.reduce((sum, run) => sum + run.counts.scored, 0);
    const { total, remembered } = this.progress;
    return `Scored ${scored} of ${total}${remembered > 0 ? `, ${remembered} remembered from before` : ''}`;
  }

  /**
   * Adds files to what was dropped before, and reads everything anew. The demo is left, not mixed in. Models go to the
   * others of this browser; where there is nothing else, what was read before stays as it is.
   */
  async addFiles(dropped: readonly DroppedFile[], handles: readonly FileSystemHandle[] = []): Promise<void> {
    const files = await this.#takeModels(dropped);
    if (files.length === 0 && dropped.length > 0) return;
    const isDemo = this.datasetKind === 'demo';
    const before = isDemo ? [] : this.#files;
    this.#handles = [...(isDemo ? [] : this.#handles), ...handles];
    if (isDemo) this.datasetKind = 'dropped';
    await this.#read([...before, ...files]);
  }

  /** @param url of the demo archive, resolved against the site's base by the route */
  async loadDemo(url: string): Promise<void> {
    this.#begin('reading');
    this.readingNote = 'Loading the demo';
    try {
      const file = await loadFile(url, 'demo.zip');
      this.datasetKind = 'demo';
      this.#handles = [];
      this.#hold(null);
      await this.#read([{ path: file.name, file }]);
    } catch (error) {
      this.#fail(error, 'empty');
    }
  }

  /**
   * Takes the samples from another dataset, and reads what was dropped anew against it. `url` and `local` wait for their
   * address.
   */
  async useDataset(
    kind: Exclude<SourceKind, 'demo'>,
    address?: DatasetAddress,
    handles: readonly FileSystemHandle[] = []
  ): Promise<void> {
    if (this.datasetKind === 'demo') this.clear();
    this.#handles = [...this.#handles, ...handles];
    this.datasetKind = kind;
    this.#hold(null);
    if (kind === 'hub' || (kind !== 'dropped' && address !== undefined)) {
      await dataset.open(kind, address);
      if (this.datasetKind !== kind || dataset.status !== 'ready') return;
      this.#hold(dataset.source);
    } else if (kind !== 'dropped') dataset.close();
    if (this.#files.length > 0) await this.#read(this.#files);
  }

  /** An image of a run's row, where the files of this visit or the dataset beside them have it. */
  findImage(path: string, row: PlacedRecord): FileEntry | undefined {
    return this.drop ? findRecordImage(this.drop, row, path) : undefined;
  }

  clear(): void {
    this.cancel();
    this.#closeDrop();
    dataset.offerDrop(null);
    if (this.datasetKind === 'demo') this.datasetKind = 'dropped';
    this.#files = [];
    this.#handles = [];
    this.check.clear();
    this.drop = null;
    this.finished = [];
    this.#modelProblems = [];
    this.failure = null;
    this.progress = noProgress;
    this.step = 'empty';
  }

  async score(): Promise<void> {
    const { drop } = this;
    if (!drop || this.step === 'scoring') return;
    const { signal } = this.#begin('scoring');
    const pace = new ScorePace();
    try {
      const { scoreRun } = await import('../run/scoreRun');
      const pool = (this.#pool ??= await startPool());
      await models.readStored();
      const { metricIds } = this;
      const chosen = models.chosen.map(({ model }) => model);
      const run = scoreRun(drop, { metricIds, models: chosen, dataset: this.dataset, pool, signal });
      this.finished = await runSteps(run, (progress) => {
        this.progress = pace.measure(progress, performance.now());
      });
      await keepRunFolders(drop, this.#handles);
      this.step = 'done';
    } catch (error) {
      if (signal.aborted) this.step = 'stopped';
      else this.#fail(error, 'stopped');
      this.#closePool();
      await keepRunFolders(drop, this.#handles);
    }
  }

  /** Stops at once: running workers are ended, finished samples are kept. */
  cancel(): void {
    this.#abort?.abort(new DOMException('Cancelled', 'AbortError'));
    this.#closePool();
  }

  /** Saves the paired tests of all finished runs. */
  async exportTests(): Promise<void> {
    try {
      const [{ toStatsResults }, { packForDownload }] = await Promise.all([
        import('../report/statsResults'),
        import('../report/pack')
      ]);
      saveFile(await packForDownload([toStatsResults(this.finished)], 'stats_results.zip'));
    } catch (error) {
      this.#fail(error, this.step);
    }
  }

  async #takeModels(dropped: readonly DroppedFile[]): Promise<readonly DroppedFile[]> {
    try {
      const { others, problems } = await models.takeDropped(dropped);
      this.#modelProblems = problems;
      return others;
    } catch (error) {
      // The files are still there to be read without it.
      models.note = describeError(error);
      return dropped;
    }
  }

  async #read(files: readonly DroppedFile[]): Promise<void> {
    const isTaken = await this.#take(async (options) => {
      await this.check.recall();
      // What reads archives and tables is loaded when there is something to read.
      const { readFiles } = await import('../run/readFiles');
      return readFiles(files, { ...options, choices: this.check.choices, withTables });
    });
    if (isTaken) this.#files = files;
  }

  /** The same files as the person now says that they are. */
  async #rematch(): Promise<void> {
    const before = this.drop;
    if (!before) return;
    await this.#take(async (options) => {
      const { matchFiles } = await import('../run/matchFiles');
      const source = options.source ?? before.source;
      return matchFiles(before.contents, { ...options, source, choices: this.check.choices });
    });
  }

  /** Makes the drop of this session; false where that was cancelled or failed, and what was there before stays. */
  async #take(start: (options: MatchOptions) => Promise<AsyncGenerator<string, Drop>>): Promise<boolean> {
    this.cancel();
    const { signal } = this.#begin('reading');
    this.finished = [];
    this.readingNote = 'Reading the files';
    try {
      const reading = await start({ signal, source: this.#source, openShards });
      // What scores is fetched while the files are read: a deploy in between must not cost the drop.
      void Promise.all([import('../run/scoreRun'), import('../engine/Pool')]).catch(() => undefined);
      const drop = await runSteps(reading, (note) => (this.readingNote = note));
      if (signal.aborted) return false;
      if (this.drop?.source !== drop.source) this.#closeDrop();
      dataset.offerDrop(drop);
      this.drop = drop;
      this.progress = noProgress;
      this.step = 'ready';
      return true;
    } catch (error) {
      if (!signal.aborted) this.#fail(error, this.drop ? 'ready' : 'empty');
      return false;
    }
  }

  #hold(source: SampleSource | null): void {
    if (this.#source) dataset.release(this.#source);
    this.#source = source;
    if (source) dataset.hold(source);
  }

  /** What the drop itself holds open; a chosen dataset stays. */
  #closeDrop(): void {
    if (this.drop?.source && this.drop.source.kind === 'dropped') this.drop.source.close();
  }

  #begin(step: Step): AbortController {
    this.#abort = new AbortController();
    this.failure = null;
    this.step = step;
    return this.#abort;
  }

  #fail(error: unknown, step: Step): void {
    this.failure = describeError(error);
    this.step = step;
  }

  #closePool(): void {
    this.#pool?.close();
    this.#pool = null;
  }
}

const describeFound = (predictions: number, systems: number): string =>
  `${predictions} ${predictions === 1 ? 'prediction' : 'predictions'} of ${systems} ${systems === 1 ? 'system' : 'systems'} found`;

export const session = new ScoreSession();
