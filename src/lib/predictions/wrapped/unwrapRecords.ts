import { isResults } from '../classifyRecords';
import { describeMisfit } from '../describeMisfit';
import { firstRecords } from '../fileFields';
import { toRow, type RecordFile, type RecordRow } from '../recordRow';
import { describeUnwrapped } from './describeUnwrapped';
import { unwrapObject } from './unwrapObject';
import type { Unwrapped } from './Unwrapped';

/**
 * The records of a file whose own records are none: they hold them. Where nothing is inside of the first, the file stays as it
 * is. What was read from where is a note.
 * @throws DataError where it is not clear which records are meant
 */
export function unwrapRecords(file: RecordFile): RecordFile {
  const [first] = firstRecords(file);
  if (!first || isResults(first)) return file;
  const sample = unwrapObject(first, file.path);
  if (!sample) return file;
  const rows: RecordRow[] = [];
  for (const row of file.rows) {
    const inside = 'record' in row ? unwrapObject(row.record, file.path) : null;
    if (inside) addRows(rows, inside, file.path);
    else rows.push({ ...row, line: rows.length + 1 });
  }
  return {
    ...file,
    rows,
    warnings: [...(file.warnings ?? []), describeUnwrapped(file.path, rows.length, sample, true)]
  };
}

function addRows(rows: RecordRow[], { records, columns }: Unwrapped, file: string): void {
  for (const record of records) {
    const line = rows.length + 1;
    if (columns !== undefined && Array.isArray(record))
      rows.push({ line, problem: describeMisfit({ file, line }, record.length, columns) });
    else rows.push(toRow(file, line, record));
  }
}
