import { FileWorker } from './FileWorker';

const files: Readonly<Record<string, () => Promise<unknown>>> = {
  engine: () => import('../../src/lib/engine/engine.worker'),
  files: () => import('../../src/lib/engine/files.worker'),
  neural: () => import('../../src/lib/engine/neural.worker'),
  'pair tests': () => import('../../src/lib/engine/pairTest.worker'),
  parquet: () => import('../../src/lib/engine/parquet.worker'),
  weights: () => import('../../src/lib/engine/weights.worker')
};

/** By these names a page asks for its workers. */
export const workerNames = Object.keys(files);

/** What a browser does with a worker's address, by the worker's name. */
export class NamedWorker extends FileWorker {
  constructor(_: URL, { name = '' }: WorkerOptions) {
    super(files[name]!);
  }
}
