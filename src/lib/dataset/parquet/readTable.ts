import { parquetMetadata, type RowGroup } from 'hyparquet';
import { listLeaves, readColumnNodes } from './ColumnNode';
import { damaged, fence } from './damaged';
import { maxRowGroups } from './limits';
import type { LayoutTask } from './ParquetDecoder';
import { readChunk, refuseOverlaps, toCount } from './readLayout';
import type { ChunkLayout, Stretch } from './ShardLayout';
import type { TableLayout } from './TableLayout';

/**
 * What the footer says of every column, checked against the length of the file.
 * @throws DataError
 */
export function readTable({ file, footer, byteLength }: LayoutTask): Promise<TableLayout> {
  return fence(file, 'the footer cannot be read', () => {
    const {
      schema,
      row_groups: rowGroups,
      num_rows: rowCount
    } = parquetMetadata(footer, { geoparquet: false });
    if (rowGroups.length > maxRowGroups) throw damaged(file, 'too many row groups', String(rowGroups.length));
    const columns = readColumnNodes(schema);
    const paths = columns.flatMap((column) => listLeaves(column)).map(({ path }) => path);
    const bounds = { start: 4, end: byteLength - footer.length };
    const groups = rowGroups.map((group) => ({
      rows: toCount(file, group.num_rows),
      chunks: readChunks(file, group, paths, bounds)
    }));
    const rows = groups.reduce((sum, group) => sum + group.rows, 0);
    if (rows !== toCount(file, rowCount)) {
      throw damaged(file, 'rows and row groups differ', `${rows} and ${rowCount} rows`);
    }
    refuseOverlaps(
      file,
      groups.flatMap(({ chunks }) => chunks)
    );
    return { rows, columns, groups };
  });
}

function readChunks(
  file: string,
  { columns }: RowGroup,
  paths: readonly (readonly string[])[],
  bounds: Stretch
): ChunkLayout[] {
  return paths.map((path, i) => {
    const column = columns[i];
    const meta = column?.meta_data;
    if (!meta || column.file_path || column.crypto_metadata) {
      throw damaged(file, 'a column is encrypted or in another file', undefined, 'a plain Parquet file');
    }
    if (meta.path_in_schema.join('\n') !== path.join('\n')) {
      throw damaged(file, 'a row group lacks a column of the schema', meta.path_in_schema.join('.'));
    }
    return readChunk(file, column, meta, bounds);
  });
}
