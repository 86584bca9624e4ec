import { createHash } from 'node:crypto';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { composeChunks, idat, iend, ihdr, makeRows } from '../../images/makePng';

export interface ShardImage {
  readonly bytes: Uint8Array | null;
  readonly path: string | null;
}

export interface ShardRow {
  readonly input_images: readonly ShardImage[];
  /** Absent in every row of a VQA shard. */
  readonly output_images?: readonly ShardImage[];
  readonly instruction: string;
  /** Absent in every row of an editing shard. */
  readonly answer?: string | null;
  readonly task: string;
  readonly subtask: string | null;
  readonly modality: string;
}

export interface ShardOptions {
  readonly rowGroupSize: number;
  /** Many pages a chunk, with a list of them; without it a chunk is one page. */
  readonly pageSize?: number;
}

/** A shard in the schema of the data release. */
export function makeShard(
  rows: readonly ShardRow[],
  { rowGroupSize, pageSize }: ShardOptions
): Uint8Array<ArrayBuffer> {
  const columns = Object.keys(rows[0]!) as (keyof ShardRow)[];
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema: [...schemaOf(columns)], codec: 'SNAPPY' });
  const columnData = columns.map((name) => ({
    name,
    data: rows.map((row) => row[name]),
    offsetIndex: pageSize !== undefined
  }));
  void parquet.write({ columnData, rowGroupSize, pageSize: pageSize ?? 2 ** 30, dictionarySize: 2 ** 12 });
  void parquet.finish();
  return new Uint8Array(writer.getBytes());
}

function* schemaOf(columns: readonly string[]): Generator<SchemaElement> {
  yield { name: 'schema', num_children: columns.length, repetition_type: 'REQUIRED' };
  for (const name of columns) {
    if (!name.endsWith('_images')) {
      yield { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' };
      continue;
    }
    yield { name, num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' };
    yield { name: 'list', num_children: 1, repetition_type: 'REPEATED' };
    yield { name: 'element', num_children: 2, repetition_type: 'OPTIONAL' };
    yield { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' };
    yield { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' };
  }
}

/** Bytes that do not pack, the same ones every time. */
const noise = makeNoise(2 ** 20);

function makeNoise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24);
}

/** A small PNG that no other number gives, filled up to about `sizeBytes` with bytes that do not pack. */
export function makeImage(number: number, sizeBytes = 0): Uint8Array<ArrayBuffer> {
  const rows = makeRows(8, 8 * 3).map((value, i) =>
    i % 25 === 0 ? 0 : (value + number * 13 + (number >> 4)) % 256
  );
  const start = (number * 4_099) % (noise.length - sizeBytes);
  const filling = noise.subarray(start, start + sizeBytes);
  const comment = [Buffer.from('Comment\0', 'latin1'), filling];
  return new Uint8Array(composeChunks([ihdr(8, 8), ['tEXt', Buffer.concat(comment)], idat(rows), iend]));
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** An image as the release holds it, named by its hash. */
export function namedImage(bytes: Uint8Array): ShardImage {
  return { bytes, path: `${sha256(bytes)}.png` };
}

/** Rows of image editing: row i goes from image 2i to image 2i + 1. */
export function makeEditRows(count: number, sizeBytes = 0): ShardRow[] {
  return Array.from({ length: count }, (_, i) => ({
    input_images: [namedImage(makeImage(2 * i, sizeBytes))],
    output_images: [namedImage(makeImage(2 * i + 1, sizeBytes))],
    instruction: `Remove the artefact of picture ${i}.`,
    task: 'artifact-removal',
    subtask: 'rings',
    modality: 'CT'
  }));
}
