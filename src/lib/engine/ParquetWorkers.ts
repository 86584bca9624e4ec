import { transfer, type Remote } from 'comlink';
import { DataError } from '../core/problem';
import type {
  Cell,
  ColumnTask,
  LayoutTask,
  LeafTask,
  LeafValues,
  PageIndexTask,
  ParquetDecoder
} from '../dataset/parquet/ParquetDecoder';
import type { PageStretch, ShardLayout } from '../dataset/parquet/ShardLayout';
import type { TableLayout } from '../dataset/parquet/TableLayout';
import type { Reply } from './api';
import type { ParquetApi } from './parquetApi';
import { WorkerPool, type WorkerLike } from './WorkerPool';

interface Options {
  readonly spawn?: () => WorkerLike;
  /** How long a worker may take over one task before it is replaced; tests are less patient. */
  readonly timeoutMs?: number;
}

/** One decodes while the other's bytes arrive. */
const size = 2;

const startTimeoutMs = 15_000;

/** The slowest codec unpacks far more than this in the time. */
const msPerMegabyte = 500;

/** Decodes Parquet in workers of its own: a file that hangs or kills one costs that file, and the next has a new one. */
export class ParquetWorkers implements ParquetDecoder {
  readonly #options: Options;
  /** Started by the first task: a dataset that is remembered needs none before an image is looked at. */
  #workers: WorkerPool<ParquetApi> | null = null;
  #isClosed = false;

  constructor(options: Options = {}) {
    this.#options = options;
  }

  async readLayout(task: LayoutTask): Promise<ShardLayout> {
    const { buffer } = task.footer;
    return unwrap(
      task.file,
      await this.#call(buffer.byteLength, (remote) => remote.readLayout(transfer(task, [buffer])))
    );
  }

  async readTable(task: LayoutTask): Promise<TableLayout> {
    const { buffer } = task.footer;
    return unwrap(
      task.file,
      await this.#call(buffer.byteLength, (remote) => remote.readTable(transfer(task, [buffer])))
    );
  }

  async readPageIndex(task: PageIndexTask): Promise<readonly PageStretch[]> {
    const { buffer } = task.bytes;
    return unwrap(
      task.file,
      await this.#call(buffer.byteLength, (remote) => remote.readPageIndex(transfer(task, [buffer])))
    );
  }

  async readLeaves(tasks: readonly LeafTask[]): Promise<readonly LeafValues[]> {
    const buffers = [...new Set(tasks.map(({ bytes }) => bytes.buffer))];
    const sizeBytes = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return unwrap(
      tasks[0]?.file ?? '',
      await this.#call(sizeBytes, (remote) => remote.readLeaves(transfer([...tasks], buffers)))
    );
  }

  async readCells(tasks: readonly ColumnTask[]): Promise<readonly (readonly Cell[])[]> {
    const buffers = [...new Set(tasks.flatMap(({ leaves }) => leaves.map(({ bytes }) => bytes.buffer)))];
    const sizeBytes = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return unwrap(
      tasks[0]?.file ?? '',
      await this.#call(sizeBytes, (remote) => remote.readCells(transfer([...tasks], buffers)))
    );
  }

  close(): void {
    this.#isClosed = true;
    this.#workers?.close(closed());
  }

  #call<Value>(
    sizeBytes: number,
    use: (remote: Remote<ParquetApi>) => Promise<Reply<Value>>
  ): Promise<Reply<Value>> {
    if (this.#isClosed) throw closed();
    const { spawn = spawnParquetWorker, timeoutMs = 10_000 } = this.#options;
    this.#workers ??= new WorkerPool<ParquetApi>({
      size,
      spawn,
      startTimeoutMs,
      // Nothing is to be made ready: the first task waits for the script by itself.
      setUp: () => Promise.resolve()
    });
    return this.#workers.call(timeoutMs + (sizeBytes / 1e6) * msPerMegabyte, use);
  }
}

const closed = (): Error => new Error('the dataset is closed');

function unwrap<Value>(file: string, reply: Reply<Value>): Value {
  if (reply.ok) return reply.value;
  const { problem } = reply;
  throw new DataError({ ...problem, where: { file, ...problem.where } });
}

function spawnParquetWorker(): Worker {
  // Vite finds a worker only in this literal form.
  return new Worker(new URL('./parquet.worker.ts', import.meta.url), { type: 'module', name: 'parquet' });
}
