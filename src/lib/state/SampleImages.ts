import { describeError } from '../core/describeError';
import type { RgbImage } from '../core/image';
import { formatProblem } from '../core/problem';
import type { FileEntry } from '../dataset/FileEntry';
import type { Reply } from '../engine/api';
import type { ComparedImages } from '../engine/compareImages';
import { loadKernels } from '../engine/loadModules';
import { Pool } from '../engine/Pool';
import { provideCodec } from '../engine/provideCodec';
import type { RegionResult } from '../metrics/region/computeRegion';

/** An image of a sample as the sample view shows it: the very pixels that are scored. */
export type SampleImage =
  | { readonly status: 'shown'; readonly path: string; readonly image: RgbImage }
  | { readonly status: 'absent' | 'broken'; readonly path: string; readonly reason: string };

/** What works out something from images that are on show. */
export type ImageTools = Pick<SampleImages, 'compare' | 'findRegion'>;

interface Loadable {
  load(): Promise<SampleImage>;
}

/** Decoded images kept for going back and forth; about 20 MB at 512×512. */
const keptImages = 24;
const timeoutMs = 30_000;

/** Decodes and compares images for display, in a worker and with the code that scores them. */
class SampleImages {
  #pool: Promise<Pool> | null = null;
  /** By file, not by path: other drops may have the same paths. */
  readonly #kept = new Map<FileEntry, Promise<SampleImage>>();

  /**
   * Never rejects: what cannot be shown says why.
   * @param path as the record gives it
   * @param entry the file that it means; undefined where it is not at hand
   */
  load(path: string, entry: FileEntry | undefined): Promise<SampleImage> {
    if (!entry) {
      return Promise.resolve({ status: 'absent', path, reason: 'not among the files of this visit' });
    }
    const kept = this.#kept.get(entry);
    if (kept) return kept;
    const loading = this.#decode(entry);
    this.#kept.set(entry, loading);
    // The network may be back the next time.
    void loading.then(({ status }) => status === 'broken' && this.#kept.delete(entry));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptImages && oldest !== undefined) this.#kept.delete(oldest);
    return loading;
  }

  /** What the compare modes draw of two images. */
  async compare(candidate: RgbImage, reference: RgbImage): Promise<Reply<ComparedImages>> {
    return (await this.#startPool()).compare(candidate, reference, timeoutMs);
  }

  /** The region that a sample is to change, from the very images that its region metrics were scored with. Never rejects. */
  async findRegion(inputs: readonly Loadable[], reference: Loadable | null): Promise<RegionResult> {
    const [input, ...others] = inputs;
    if (input === undefined) return { mask: null, reason: 'the record names no input image' };
    if (others.length > 0) return { mask: null, reason: 'the sample has several input images' };
    if (reference === null) return { mask: null, reason: 'the record names no reference image' };
    try {
      const [before, after] = await Promise.all([input.load(), reference.load()]);
      if (before.status !== 'shown') return { mask: null, reason: `input image: ${before.reason}` };
      if (after.status !== 'shown') return { mask: null, reason: `reference image: ${after.reason}` };
      const pool = await this.#startPool();
      const found = await pool.findRegion(before.image, after.image, timeoutMs);
      return found.ok ? found.value : { mask: null, reason: formatProblem(found.problem) };
    } catch (error) {
      return { mask: null, reason: describeError(error) };
    }
  }

  /** Ends the worker and forgets the images; the next call starts anew. */
  close(): void {
    void this.#pool?.then((pool) => pool.close());
    this.#pool = null;
    this.#kept.clear();
  }

  #startPool(): Promise<Pool> {
    this.#pool ??= loadKernels().then(
      (kernels) => new Pool({ size: 1, kernels }),
      (error: unknown) => {
        // A failed download is not remembered.
        this.#pool = null;
        throw error;
      }
    );
    return this.#pool;
  }

  async #decode(entry: FileEntry): Promise<SampleImage> {
    const { path } = entry;
    try {
      const bytes = await entry.read();
      const pool = await this.#startPool();
      await provideCodec({ path, bytes }, pool);
      const reply = await pool.decode({ path, bytes }, timeoutMs);
      if (!reply.ok) return { status: 'broken', path, reason: formatProblem(reply.problem) };
      return { status: 'shown', path, image: reply.value };
    } catch (error) {
      return { status: 'broken', path, reason: describeError(error) };
    }
  }
}

/** One for all pages: the worker and the decoded images outlast a change of page. */
export const sampleImages = new SampleImages();
