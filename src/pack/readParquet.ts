import { openAsBlob } from 'node:fs';
import { formats } from '../lib/benchmark/formats';
import type { JsonObject } from '../lib/core/json';
import { formatProblem } from '../lib/core/problem';
import type { Sample } from '../lib/core/sample';
import { openBlob, type ByteSource } from '../lib/dataset/parquet/ByteSource';
import type { ParquetDecoder } from '../lib/dataset/parquet/ParquetDecoder';
import { readParquetIndex } from '../lib/dataset/parquet/ParquetIndex';
import { ParquetSource } from '../lib/dataset/parquet/ParquetSource';
import { readCells } from '../lib/dataset/parquet/readCells';
import { readLayout } from '../lib/dataset/parquet/readLayout';
import { readLeaf } from '../lib/dataset/parquet/readLeaf';
import { readPageIndex } from '../lib/dataset/parquet/readPageIndex';
import { readTable } from '../lib/dataset/parquet/readTable';
import { sniffImage } from '../lib/images/sniffImage';
import { sha256Of } from './ShardWriter';
import type { PackedRecord } from './writeShardSet';

/** What the page does in a worker; here the files are the user's own, and a damaged one ends the packer. */
const decoder: ParquetDecoder = {
  readLayout,
  readPageIndex,
  readLeaves: (tasks) => Promise.all(tasks.map(readLeaf)),
  readTable,
  readCells: (tasks) => Promise.all(tasks.map(readCells)),
  close: () => undefined
};

/**
 * The rows of shards in the data release's schema as the records that the official tools make of them; images are named
 * by the hash of their bytes, as in the official folder.
 * @throws Error that names file and row
 */
export async function* readParquet(paths: readonly string[]): AsyncGenerator<PackedRecord> {
  const files = new Map<string, ByteSource>();
  for (const path of paths) files.set(path, openBlob(path, await openAsBlob(path)));
  const shards = [...files].map(([path, bytes]) => ({ path, bytes }));
  const index = await readParquetIndex(shards, { decoder });
  if (index.problems[0]) throw new Error(formatProblem(index.problems[0]));
  const open = (path: string): ByteSource => files.get(path)!;
  const source = new ParquetSource({ kind: 'local', label: '', revision: null, index, decoder, open });
  for (const sample of source.samples) yield readSample(sample, source);
}

async function readSample(sample: Sample, source: ParquetSource): Promise<PackedRecord> {
  const images = new Map<string, Uint8Array>();
  const pack = async (path: string): Promise<string> => {
    const bytes = await source.find(path)!.read();
    const sha256 = sha256Of(bytes);
    const name = `images/assets/${sha256.slice(0, 2)}/${sha256}.${extensionOf(bytes)}`;
    images.set(name, bytes);
    return name;
  };
  const inputImages: string[] = [];
  for (const path of sample.inputImages) inputImages.push(await pack(path));
  const reference = sample.referenceImage === null ? null : await pack(sample.referenceImage);
  return { record: toRecord(sample, inputImages, reference), images };
}

function extensionOf(bytes: Uint8Array): string {
  const kind = sniffImage(bytes);
  return kind === 'jpeg' ? 'jpg' : (kind ?? 'bin');
}

function toRecord(sample: Sample, inputImages: readonly string[], reference: string | null): JsonObject {
  return {
    sample_id: sample.sampleId,
    category: formats[sample.format].category,
    paper_task: sample.task,
    paper_subtask: sample.subtask,
    modality: sample.modalityAsWritten,
    instruction: sample.instruction,
    input_images: inputImages,
    ...(reference !== null && { ground_truth_images: [reference] }),
    ...(sample.answer !== undefined && { answer: sample.answer })
  };
}
