import { makeBlobEntry } from '../../../src/lib/dataset/FileEntry';
import { ParquetTable, type TableRow } from '../../../src/lib/dataset/parquet/ParquetTable';
import { decoder } from './decoder';

/** Every row of a Parquet file. */
export async function readTableRows(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<TableRow[]> {
  const table = await ParquetTable.open(makeBlobEntry(name, new Blob([bytes]), 0), decoder);
  const rows: TableRow[] = [];
  for await (const group of table.readRows()) rows.push(...group);
  return rows;
}
