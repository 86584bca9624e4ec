import { NewestFirst } from '../core/NewestFirst';
import { describeError } from '../core/describeError';
import { formatProblem } from '../core/problem';
import { RecentMap } from '../core/RecentMap';
import type { FileEntry } from '../dataset/FileEntry';
import { loadKernels } from '../engine/loadModules';
import { Pool } from '../engine/Pool';
import { provideCodec } from '../engine/provideCodec';
import type { PictureSource } from './PictureSource';
import type { SampleImage } from './SampleImages';

/** Enough for a tile on a dense screen. */
const maxSidePx = 288;
/** At most 249 kB each: 60 MB. */
const keptThumbnails = 240;
/** Files read and decoded at one time, each with its bytes in memory. */
const atOnce = 3;
/** One core is left for scrolling, and one for the rest of the computer. */
const workerCount = (): number => Math.max(1, Math.min(4, navigator.hardwareConcurrency - 2));
const timeoutMs = 30_000;

/** Small pictures of image files, decoded by the decoders that score them, the ones looked at last first. */
export class Thumbnails {
  readonly #find: (path: string) => FileEntry | undefined;
  readonly #queue = new NewestFirst(atOnce);
  readonly #kept = new RecentMap<string, SampleImage>(keptThumbnails);
  #pool: Promise<Pool> | null = null;

  /** @param find the file at a path; undefined where there is none */
  constructor(find: (path: string) => FileEntry | undefined) {
    this.#find = find;
  }

  of(path: string): PictureSource {
    return { get: () => this.#kept.get(path), load: (signal) => this.#load(path, signal) };
  }

  #load(path: string, signal: AbortSignal): Promise<SampleImage> {
    return this.#queue.run(async () => {
      const kept = this.#kept.get(path);
      if (kept) return kept;
      const made = await this.#make(path);
      // What failed may succeed later: the network is back, the file is there again.
      if (made.status === 'shown') this.#kept.set(path, made);
      return made;
    }, signal);
  }

  close(): void {
    void this.#pool?.then((pool) => pool.close());
    this.#pool = null;
  }

  async #make(path: string): Promise<SampleImage> {
    try {
      const entry = this.#find(path);
      if (!entry) return { status: 'absent', path, reason: 'not among the files' };
      const bytes = await entry.read();
      this.#pool ??= loadKernels().then((kernels) => new Pool({ size: workerCount(), kernels }));
      const pool = await this.#pool;
      await provideCodec({ path, bytes }, pool);
      const reply = await pool.preview({ path, bytes }, maxSidePx, timeoutMs);
      if (!reply.ok) return { status: 'broken', path, reason: formatProblem(reply.problem) };
      return { status: 'shown', path, image: reply.value };
    } catch (error) {
      return { status: 'broken', path, reason: describeError(error) };
    }
  }
}
