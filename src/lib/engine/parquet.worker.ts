import './forbidNetwork';
import { expose, transfer } from 'comlink';
import type { LeafValues } from '../dataset/parquet/ParquetDecoder';
import { readCells } from '../dataset/parquet/readCells';
import { readLayout } from '../dataset/parquet/readLayout';
import { readLeaf } from '../dataset/parquet/readLeaf';
import { readPageIndex } from '../dataset/parquet/readPageIndex';
import { readTable } from '../dataset/parquet/readTable';
import type { ParquetApi } from './parquetApi';
import { reply } from './reply';

const api: ParquetApi = {
  readLayout(task) {
    return reply(() => readLayout(task));
  },
  readPageIndex(task) {
    return reply(() => readPageIndex(task));
  },
  async readLeaves(tasks) {
    const read = await reply(() => Promise.all(tasks.map(readLeaf)));
    return read.ok ? transfer(read, listBuffers(read.value)) : read;
  },
  readTable(task) {
    return reply(() => readTable(task));
  },
  readCells(tasks) {
    return reply(() => Promise.all(tasks.map(readCells)));
  }
};

function listBuffers(leaves: readonly LeafValues[]): ArrayBuffer[] {
  const values = leaves.flat(2);
  return values.flatMap((value) => (value instanceof Uint8Array ? [value.buffer] : []));
}

// On the first tick: a message that arrives before this line would be lost.
expose(api);
