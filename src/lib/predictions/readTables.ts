import { importedFields } from '../benchmark/importedKeys';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';
import type { Problem } from '../core/problem';
import { makeBlobEntry, type FileEntry } from '../dataset/FileEntry';
import { extensionOf } from '../dataset/filePath';
import type { FileTree } from '../dataset/FileTree';
import type { Pacer } from '../dataset/Pacer';
import type { Cell } from '../dataset/parquet/ParquetDecoder';
import type { ParquetTable, TableRow } from '../dataset/parquet/ParquetTable';
import { predictionFields } from './classifyRecords';
import { readJsonCell } from './readCsv';
import type { ReadTools } from './readRecordFiles';
import type { RecordFile, RecordRow } from './recordRow';

/** Calls `use` with a way to open Parquet files; what it opened is closed afterwards. */
export type WithTables = <Value>(
  use: (open: (entry: FileEntry) => Promise<ParquetTable>) => Promise<Value>
) => Promise<Value>;

export interface SortedTables {
  /** Prediction files. */
  readonly files: readonly RecordFile[];
  /** The images that lay in them. */
  readonly images: readonly FileEntry[];
  /** The other Parquet files: shards of a dataset. */
  readonly shards: readonly FileEntry[];
}

/** Columns of which a file of predictions, or of scores, has one. */
const recordColumns: ReadonlySet<string> = new Set([...predictionFields, ...importedFields]);

/** Columns by which a shard of a dataset is known. */
const shardColumns = ['instruction', 'input_images', 'task'];

/** Sorts the Parquet files of a drop by their columns, and reads those that are predictions. */
export async function readTables(
  tree: FileTree,
  { pacer, findings }: ReadTools,
  withTables: WithTables | undefined
): Promise<SortedTables> {
  const entries = tree.entries.filter(({ path }) => extensionOf(path) === 'parquet');
  if (!withTables || entries.length === 0) return { files: [], images: [], shards: entries };
  const found = { files: [] as RecordFile[], images: [] as FileEntry[], shards: [] as FileEntry[] };
  await withTables(async (open) => {
    for (const entry of entries) {
      await pacer.pause();
      const problem = await findings.attempt(async () => sortTable(await open(entry), entry, pacer, found));
      if (problem) findings.add(problem);
    }
  });
  return found;
}

/** Puts the file where it belongs; a problem where it belongs nowhere. */
async function sortTable(
  table: ParquetTable,
  entry: FileEntry,
  pacer: Pacer,
  found: { readonly files: RecordFile[]; readonly images: FileEntry[]; readonly shards: FileEntry[] }
): Promise<Problem | null> {
  if (table.columns.some((column) => recordColumns.has(column))) {
    const { file, images } = await readTable(table, entry, pacer);
    found.files.push(file);
    for (const image of images) found.images.push(image);
    return null;
  }
  if (!table.columns.some((column) => shardColumns.includes(column))) return describeColumns(table);
  found.shards.push(entry);
  return null;
}

async function readTable(
  table: ParquetTable,
  entry: FileEntry,
  pacer: Pacer
): Promise<{ file: RecordFile; images: readonly FileEntry[] }> {
  const rows: RecordRow[] = [];
  const images: FileEntry[] = [];
  for await (const group of table.readRows()) {
    await pacer.pause();
    for (const row of group) {
      const line = rows.length + 1;
      const { record, image } = toRecord(row, entry, line);
      rows.push({ line, record });
      if (image) images.push(image);
    }
  }
  return { file: { path: entry.path, rows, pythonNumberRows: 0 }, images };
}

/** Where the image is in the file, the record names the place where the drop then has it. */
function toRecord(
  row: TableRow,
  entry: FileEntry,
  line: number
): { record: JsonObject; image: FileEntry | null } {
  const fields: [string, JsonValue][] = [];
  let image: FileEntry | null = null;
  for (const [column, cell] of row) {
    if (column === 'output_image') {
      const { bytes, path } = splitImage(cell);
      if (bytes) image = placeImage(entry, line, bytes, path);
      const named = image ? image.path.slice(entry.path.lastIndexOf('/') + 1) : path;
      if (named !== null) fields.push([column, named]);
    } else fields.push([column, toField(column, cell as JsonValue)]);
  }
  return { record: Object.fromEntries(fields), image };
}

/** A path, the bytes, or both in a structure. */
function splitImage(cell: Cell): { bytes: Uint8Array<ArrayBuffer> | null; path: string | null } {
  if (cell instanceof Uint8Array) return { bytes: cell, path: null };
  if (typeof cell === 'string') return { bytes: null, path: cell };
  if (typeof cell !== 'object' || cell === null || Array.isArray(cell)) return { bytes: null, path: null };
  const { bytes, path } = cell as { readonly [key: string]: Cell };
  return {
    bytes: bytes instanceof Uint8Array ? bytes : null,
    path: typeof path === 'string' && path !== '' ? path : null
  };
}

function placeImage(
  entry: FileEntry,
  line: number,
  bytes: Uint8Array<ArrayBuffer>,
  path: string | null
): FileEntry {
  const name = path?.split(/[/\\]/).at(-1) || 'output_image';
  return makeBlobEntry(`${entry.path}/${line}/${name}`, new Blob([bytes]), entry.modifiedMs);
}

function toField(column: string, value: JsonValue): JsonValue {
  if (typeof value === 'string') return readJsonCell(column, value);
  // A dataset's images are named by their paths; their bytes stay where they are.
  if (/_images?$/.test(column)) return Array.isArray(value) ? value.map(toPath) : toPath(value);
  return value;
}

const toPath = (value: JsonValue): JsonValue => (isJsonObject(value) ? (value['path'] ?? null) : value);

function describeColumns({ path, columns }: ParquetTable): Problem {
  return {
    code: 'parquet-columns',
    severity: 'error',
    where: { file: path },
    what: 'this Parquet file holds neither predictions nor samples',
    got: columns.length > 0 ? `columns ${columns.join(', ')}` : 'no columns',
    expected: `a column ${predictionFields.join(', ')} (predictions) or ${shardColumns.join(', ')} (samples)`
  };
}
