import { importedFields } from '../benchmark/importedKeys';
import { DataError, type Problem } from '../core/problem';
import type { FileEntry } from '../dataset/FileEntry';
import { extensionOf } from '../dataset/filePath';
import type { FileTree } from '../dataset/FileTree';
import type { Pacer } from '../dataset/Pacer';
import type { ParquetTable } from '../dataset/parquet/ParquetTable';
import { predictionFields } from './classifyRecords';
import type { RecordFile, RecordRow } from './recordRow';
import { toTableRecord } from './tableRecord';

/** Calls `use` with a way to open Parquet files; what it opened is closed afterwards. */
export type WithTables = <Value>(
  use: (open: (entry: FileEntry) => Promise<ParquetTable>) => Promise<Value>
) => Promise<Value>;

export interface ReadTables {
  /** Prediction files. */
  readonly files: readonly RecordFile[];
  /** The images that lay in them. */
  readonly images: readonly FileEntry[];
  /** The other Parquet files: shards of a dataset. */
  readonly shards: readonly FileEntry[];
  readonly problems: readonly Problem[];
}

/** Columns of which a file of predictions, or of scores, has one. */
const recordColumns: ReadonlySet<string> = new Set([...predictionFields, ...importedFields]);

/** Columns by which a shard of a dataset is known. */
const shardColumns = ['instruction', 'input_images', 'task'];

/** `output_images` are the outputs of a system where rows name their samples; in a shard they are references. */
const isPredictions = (columns: readonly string[]): boolean =>
  columns.some((column) => recordColumns.has(column)) ||
  (columns.includes('output_images') && columns.includes('sample_id'));

/** Sorts the Parquet files of a drop by their columns, and reads those that are predictions. */
export async function readTables(
  tree: FileTree,
  pacer: Pacer,
  withTables: WithTables | undefined
): Promise<ReadTables> {
  const entries = tree.entries.filter(({ path }) => extensionOf(path) === 'parquet');
  if (!withTables || entries.length === 0) return { files: [], images: [], shards: entries, problems: [] };
  const files: RecordFile[] = [];
  const images: FileEntry[] = [];
  const shards: FileEntry[] = [];
  const problems: Problem[] = [];
  await withTables(async (open) => {
    for (const entry of entries) {
      try {
        await pacer.pause();
        const table = await open(entry);
        if (isPredictions(table.columns)) {
          const read = await readTable(table, entry, pacer);
          files.push(read.file);
          for (const image of read.images) images.push(image);
        } else if (table.columns.some((column) => shardColumns.includes(column))) shards.push(entry);
        else problems.push(describeColumns(table));
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        problems.push(error.problem);
      }
    }
  });
  return { files, images, shards, problems };
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
      const { record, images: own } = toTableRecord(row, entry, line);
      rows.push({ line, record });
      for (const image of own) images.push(image);
    }
  }
  return { file: { path: entry.path, rows, pythonNumberRows: 0 }, images };
}

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
