import { DataError } from '../core/problem';
import type { NeuralModel } from '../models/NeuralModel';
import type { PublishedFiles } from '../models/prepareModel';
import { loadKernels } from './loadModules';
import { NeuralScorer } from './NeuralScorer';
import type { WeightsApi } from './weightsApi';
import { WorkerPool } from './WorkerPool';

/** Hashing 440 MB twice took 9 s on a busy two-core machine. */
const readTimeoutMs = 300_000;

/**
 * A model out of published weights, read in a worker of its own: a hostile file can cost that worker, not the page. The model
 * then scores its built-in pairs in WebAssembly; what it gives there, it has to give wherever it is opened later.
 * @throws DataError when the files are not what a metric here needs, or their network gives nonsense; the signal's reason
 * once it is aborted
 */
export async function readPublished(files: PublishedFiles, signal: AbortSignal): Promise<NeuralModel> {
  const model = await prepare(files, signal);
  const check = await NeuralScorer.measureCheck(model, { kernels: await loadKernels(), signal });
  return { ...model, descriptor: { ...model.descriptor, check } };
}

async function prepare(files: PublishedFiles, signal: AbortSignal): Promise<NeuralModel> {
  signal.throwIfAborted();
  const pool = new WorkerPool<WeightsApi>({
    size: 1,
    startTimeoutMs: 15_000,
    spawn: spawnWeightsWorker,
    setUp: () => Promise.resolve()
  });
  const stop = (): void => pool.close(new DOMException('Cancelled', 'AbortError'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    const reply = await pool.call(readTimeoutMs, (remote) => remote.prepare(files));
    if (reply.ok) return reply.value;
    throw new DataError(reply.problem);
  } finally {
    signal.removeEventListener('abort', stop);
    pool.close();
  }
}

function spawnWeightsWorker(): Worker {
  // Vite finds a worker only in this literal form.
  return new Worker(new URL('./weights.worker.ts', import.meta.url), { type: 'module', name: 'weights' });
}
