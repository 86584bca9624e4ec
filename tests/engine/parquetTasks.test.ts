import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBlob } from '../../src/lib/dataset/parquet/ByteSource';
import type {
  ColumnTask,
  LayoutTask,
  LeafTask,
  PageIndexTask,
  ParquetDecoder
} from '../../src/lib/dataset/parquet/ParquetDecoder';
import { readParquetIndex } from '../../src/lib/dataset/parquet/ParquetIndex';
import { ParquetSource } from '../../src/lib/dataset/parquet/ParquetSource';
import { ParquetWorkers } from '../../src/lib/engine/ParquetWorkers';
import { decoder } from '../dataset/parquet/decoder';
import { makeImage, makeShard, namedImage } from '../dataset/parquet/makeShard';
import { FileWorker } from './FileWorker';

interface Tasks {
  readonly layouts: LayoutTask[];
  readonly pages: PageIndexTask[];
  readonly leaves: (readonly LeafTask[])[];
}

/** What is asked of a decoder while a small shard is listed and one of its images is read. */
async function recordTasks(): Promise<Tasks> {
  const rows = Array.from({ length: 30 }, (_, i) => ({
    input_images: [namedImage(makeImage(i, 4000))],
    instruction: `What is seen in ${i}?`,
    answer: `A finding ${i}.`,
    task: 'question-answering',
    subtask: null,
    modality: 'CT'
  }));
  const bytes = openBlob(
    'vqa/train-00000-of-00001.parquet',
    new Blob([makeShard(rows, { rowGroupSize: 10, pageSize: 16_000 })])
  );
  const tasks: Tasks = { layouts: [], pages: [], leaves: [] };
  const recording: ParquetDecoder = {
    ...decoder,
    readLayout: (task) => (tasks.layouts.push(structuredClone(task)), decoder.readLayout(task)),
    readPageIndex: (task) => (tasks.pages.push(structuredClone(task)), decoder.readPageIndex(task)),
    readLeaves: (all) => (tasks.leaves.push(structuredClone(all)), decoder.readLeaves(all))
  };
  const files = [{ path: 'vqa/train-00000-of-00001.parquet', bytes }];
  const index = await readParquetIndex(files, { decoder: recording });
  const source = new ParquetSource({
    kind: 'local',
    label: '',
    revision: null,
    index,
    decoder: recording,
    open: () => bytes
  });
  await source.find(source.samples[7]!.inputImages[0]!)!.read();
  return tasks;
}

describe('the tasks of a shard', () => {
  let tasks: Tasks;
  let workers: ParquetWorkers;

  beforeAll(async () => {
    tasks = await recordTasks();
    workers = new ParquetWorkers({
      spawn: () => new FileWorker(() => import('../../src/lib/engine/parquet.worker'))
    });
  });

  afterAll(() => workers.close());

  it('are all of the kinds that there are', () => {
    expect([tasks.layouts.length, tasks.pages.length, tasks.leaves.length].every((count) => count > 0)).toBe(
      true
    );
    expect(tasks.leaves.some(({ length }) => length > 1)).toBe(true);
  });

  it('give in a worker what their functions give, and their bytes are moved there', async () => {
    for (const task of tasks.layouts) {
      const expected = await decoder.readLayout(structuredClone(task));
      expect(await workers.readLayout(task)).toEqual(expected);
      expect(task.footer.byteLength).toBe(0);
    }
    for (const task of tasks.pages) {
      const expected = await decoder.readPageIndex(structuredClone(task));
      expect(await workers.readPageIndex(task)).toEqual(expected);
      expect(task.bytes.byteLength).toBe(0);
    }
    for (const task of tasks.leaves) {
      const expected = await decoder.readLeaves(structuredClone(task));
      expect(await workers.readLeaves(task)).toEqual(expected);
      for (const { bytes } of task) expect(bytes.byteLength).toBe(0);
    }
  });

  it('that are damaged are refused by their file', async () => {
    const file = 'train.parquet';
    const footer = new Uint8Array(20);
    await expect(workers.readLayout({ file, byteLength: 100, footer })).rejects.toMatchObject({
      problem: { where: { file } }
    });
    await expect(
      workers.readTable({ file, byteLength: 100, footer: new Uint8Array(20) })
    ).rejects.toMatchObject({
      problem: { where: { file } }
    });
  });

  it('are none where nothing is asked for', async () => {
    expect(await workers.readLeaves([])).toEqual([]);
    const none: readonly ColumnTask[] = [];
    expect(await workers.readCells(none)).toEqual([]);
  });
});
