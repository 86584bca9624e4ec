import type { Pool } from '../engine/Pool';

/** More workers than this gain little and cost memory: each holds its decoders and two decoded images. */
const maxWorkers = 4;

/** The workers that score. @throws what keeps the kernels from being loaded */
export async function startPool(): Promise<Pool> {
  const size = Math.max(1, Math.min(maxWorkers, navigator.hardwareConcurrency || 1));
  const [engine, { loadKernels }] = await Promise.all([
    import('../engine/Pool'),
    import('../engine/loadModules')
  ]);
  return new engine.Pool({ size, kernels: await loadKernels() });
}
