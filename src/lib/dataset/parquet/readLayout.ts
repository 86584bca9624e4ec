import {
  parquetMetadata,
  type ColumnChunk,
  type ColumnMetaData,
  type FileMetaData,
  type SchemaElement
} from 'hyparquet';
import { damaged, describeSchema, fence } from './damaged';
import { maxRowGroups } from './limits';
import type { LayoutTask } from './ParquetDecoder';
import {
  imageColumns,
  textColumns,
  type ChunkLayout,
  type GroupLayout,
  type LeafName,
  type ShardLayout,
  type Stretch
} from './ShardLayout';

/** Those of all three configs. */
const requiredLeaves = [
  'instruction',
  'task',
  'subtask',
  'modality',
  'input_images.bytes',
  'input_images.path'
] as const satisfies readonly LeafName[];

/**
 * What the footer says of the release's columns, every number of it checked against the length of the file, so that nothing
 * is read or allocated on the word of a damaged footer.
 * @throws DataError
 */
export function readLayout({ file, footer, byteLength }: LayoutTask): Promise<ShardLayout> {
  return fence(file, 'the footer cannot be read', () => {
    const metadata = parquetMetadata(footer, { geoparquet: false });
    const rows = toCount(file, metadata.num_rows);
    if (metadata.row_groups.length > maxRowGroups) {
      throw damaged(file, 'too many row groups', String(metadata.row_groups.length));
    }
    const bounds = { start: 4, end: byteLength - footer.length };
    const groups: GroupLayout[] = [];
    let firstRow = 0;
    for (const group of metadata.row_groups) {
      const groupRows = toCount(file, group.num_rows);
      groups.push({ firstRow, rows: groupRows, chunks: readChunks(file, group.columns, bounds) });
      firstRow += groupRows;
    }
    if (firstRow !== rows) throw damaged(file, 'rows and row groups differ', `${firstRow} and ${rows} rows`);
    refuseOverlaps(
      file,
      groups.flatMap(({ chunks }) => Object.values(chunks))
    );
    return { rows, leaves: readLeaves(file, metadata, groups), groups };
  });
}

function readChunks(file: string, columns: readonly ColumnChunk[], bounds: Stretch): GroupLayout['chunks'] {
  const chunks: Partial<Record<LeafName, ChunkLayout>> = {};
  for (const column of columns) {
    const meta = column.meta_data;
    if (!meta || column.file_path || column.crypto_metadata) {
      throw damaged(file, 'a column is encrypted or in another file', undefined, 'a plain Parquet file');
    }
    const leaf = nameLeaf(meta.path_in_schema);
    if (leaf !== null) chunks[leaf] = readChunk(file, column, meta, bounds);
  }
  return chunks;
}

export function readChunk(
  file: string,
  column: ColumnChunk,
  meta: ColumnMetaData,
  bounds: Stretch
): ChunkLayout {
  // Some writers leave the offset of the dictionary out or at zero.
  const start = toCount(file, meta.dictionary_page_offset || meta.data_page_offset);
  const end = start + toCount(file, meta.total_compressed_size);
  requireInside(file, { start, end }, bounds);
  toCount(file, meta.num_values);
  toCount(file, meta.total_uncompressed_size);
  return { start, end, meta: trim(meta), pageIndex: readPageIndexPlace(file, column, bounds) };
}

function readPageIndexPlace(file: string, column: ColumnChunk, bounds: Stretch): Stretch | null {
  if (!column.offset_index_offset || !column.offset_index_length) return null;
  const start = toCount(file, column.offset_index_offset);
  const place = { start, end: start + column.offset_index_length };
  requireInside(file, place, bounds);
  return place;
}

/** Statistics of thousands of chunks would only be carried around. */
function trim(meta: ColumnMetaData): ColumnMetaData {
  const { type, encodings, path_in_schema, codec, num_values } = meta;
  const { total_uncompressed_size, total_compressed_size, data_page_offset, dictionary_page_offset } = meta;
  return {
    type,
    encodings,
    path_in_schema,
    codec,
    num_values,
    total_uncompressed_size,
    total_compressed_size,
    data_page_offset,
    ...(dictionary_page_offset !== undefined && { dictionary_page_offset })
  };
}

/** `input_images.list.element.bytes` and its like in other writers' words → `input_images.bytes`. */
function nameLeaf(path: readonly string[]): LeafName | null {
  const [column = '', ...inner] = path;
  const text = textColumns.find((name) => name === column);
  if (text !== undefined) return inner.length === 0 ? text : null;
  const image = imageColumns.find((name) => name === column);
  const part = inner.at(-1);
  return image !== undefined && (part === 'bytes' || part === 'path') ? `${image}.${part}` : null;
}

function readLeaves(
  file: string,
  metadata: FileMetaData,
  groups: readonly GroupLayout[]
): ShardLayout['leaves'] {
  const { schema } = metadata;
  const leaves: Partial<Record<LeafName, SchemaElement[]>> = {};
  for (const way of walk(schema)) {
    const leaf = nameLeaf(namesOf(way));
    if (leaf === null) continue;
    const type = way.at(-1)?.type;
    if (type !== 'BYTE_ARRAY' && !isEmptyColumn(metadata, way)) {
      throw describeSchema(file, `${leaf} of type ${type}`, `${leaf} of type BYTE_ARRAY`);
    }
    leaves[leaf] = isolate(way);
  }
  const columns = [...new Set(walk(schema).map((way) => way[1]?.name ?? ''))].join(', ');
  const missing = requiredLeaves.find((leaf) => !leaves[leaf]);
  if (missing) throw describeSchema(file, `columns ${columns}`, `a column ${missing}`);
  if (!leaves['output_images.bytes'] !== !leaves['output_images.path']) {
    throw describeSchema(file, `columns ${columns}`, 'output_images with bytes and path');
  }
  const isComplete = groups.every(({ chunks }) => Object.keys(leaves).every((leaf) => leaf in chunks));
  if (!isComplete) throw damaged(file, 'a row group lacks a column of the schema');
  return leaves;
}

/** Writers give a column of nulls any type. */
function isEmptyColumn({ row_groups: groups }: FileMetaData, way: readonly SchemaElement[]): boolean {
  if (way.at(-1)?.logical_type?.type === 'NULL') return true;
  const path = namesOf(way).join('\n');
  return groups.every(({ columns }) => {
    const meta = columns.find((column) => column.meta_data?.path_in_schema.join('\n') === path)?.meta_data;
    return meta?.statistics?.null_count === meta?.num_values;
  });
}

const namesOf = (way: readonly SchemaElement[]): string[] => way.slice(1).map(({ name }) => name);

/** The way from the root to each leaf. */
export function walk(schema: readonly SchemaElement[]): SchemaElement[][] {
  const ways: SchemaElement[][] = [];
  let at = 0;
  const visit = (above: readonly SchemaElement[]): void => {
    const element = schema[at++];
    if (!element) throw new RangeError('the schema ends too early');
    const way = [...above, element];
    const children = element.num_children ?? 0;
    for (let i = 0; i < children; i++) visit(way);
    if (children === 0) ways.push(way);
  };
  visit([]);
  return ways;
}

/**
 * The schema of a leaf alone: each element has one child. What texts are is known by their column, so no type is left that
 * a decoder would convert by.
 */
export function isolate(way: readonly SchemaElement[]): SchemaElement[] {
  return way.map((element, i) => {
    if (i < way.length - 1) return { ...element, num_children: 1 };
    const { name, type, repetition_type } = element;
    return { name, ...(type && { type }), ...(repetition_type && { repetition_type }) };
  });
}

export function refuseOverlaps(file: string, chunks: readonly Stretch[]): void {
  const sorted = chunks.toSorted((a, b) => a.start - b.start);
  sorted.forEach(({ start }, i) => {
    const before = sorted[i - 1];
    if (before && before.end > start) {
      throw damaged(file, 'two columns overlap', `bytes to ${before.end} and from ${start}`);
    }
  });
}

function requireInside(file: string, { start, end }: Stretch, bounds: Stretch): void {
  if (start >= bounds.start && end >= start && end <= bounds.end) return;
  throw damaged(
    file,
    'a column lies outside of the file',
    `bytes ${start} to ${end}`,
    `bytes ${bounds.start} to ${bounds.end}`
  );
}

export function toCount(file: string, value: bigint | number | undefined): number {
  const count = Number(value);
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw damaged(file, 'an impossible number in the footer', String(value));
}
