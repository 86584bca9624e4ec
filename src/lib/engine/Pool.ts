import { transfer } from 'comlink';
import type { CodecName } from '../images/imageHeader';
import type { RgbImage } from '../core/image';
import type { RegionResult } from '../metrics/region/computeRegion';
import type { EncodedImage, EngineApi, Reply, ScoredTask, ScoringTask } from './api';
import type { Interval } from '../stats/numerics/summarise';
import type { ComparedImages } from './compareImages';
import type { FilesApi, FileToRead, HashedBytes } from './filesApi';
import { PoolBrokenError, WorkerPool, type WorkerLike } from './WorkerPool';

export { PoolBrokenError, type WorkerLike } from './WorkerPool';

interface PoolOptions {
  readonly size: number;
  readonly kernels: WebAssembly.Module;
  readonly spawn?: () => WorkerLike;
  readonly spawnReader?: () => WorkerLike;
  readonly startTimeoutMs?: number;
}

/** The engine workers, which decode images and compute the metrics, and one that reads files for them. */
export class Pool {
  readonly size: number;
  readonly #workers: WorkerPool<EngineApi>;
  readonly #codecs = new Map<CodecName, WebAssembly.Module>();
  readonly #provided = new Map<CodecName, Promise<void>>();
  readonly #openReader: () => WorkerPool<FilesApi>;
  /** Most pools read no files. */
  #reader: WorkerPool<FilesApi> | null = null;

  constructor(options: PoolOptions) {
    const { size, kernels, spawn = spawnEngineWorker, startTimeoutMs = 15_000 } = options;
    this.size = size;
    this.#openReader = () => openReader(options.spawnReader ?? spawnFilesWorker, startTimeoutMs);
    this.#workers = new WorkerPool<EngineApi>({
      size,
      spawn,
      startTimeoutMs,
      setUp: async (remote) => {
        const codecs = [...this.#codecs];
        await remote.start(kernels);
        for (const [codec, module] of codecs) await remote.provide(codec, module);
      }
    });
  }

  /**
   * Resolves when every worker has the decoder; those that will replace others get it too.
   * @throws what a worker says that cannot load its part of it; the next call tries again
   */
  provide(codec: CodecName, module: WebAssembly.Module): Promise<void> {
    const known = this.#provided.get(codec);
    if (known) return known;
    this.#codecs.set(codec, module);
    const provided = this.#workers.each((remote) => remote.provide(codec, module));
    this.#provided.set(codec, provided);
    provided.catch(() => {
      this.#codecs.delete(codec);
      this.#provided.delete(codec);
    });
    return provided;
  }

  /**
   * Scores one task; the bytes of its images are moved to the worker.
   * @throws PoolBrokenError when no worker can be started; the reason of `close()` after it
   */
  score(task: ScoringTask, timeoutMs: number): Promise<Reply<ScoredTask>> {
    return this.#workers.call(timeoutMs, (remote) => remote.score(transfer(task, listBuffers(task))));
  }

  /**
   * Reads and hashes files of the disk; not ok where no worker could, whatever the files are.
   * @throws the reason of `close()` after it
   */
  async read(files: readonly FileToRead[], timeoutMs: number): Promise<Reply<readonly Reply<HashedBytes>[]>> {
    this.#reader ??= this.#openReader();
    try {
      return await this.#reader.share(timeoutMs, (remote) => remote.read(files));
    } catch (error) {
      if (!(error instanceof PoolBrokenError)) throw error;
      const problem = { code: 'worker-died', severity: 'error', where: {}, what: error.message } as const;
      return { ok: false, problem };
    }
  }

  /** 95 % bootstrap interval of the mean of these values, which are copied. Throws as `score` does. */
  interval(values: Float64Array, timeoutMs: number): Promise<Reply<Interval>> {
    return this.#workers.call(timeoutMs, (remote) => remote.interval(values));
  }

  /** Decodes an image for display; its bytes are moved to the worker. Throws as `score` does. */
  decode(image: EncodedImage, timeoutMs: number): Promise<Reply<RgbImage>> {
    return this.#workers.call(timeoutMs, (remote) => remote.decode(transfer(image, [image.bytes.buffer])));
  }

  /** The same made small, for lists. */
  preview(image: EncodedImage, maxSidePx: number, timeoutMs: number): Promise<Reply<RgbImage>> {
    return this.#workers.call(timeoutMs, (remote) =>
      remote.preview(transfer(image, [image.bytes.buffer]), maxSidePx)
    );
  }

  /** What the compare modes draw of two decoded images, which are copied to the worker. Throws as `score` does. */
  compare(candidate: RgbImage, reference: RgbImage, timeoutMs: number): Promise<Reply<ComparedImages>> {
    return this.#workers.call(timeoutMs, (remote) => remote.compare(candidate, reference));
  }

  /** The region that a sample is to change; its images are copied to the worker. Throws as `score` does. */
  findRegion(input: RgbImage, reference: RgbImage, timeoutMs: number): Promise<Reply<RegionResult>> {
    return this.#workers.call(timeoutMs, (remote) => remote.findRegion(input, reference));
  }

  /** Ends every worker at once; calls under way and later ones throw. */
  close(reason?: Error): void {
    this.#workers.close(reason);
    this.#reader?.close(reason);
  }
}

function openReader(spawn: () => WorkerLike, startTimeoutMs: number): WorkerPool<FilesApi> {
  const setUp = async (remote: Pick<FilesApi, 'read'>): Promise<void> => void (await remote.read([]));
  return new WorkerPool<FilesApi>({ size: 1, spawn, startTimeoutMs, setUp });
}

function spawnEngineWorker(): Worker {
  // Vite finds a worker only in this literal form.
  return new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' });
}

function spawnFilesWorker(): Worker {
  return new Worker(new URL('./files.worker.ts', import.meta.url), { type: 'module', name: 'files' });
}

function listBuffers(task: ScoringTask): ArrayBuffer[] {
  const images = [task.reference, ...task.candidates.flatMap(({ image, input }) => [image, input?.image])];
  return [...new Set(images.flatMap((image) => (image ? [image.bytes.buffer] : [])))];
}
