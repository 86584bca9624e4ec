import type { ParquetDecoder } from '../../../src/lib/dataset/parquet/ParquetDecoder';
import { readLayout } from '../../../src/lib/dataset/parquet/readLayout';
import { readLeaf } from '../../../src/lib/dataset/parquet/readLeaf';
import { readPageIndex } from '../../../src/lib/dataset/parquet/readPageIndex';

/** The worker's work without the worker. */
export const decoder: ParquetDecoder = {
  readLayout,
  readPageIndex,
  readLeaves: (tasks) => Promise.all(tasks.map(readLeaf)),
  close: () => undefined
};
