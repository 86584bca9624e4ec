import type { RgbImage } from '../core/image';
import { formatProblem } from '../core/problem';
import type { FileEntry } from '../dataset/FileEntry';
import { loadCodec, loadKernels } from '../engine/loadModules';
import { Pool } from '../engine/Pool';
import { readHeader } from '../images/readHeader';

/** An image of a sample as the sample view shows it: the very pixels that are scored. */
export type SampleImage =
  | { readonly status: 'shown'; readonly path: string; readonly image: RgbImage }
  | { readonly status: 'absent' | 'broken'; readonly path: string; readonly reason: string };

/** Decoded images kept for going back and forth; about 20 MB at 512×512. */
const keptImages = 24;
const timeoutMs = 30_000;

/** Decodes images for display, with the decoders that score them. */
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
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptImages && oldest !== undefined) this.#kept.delete(oldest);
    return loading;
  }

  /** Ends the worker and forgets the images; the next call starts anew. */
  close(): void {
    void this.#pool?.then((pool) => pool.close());
    this.#pool = null;
    this.#kept.clear();
  }

  async #decode(entry: FileEntry): Promise<SampleImage> {
    const { path } = entry;
    try {
      const bytes = await entry.read();
      const { codec } = readHeader(bytes, path);
      const pool = await (this.#pool ??= loadKernels().then((kernels) => new Pool({ size: 1, kernels })));
      await pool.provide(codec, await loadCodec(codec));
      const reply = await pool.decode({ path, bytes }, timeoutMs);
      if (!reply.ok) return { status: 'broken', path, reason: formatProblem(reply.problem) };
      return { status: 'shown', path, image: reply.value };
    } catch (error) {
      return { status: 'broken', path, reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** One for all pages: the worker and the decoded images outlast a change of page. */
export const sampleImages = new SampleImages();
