import { DataError } from '../core/problem';
import type { EncodedImage } from '../engine/api';
import type { Pool } from '../engine/Pool';
import { provideCodec } from '../engine/provideCodec';
import type { KernelSet } from '../kernels/KernelSet';
import type { CheckTools } from './check';

/** The golden files are small; a worker that takes longer has died. */
const timeoutMs = 30_000;

/** The engine as the page uses it: decoding and scoring in workers, statistics with the page's own kernels. */
export function makePoolTools(pool: Pool, kernels: KernelSet): CheckTools {
  return {
    kernels,
    decode: async (image) => {
      await prepare(image, pool);
      return pool.decode(image, timeoutMs);
    },
    score: async (task) => {
      for (const image of [task.reference, ...task.candidates.map((candidate) => candidate.image)]) {
        if (image) await prepare(image, pool);
      }
      const reply = await pool.score(task, timeoutMs);
      return reply.ok ? { ok: true, value: reply.value.results } : reply;
    }
  };
}

async function prepare(image: EncodedImage, pool: Pool): Promise<void> {
  try {
    await provideCodec(image, pool);
  } catch (error) {
    // The worker meets the same header, and its reason is the answer.
    if (!(error instanceof DataError)) throw error;
  }
}
