import { Engine } from '../../src/lib/engine/Engine';
import { Pool } from '../../src/lib/engine/Pool';
import { compileKernels } from '../kernels/loadKernels';
import { ThreadWorker } from './ThreadWorker';

/** The engine's pool, with workers in this thread. */
export async function openThreadPool(size = 1): Promise<Pool> {
  return new Pool({ size, kernels: await compileKernels(), spawn: () => new ThreadWorker(new Engine()) });
}
