import { describeError } from '../core/describeError';
import { formatProblem } from '../core/problem';
import { datasets } from '../core/run';
import { runSteps } from '../core/runSteps';
import type { DroppedFile } from '../dataset/openFiles';
import type { SampleSource, SourceKind } from '../dataset/SampleSource';
import type { Drop } from '../predictions/drop';
import { count, quoteSome } from '../predictions/quote';
import type { WithTables } from '../predictions/readTables';
import type { OpenShards } from '../run/matchFiles';

export type DatasetStatus = 'none' | 'opening' | 'ready' | 'failed';

/** What a dataset is opened from: an address for `url` and `demo`, files for `local`, nothing for the others. */
export type DatasetAddress = string | readonly DroppedFile[];

/** The dataset at hand, wherever its samples come from; it survives navigation inside the page. */
export class Dataset {
  source = $state.raw<SampleSource | null>(null);
  status = $state<DatasetStatus>('none');
  /** What is being done or waited for, in words; empty when there is nothing to say. */
  note = $state('');
  /** Why the last one could not be opened; empty when it could. */
  failure = $state('');
  /** Since the dataset was opened, images too. */
  downloadedBytes = $state(0);

  #abort: AbortController | null = null;
  #drop: Drop | null = null;
  readonly #held = new Set<SampleSource>();

  /** Takes the place of the one at hand. Never rejects: `status` and `failure` tell how it ended. */
  async open(kind: SourceKind, address: DatasetAddress = ''): Promise<void> {
    this.close();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.status = 'opening';
    this.failure = '';
    this.note = 'Opening the dataset';
    try {
      const source = await this.#openKind(kind, address, signal);
      if (signal.aborted) return source.close();
      this.source = source;
      this.status = 'ready';
      this.note = '';
    } catch (error) {
      if (signal.aborted) return;
      this.failure = describeError(error);
      this.status = 'failed';
      this.note = '';
    }
  }

  /** What was dropped on the Score page, for `open('dropped')`; null when it was cleared. */
  offerDrop(drop: Drop | null): void {
    this.#drop = drop;
    if (this.source?.kind === 'dropped') this.close();
  }

  /** What was dropped on the Score page; null when there is nothing. */
  get drop(): Drop | null {
    return this.#drop;
  }

  /** Keeps a source open though another takes its place here, because predictions are scored against it. */
  hold(source: SampleSource): void {
    this.#held.add(source);
  }

  release(source: SampleSource): void {
    if (this.#held.delete(source) && source !== this.source) source.close();
  }

  close(): void {
    this.#abort?.abort(new DOMException('Closed', 'AbortError'));
    this.#abort = null;
    if (this.source && !this.#held.has(this.source)) this.source.close();
    this.source = null;
    this.status = 'none';
    this.note = '';
    this.downloadedBytes = 0;
  }

  async #openKind(kind: SourceKind, address: DatasetAddress, signal: AbortSignal): Promise<SampleSource> {
    if (kind === 'dropped') return openDrop(this.#drop, kind);
    if (kind === 'local') return openDrop(await this.#read(toFiles(address), signal), kind);
    return this.#openRemote(kind, String(address), signal);
  }

  async #openRemote(
    kind: 'demo' | 'hub' | 'url',
    address: string,
    signal: AbortSignal
  ): Promise<SampleSource> {
    const [{ openSource }, { ParquetWorkers }, { datasetCache }] = await Promise.all([
      import('../dataset/openSource'),
      import('../engine/ParquetWorkers'),
      import('../store/datasetIndexes')
    ]);
    const decoder = new ParquetWorkers();
    try {
      return await openSource(kind, address, {
        decoder,
        cache: datasetCache,
        signal,
        onProgress: (done, total) => (this.note = `Reading the texts: ${done} of ${total} shards`),
        onBytes: (sizeBytes) => (this.downloadedBytes += sizeBytes),
        onNote: (note) => (this.note = note)
      });
    } catch (error) {
      decoder.close();
      throw error;
    }
  }

  async #read(files: readonly DroppedFile[], signal: AbortSignal): Promise<Drop> {
    const { readFiles } = await import('../run/readFiles');
    return runSteps(readFiles(files, { signal, openShards, withTables }), (note) => (this.note = note));
  }
}

export const dataset = new Dataset();

/** Reads dropped Parquet shards in workers of their own, which end when the source is closed. */
export const openShards: OpenShards = async (entries, { signal, onProgress }) => {
  const [{ openShardFiles }, { ParquetWorkers }] = await Promise.all([
    import('../dataset/parquet/openShardFiles'),
    import('../engine/ParquetWorkers')
  ]);
  const decoder = new ParquetWorkers();
  try {
    return await openShardFiles(entries, {
      kind: 'dropped',
      label: datasets.dropped,
      decoder,
      ...(signal && { signal }),
      onProgress: (done, total) => onProgress?.(`Reading Parquet: ${done} of ${total} shards`)
    });
  } catch (error) {
    decoder.close();
    throw error;
  }
};

/** Reads dropped Parquet files of predictions in workers of their own, which end when everything is read. */
export const withTables: WithTables = async (use) => {
  const [{ ParquetTable }, { ParquetWorkers }] = await Promise.all([
    import('../dataset/parquet/ParquetTable'),
    import('../engine/ParquetWorkers')
  ]);
  const decoder = new ParquetWorkers();
  try {
    return await use((entry) => ParquetTable.open(entry, decoder));
  } finally {
    decoder.close();
  }
};

async function openDrop(drop: Drop | null, kind: 'dropped' | 'local'): Promise<SampleSource> {
  if (!drop) throw new Error('Nothing was dropped yet: drop files on the Score page.');
  const { DropSource } = await import('../predictions/DropSource');
  // The Score page's drop outlives the dataset that is made of it here; the others are nobody else's.
  const onClose = (): void => (kind === 'dropped' ? undefined : drop.source?.close());
  const source = new DropSource(drop, { kind, label: datasets[kind], onClose });
  if (source.samples.length > 0) return source;
  // That there is nothing to score is said of predictions, which nobody looks for here.
  const problem = drop.problems.find(
    ({ severity, code }) => severity === 'error' && code !== 'no-predictions'
  );
  throw new Error(problem ? formatProblem(problem) : describeNoDataset(drop));
}

function describeNoDataset({ contents }: Drop): string {
  const paths = contents.dropped.entries.map(({ path }) => path);
  const got = `${count(paths.length, 'file')} (${quoteSome(paths)})`;
  return `There is no dataset in what was chosen: got ${got}, expected the Parquet shards of the release, or the dataset’s folder: JSONL, JSON or CSV records with their images`;
}

function toFiles(address: DatasetAddress): readonly DroppedFile[] {
  if (typeof address !== 'string') return address;
  throw new TypeError('local shards are opened from files');
}
