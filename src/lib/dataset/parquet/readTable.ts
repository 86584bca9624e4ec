import { parquetMetadata, type RowGroup, type SchemaElement } from 'hyparquet';
import { damaged, fence } from './damaged';
import { maxRowGroups } from './limits';
import type { LayoutTask } from './ParquetDecoder';
import { isolate, readChunk, refuseOverlaps, toCount, walk } from './readLayout';
import type { ChunkLayout, Stretch } from './ShardLayout';
import type { TableLayout } from './TableLayout';

const textTypes: ReadonlySet<string | undefined> = new Set(['UTF8', 'STRING', 'JSON', 'ENUM']);

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
    const ways = walk(schema);
    const bounds = { start: 4, end: byteLength - footer.length };
    const groups = rowGroups.map((group) => ({
      rows: toCount(file, group.num_rows),
      chunks: readChunks(file, group, ways, bounds)
    }));
    const rows = groups.reduce((sum, group) => sum + group.rows, 0);
    if (rows !== toCount(file, rowCount)) {
      throw damaged(file, 'rows and row groups differ', `${rows} and ${rowCount} rows`);
    }
    refuseOverlaps(
      file,
      groups.flatMap(({ chunks }) => chunks)
    );
    return {
      rows,
      columns: [...new Set(ways.map((way) => way[1]?.name ?? ''))],
      leaves: ways.map((way) => ({
        path: namesOf(way),
        schema: isolate(way),
        isText: isText(way.at(-1)!)
      })),
      groups
    };
  });
}

const namesOf = (way: readonly SchemaElement[]): string[] => way.slice(1).map(({ name }) => name);

function isText({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  if (type !== 'BYTE_ARRAY') return type !== 'FIXED_LEN_BYTE_ARRAY' && type !== 'INT96';
  return textTypes.has(converted) || textTypes.has(logical?.type);
}

function readChunks(
  file: string,
  { columns }: RowGroup,
  ways: readonly (readonly SchemaElement[])[],
  bounds: Stretch
): ChunkLayout[] {
  return ways.map((way, i) => {
    const column = columns[i];
    const meta = column?.meta_data;
    if (!meta || column.file_path || column.crypto_metadata) {
      throw damaged(file, 'a column is encrypted or in another file', undefined, 'a plain Parquet file');
    }
    if (meta.path_in_schema.join('\n') !== namesOf(way).join('\n')) {
      throw damaged(file, 'a row group lacks a column of the schema', meta.path_in_schema.join('.'));
    }
    return readChunk(file, column, meta, bounds);
  });
}
