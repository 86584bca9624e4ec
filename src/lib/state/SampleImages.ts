import type { RgbImage } from '../core/image';
import { formatProblem } from '../core/problem';
import type { FileTree } from '../dataset/FileTree';
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

/** Decodes images of dropped files for display, with the decoders that score them. */
export class SampleImages {
  #pool: Promise<Pool> | null = null;
  #kept = new Map<string, Promise<SampleImage>>();
  #tree: FileTree | null = null;

  /** @param tree the files at hand in this visit; null after a reload */
  load(path: string, fromFile: string, tree: FileTree | null): Promise<SampleImage> {
    // Other files may have the same paths.
    if (tree !== this.#tree) this.#kept.clear();
    this.#tree = tree;
    const entry = tree?.resolve(path, fromFile);
    if (!entry)
      return Promise.resolve({ status: 'absent', path, reason: 'not among the files of this visit' });
    const kept = this.#kept.get(entry.path);
    if (kept) return kept;
    const loading = this.#decode(entry.path, () => entry.read());
    this.#kept.set(entry.path, loading);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptImages && oldest !== undefined) this.#kept.delete(oldest);
    return loading;
  }

  close(): void {
    void this.#pool?.then((pool) => pool.close());
    this.#pool = null;
    this.#kept.clear();
  }

  async #decode(path: string, read: () => Promise<Uint8Array<ArrayBuffer>>): Promise<SampleImage> {
    try {
      const bytes = await read();
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
