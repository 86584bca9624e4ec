import { parquetReadObjects, type FileMetaData } from 'hyparquet';
import { checkPages } from './checkPages';
import { damaged, fence } from './damaged';
import type { PagesTask } from './ParquetDecoder';
import { unpackers } from './unpackers';

/**
 * What the decoder makes of one leaf, a row each. The pages are decoded as a file of their own: one column, one row group.
 * @throws DataError
 */
export function decodePages<Value>(
  task: PagesTask,
  toValue: (value: unknown) => Value
): Promise<readonly Value[]> {
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
    return read.map((row: Record<string, unknown>) => toValue(row[column]));
  });
}

function describe({ schema, meta, bytes, rows }: PagesTask): FileMetaData {
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
