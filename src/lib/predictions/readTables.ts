import { importedFields } from '../benchmark/importedKeys';
import type { Problem } from '../core/problem';
import type { FileEntry } from '../dataset/FileEntry';
import type { Pacer } from '../dataset/Pacer';
import type { ParquetTable } from '../dataset/parquet/ParquetTable';
import { predictionFields } from './classifyRecords';
import { takeInlineImages } from './inlineImages';
import type { ReadTools } from './readRecordFiles';
import type { RecordFile, RecordRow } from './recordRow';
import { holdAnswers } from './suggestFields';
import { toTableRecord } from './tableRecord';

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

/** `output_images` are the outputs of a system where rows name their samples; in a shard they are references. */
const isPredictions = (columns: readonly string[]): boolean =>
  columns.some((column) => recordColumns.has(column)) ||
  (columns.includes('output_images') && columns.includes('sample_id')) ||
  holdAnswers(columns);

/** Sorts the Parquet files of a drop by their columns, and reads those that are predictions. */
export async function readTables(
  entries: readonly FileEntry[],
  { pacer, findings }: ReadTools,
  withTables: WithTables | undefined
): Promise<SortedTables> {
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
  if (isPredictions(table.columns)) {
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
      const { record, images: own } = toTableRecord(row, entry, line);
      rows.push({ line, record });
      for (const image of own) images.push(image);
    }
  }
  // Images may also be base64 in columns of text.
  const file = await takeInlineImages(
    { path: entry.path, rows, isTable: true, pythonNumberRows: 0 },
    entry,
    pacer
  );
  return { file, images: [...images, ...file.images] };
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
