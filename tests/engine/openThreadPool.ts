import { Engine } from '../../src/lib/engine/Engine';
import type { FilesApi } from '../../src/lib/engine/filesApi';
import { Pool } from '../../src/lib/engine/Pool';
import { readTogether } from '../../src/lib/engine/readTogether';
import { reply } from '../../src/lib/engine/reply';
import { compileKernels } from '../kernels/loadKernels';
import { ThreadWorker } from './ThreadWorker';

const reader: Pick<FilesApi, 'read'> = { read: (files) => reply(() => readTogether(files)) };

/** The engine's pool, with workers in this thread. */
export async function openThreadPool(size = 1): Promise<Pool> {
  return new Pool({
    size,
    kernels: await compileKernels(),
    spawn: () => new ThreadWorker(new Engine()),
    spawnReader: () => new ThreadWorker(reader)
  });
}
