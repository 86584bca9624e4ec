import type { ParquetDecoder } from '../../../src/lib/dataset/parquet/ParquetDecoder';
import { readCells } from '../../../src/lib/dataset/parquet/readCells';
import { readLayout } from '../../../src/lib/dataset/parquet/readLayout';
import { readLeaf } from '../../../src/lib/dataset/parquet/readLeaf';
import { readPageIndex } from '../../../src/lib/dataset/parquet/readPageIndex';
import { readTable } from '../../../src/lib/dataset/parquet/readTable';

/** The worker's work without the worker. */
export const decoder: ParquetDecoder = {
  readLayout,
  readPageIndex,
  readLeaves: (tasks) => Promise.all(tasks.map(readLeaf)),
  readTable,
  readCells: (tasks) => Promise.all(tasks.map(readCells)),
  close: () => undefined
};
