import { DataError } from '../core/problem';
import type { PairedValues, PairTest } from '../stats/comparison/testPair';
import type { PairTestApi } from './pairTestApi';
import { WorkerPool, type WorkerLike } from './WorkerPool';

interface PairTesterOptions {
  /** As `loadKernels` gives it. */
  readonly kernels: WebAssembly.Module;
  /** Tests bring workers of their own. */
  readonly spawn?: () => WorkerLike;
}

const mostWorkers = 4;
const startTimeoutMs = 15_000;
/** A thousand resamples of 119,000 pairs take about a second. */
const testTimeoutMs = 120_000;

/** Workers for paired tests: resampling many pairs of runs takes seconds, in which the page must answer. */
export class PairTester {
  readonly #pool: WorkerPool<PairTestApi>;

  constructor({ kernels, spawn = spawnPairTestWorker }: PairTesterOptions) {
    this.#pool = new WorkerPool<PairTestApi>({
      size: Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency - 1)),
      startTimeoutMs,
      spawn,
      setUp: (remote) => remote.start(kernels)
    });
  }

  /**
   * @param values are copied to the worker
   * @throws PoolBrokenError when no worker can be started; DataError when one stopped; the reason of `close()` after it
   */
  async test(values: PairedValues): Promise<PairTest> {
    const reply = await this.#pool.call(testTimeoutMs, (remote) => remote.test(values));
    if (reply.ok) return reply.value;
    throw new DataError(reply.problem);
  }

  /** Ends the workers at once; calls under way throw. */
  close(): void {
    this.#pool.close();
  }
}

function spawnPairTestWorker(): Worker {
  // Vite finds a worker only in this literal form.
  return new Worker(new URL('./pairTest.worker.ts', import.meta.url), { type: 'module', name: 'pair tests' });
}
