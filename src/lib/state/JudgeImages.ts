import { DataError } from '../core/problem';
import type { RgbImage, Size } from '../core/image';
import type { FileEntry } from '../dataset/FileEntry';
import { resolveImage } from '../dataset/locateImage';
import type { Pool } from '../engine/Pool';
import type { Kernels } from '../kernels/Kernels';
import type { Drop } from '../predictions/drop';
import type { JudgedFiles } from '../run/judgeSubject';

const timeoutMs = 30_000;

/** What the judge is shown is read here: the files of this visit, decoded in a worker by the code that scores them. */
export class JudgeImages {
  #pool: Promise<Pool> | null = null;
  #kernels: Promise<Kernels> | null = null;
  readonly #sizes = new WeakMap<FileEntry, Size>();

  /** @param drop the files at hand; null when there are none: then every image is missing */
  filesOf(drop: Drop | null): JudgedFiles {
    return {
      find: (path, fromFile) => (drop ? resolveImage(drop, path, fromFile) : undefined),
      sizes: this.#sizes,
      sampleOf: (sampleId) => drop?.samples.get(sampleId),
      decode: (bytes, path) => this.#decode(bytes, path)
    };
  }

  /** For downscaling on this thread. */
  loadKernels(): Promise<Kernels> {
    return (this.#kernels ??= startKernels());
  }

  /** Ends the worker; the next call starts another. */
  close(): void {
    void this.#pool?.then((pool) => pool.close());
    this.#pool = null;
  }

  async #decode(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<RgbImage> {
    const { provideCodec } = await import('../engine/provideCodec');
    const pool = await (this.#pool ??= startPool());
    await provideCodec({ path, bytes }, pool);
    const reply = await pool.decode({ path, bytes }, timeoutMs);
    if (!reply.ok) throw new DataError(reply.problem);
    return reply.value;
  }
}

async function startPool(): Promise<Pool> {
  const [engine, { loadKernels }] = await Promise.all([
    import('../engine/Pool'),
    import('../engine/loadModules')
  ]);
  return new engine.Pool({ size: 1, kernels: await loadKernels() });
}

async function startKernels(): Promise<Kernels> {
  const [kernels, { loadKernels }] = await Promise.all([
    import('../kernels/Kernels'),
    import('../engine/loadModules')
  ]);
  return kernels.Kernels.instantiate(await loadKernels());
}
