import { describe, expect, it } from 'vitest';
import { ParquetWorkers } from '../../src/lib/engine/ParquetWorkers';
import type { WorkerLike } from '../../src/lib/engine/WorkerPool';
import { ThreadWorker } from './ThreadWorker';

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

describe('the tasks of a Parquet worker', () => {
  /** Answers with what it was asked, in this thread. */
  function openEcho(): ParquetWorkers {
    const echo = (name: string) => (given: unknown) => Promise.resolve({ ok: true, value: [name, given] });
    const api = Object.fromEntries(
      ['readLayout', 'readTable', 'readPageIndex', 'readLeaves', 'readCells'].map((name) => [
        name,
        echo(name)
      ])
    );
    return new ParquetWorkers({ spawn: () => new ThreadWorker(api) });
  }

  const bytes = () => Uint8Array.of(1, 2, 3);

  it('reach the function of their name, and their bytes are moved, not copied', async () => {
    const workers = openEcho();
    for (const name of ['readLayout', 'readTable'] as const) {
      const asked = { file: 'a.parquet', byteLength: 100, footer: bytes() };
      expect(await workers[name](asked)).toEqual([name, { ...asked, footer: bytes() }]);
      expect(asked.footer).toHaveLength(0);
    }
    const page = { file: 'a.parquet', bytes: bytes() } as never as Parameters<
      typeof workers.readPageIndex
    >[0];
    expect(await workers.readPageIndex(page)).toEqual([
      'readPageIndex',
      { file: 'a.parquet', bytes: bytes() }
    ]);
    expect(page.bytes).toHaveLength(0);
    workers.close();
  });

  it('may share their bytes, which are moved once', async () => {
    const workers = openEcho();
    const shared = bytes();
    const leaves = [0, 1].map((leaf) => ({ file: 'a.parquet', leaf, bytes: shared }));
    const asked = leaves as never as Parameters<typeof workers.readLeaves>[0];
    expect(await workers.readLeaves(asked)).toMatchObject(['readLeaves', [{ leaf: 0 }, { leaf: 1 }]]);
    expect(shared).toHaveLength(0);
    const other = bytes();
    const columns = [{ file: 'a.parquet', leaves: [{ bytes: other }, { bytes: other }] }];
    const cells = columns as never as Parameters<typeof workers.readCells>[0];
    expect(await workers.readCells(cells)).toMatchObject(['readCells', [{ file: 'a.parquet' }]]);
    expect(other).toHaveLength(0);
    expect(await workers.readLeaves([])).toEqual(['readLeaves', []]);
    expect(await workers.readCells([])).toEqual(['readCells', []]);
    workers.close();
  });

  it('that are refused name their file, unless the refusal names a nearer place', async () => {
    const refuse = (where: object) => () =>
      Promise.resolve({ ok: false, problem: { code: 'parquet', severity: 'error', where, what: 'broken' } });
    for (const [where, told] of [
      [{}, 'a.parquet: broken'],
      [{ file: 'b.parquet', line: 3 }, 'b.parquet:3: broken']
    ] as const) {
      const workers = new ParquetWorkers({ spawn: () => new ThreadWorker({ readLeaves: refuse(where) }) });
      const leaves = [{ file: 'a.parquet', bytes: bytes() }];
      const asked = leaves as never as Parameters<typeof workers.readLeaves>[0];
      await expect(workers.readLeaves(asked)).rejects.toThrow(told);
      workers.close();
    }
  });

  it('may take longer the more bytes they have', async () => {
    const slow = () =>
      new Promise((resolve) => setTimeout(() => resolve({ ok: true, value: 'at last' }), 300));
    const open = () =>
      new ParquetWorkers({ timeoutMs: 0, spawn: () => new ThreadWorker({ readTable: slow }) });
    const ask = async (sizeBytes: number) => {
      const workers = open();
      const asked = { file: 'a.parquet', byteLength: 100, footer: new Uint8Array(sizeBytes) };
      return workers.readTable(asked).finally(() => workers.close());
    };
    await expect(ask(1)).rejects.toThrow(/a\.parquet: the worker gave no answer/);
    expect(await ask(20_000_000)).toBe('at last');
  });
});
