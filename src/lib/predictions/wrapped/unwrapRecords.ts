import type { JsonObject } from '../../core/json';
import { isResults } from '../classifyRecords';
import { describeMisfit } from '../describeMisfit';
import { firstRecords } from '../fileFields';
import { listModelFields, modelOf } from '../modelField';
import { toRow, type RecordFile, type RecordRow } from '../recordRow';
import { describeUnwrapped } from './describeUnwrapped';
import { nameModel } from './nameModel';
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
  const wrappers = file.rows.flatMap((row) => ('record' in row ? [row.record] : []));
  const modelField = findModelField(wrappers);
  for (const row of file.rows) {
    const inside = 'record' in row ? unwrapObject(row.record, file.path) : null;
    const model = inside && modelField !== null && 'record' in row ? modelOf(row.record, modelField) : null;
    if (inside) addRows(rows, model === null ? inside : nameModel(inside, model), file.path);
    else rows.push({ ...row, line: rows.length + 1 });
  }
  return {
    ...file,
    rows,
    warnings: [...(file.warnings ?? []), describeUnwrapped(file.path, rows.length, sample, true)]
  };
}

/** Where wrappers say of which model their records are, and not all the same. */
function findModelField(wrappers: readonly JsonObject[]): string | null {
  if (wrappers.length < 2) return null;
  const isTelling = (field: string) => new Set(wrappers.map((one) => modelOf(one, field))).size > 1;
  return listModelFields(wrappers.slice(0, 20)).find(isTelling) ?? null;
}

function addRows(rows: RecordRow[], { records, columns }: Unwrapped, file: string): void {
  for (const record of records) {
    const line = rows.length + 1;
    if (columns !== undefined && Array.isArray(record))
      rows.push({ line, problem: describeMisfit({ file, line }, record.length, columns) });
    else rows.push(toRow(file, line, record));
  }
}
