import { DataError } from '../core/problem';
import type { EncodedImage } from '../engine/api';
import { loadCodec } from '../engine/loadModules';
import type { Pool } from '../engine/Pool';
import { readHeader } from '../images/readHeader';
import type { KernelSet } from '../kernels/KernelSet';
import type { CheckTools } from './check';

/** The golden files are small; a worker that takes longer has died. */
const timeoutMs = 30_000;

/** The engine as the page uses it: decoding and scoring in workers, statistics with the page's own kernels. */
export function makePoolTools(pool: Pool, kernels: KernelSet): CheckTools {
  return {
    kernels,
    decode: async (image) => {
      await provideCodec(image, pool);
      return pool.decode(image, timeoutMs);
    },
    score: async (task) => {
      for (const image of [task.reference, ...task.candidates.map((candidate) => candidate.image)]) {
        if (image) await provideCodec(image, pool);
      }
      return pool.score(task, timeoutMs);
    }
  };
}

async function provideCodec({ bytes, path }: EncodedImage, pool: Pool): Promise<void> {
  try {
    const { codec } = readHeader(bytes, path);
    await pool.provide(codec, await loadCodec(codec));
  } catch (error) {
    // The worker meets the same header, and its reason is the answer.
    if (!(error instanceof DataError)) throw error;
  }
}
