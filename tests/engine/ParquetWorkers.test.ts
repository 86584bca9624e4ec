import { describe, expect, it } from 'vitest';
import { ParquetWorkers } from '../../src/lib/engine/ParquetWorkers';
import type { WorkerLike } from '../../src/lib/engine/WorkerPool';

/** A worker that takes every task and answers none, as one does that a damaged file keeps busy for ever. */
class HangingWorker extends EventTarget implements WorkerLike {
  isTerminated = false;
  postMessage(): void {
    // Never answered.
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

const task = () => ({ file: 'train.parquet', byteLength: 100, footer: new Uint8Array(20) });

describe('a Parquet worker', () => {
  it('that hangs over a file is replaced, and the file is refused by name', async () => {
    const spawned: HangingWorker[] = [];
    const workers = new ParquetWorkers({
      timeoutMs: 20,
      spawn: () => {
        const worker = new HangingWorker();
        spawned.push(worker);
        return worker as unknown as WorkerLike;
      }
    });
    await expect(workers.readLayout(task())).rejects.toThrow(
      /^train\.parquet: the worker gave no answer within/
    );
    expect(spawned.filter(({ isTerminated }) => isTerminated)).toHaveLength(1);
    expect(spawned).toHaveLength(3);
    workers.close();
    expect(spawned.every(({ isTerminated }) => isTerminated)).toBe(true);
  });

  it('is not started before there is a task, and not after the dataset is closed', async () => {
    let spawned = 0;
    const workers = new ParquetWorkers({
      spawn: () => (spawned++, new HangingWorker() as unknown as WorkerLike)
    });
    workers.close();
    await expect(workers.readLayout(task())).rejects.toThrow('the dataset is closed');
    expect(spawned).toBe(0);
  });
});
