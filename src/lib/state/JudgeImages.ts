import { DataError } from '../core/problem';
import type { RgbImage } from '../core/image';
import { resolveImage } from '../dataset/locateImage';
import { loadCodec, loadKernels } from '../engine/loadModules';
import { Pool } from '../engine/Pool';
import { readHeader } from '../images/readHeader';
import { Kernels } from '../kernels/Kernels';
import type { Drop } from '../predictions/drop';
import type { JudgedFiles } from '../run/judgeSubject';

const timeoutMs = 30_000;

/** What the judge is shown is read here: the files of this visit, decoded in a worker by the code that scores them. */
export class JudgeImages {
  #pool: Promise<Pool> | null = null;
  #kernels: Promise<Kernels> | null = null;

  /** @param drop the files at hand; null when there are none: then every image is missing */
  filesOf(drop: Drop | null): JudgedFiles {
    return {
      find: (path, fromFile) => (drop ? resolveImage(drop, path, fromFile) : undefined),
      sampleOf: (sampleId) => drop?.samples.get(sampleId),
      decode: (bytes, path) => this.#decode(bytes, path)
    };
  }

  /** For downscaling on this thread. */
  loadKernels(): Promise<Kernels> {
    return (this.#kernels ??= loadKernels().then((module) => Kernels.instantiate(module)));
  }

  /** Ends the worker; the next call starts another. */
  close(): void {
    void this.#pool?.then((pool) => pool.close());
    this.#pool = null;
  }

  async #decode(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<RgbImage> {
    const { codec } = readHeader(bytes, path);
    const pool = await (this.#pool ??= loadKernels().then((kernels) => new Pool({ size: 1, kernels })));
    await pool.provide(codec, await loadCodec(codec));
    const reply = await pool.decode({ path, bytes }, timeoutMs);
    if (!reply.ok) throw new DataError(reply.problem);
    return reply.value;
  }
}
