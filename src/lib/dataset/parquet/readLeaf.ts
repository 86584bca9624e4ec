import { parquetReadObjects, type FileMetaData } from 'hyparquet';
import { compressors, decompressZstd } from 'hyparquet-compressors';
import { checkPages } from './checkPages';
import { damaged, fence } from './damaged';
import type { LeafTask, LeafValue, LeafValues } from './ParquetDecoder';

/** Zstandard takes its output's size from the data unless it is given the room. */
const unpackers: typeof compressors = {
  ...compressors,
  ZSTD: (input, outputLength) => decompressZstd(input, new Uint8Array(outputLength))
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The values of one leaf, a row each. The pages are decoded as a file of their own: one column, one row group.
 * @throws DataError
 */
export function readLeaf(task: LeafTask): Promise<LeafValues> {
  const { file, leaf, bytes, rows } = task;
  return fence(file, `${leaf} cannot be decoded`, async () => {
    checkPages(task);
    const buffer = bytes.length === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
    const read = await parquetReadObjects({
      file: {
        byteLength: buffer.byteLength,
        slice: (start, end) => (start === 0 && end === buffer.byteLength ? buffer : buffer.slice(start, end))
      },
      metadata: describe(task),
      compressors: unpackers,
      utf8: false
    });
    if (read.length !== rows)
      throw damaged(file, `${leaf} has ${read.length} rows`, undefined, `${rows} rows`);
    const column = task.meta.path_in_schema[0]!;
    return read.map((row: Record<string, unknown>) => toValue(leaf, row[column]));
  });
}

function describe({ schema, meta, bytes, rows }: LeafTask): FileMetaData {
  const alone = { ...meta, data_page_offset: 0n, total_compressed_size: BigInt(bytes.length) };
  delete alone.dictionary_page_offset;
  return {
    version: 2,
    schema: [...schema],
    num_rows: BigInt(rows),
    row_groups: [
      {
        columns: [{ file_offset: 0n, meta_data: alone }],
        total_byte_size: meta.total_uncompressed_size,
        num_rows: BigInt(rows)
      }
    ],
    metadata_length: 0
  };
}

function toValue(leaf: LeafTask['leaf'], value: unknown): LeafValue {
  const part = leaf.split('.')[1];
  if (part === undefined) return toText(value);
  const images = listImages(value).map((image) => image[part]);
  // A copy each: the bytes of one image must not keep a whole page alive, and they leave the worker.
  return part === 'path' ? images.map(toText) : images.map((bytes) => toBytes(bytes)?.slice() ?? null);
}

function listImages(value: unknown): Record<string, unknown>[] {
  if (value === null || value === undefined) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((image) => (typeof image === 'object' && image !== null ? { ...image } : {}));
}

function toText(value: unknown): string | null {
  const bytes = toBytes(value);
  return bytes && decoder.decode(bytes);
}

function toBytes(value: unknown): Uint8Array<ArrayBuffer> | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value as Uint8Array<ArrayBuffer>;
  throw new TypeError(`bytes were expected; got a ${typeof value}`);
}
