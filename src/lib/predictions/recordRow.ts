import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';
import type { Problem } from '../core/problem';

/** One row of a file: a record, or why there is none. */
export type RecordRow =
  | { readonly line: number; readonly record: JsonObject }
  | { readonly line: number; readonly problem: Problem };

export interface RecordFile {
  readonly path: string;
  /** In the order of the file; blank lines are none. */
  readonly rows: readonly RecordRow[];
  /** Rows with NaN or Infinity in them. */
  readonly pythonNumberRows: number;
}

/** A value that is no object is a row too: one that cannot be scored. */
export function toRow(path: string, line: number, value: JsonValue): RecordRow {
  if (isJsonObject(value)) return { line, record: value };
  const got = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
  const where = { file: path, line };
  const problem: Problem = {
    code: 'not-a-record',
    severity: 'error',
    where,
    what: 'not a record',
    got,
    expected: 'an object'
  };
  return { line, problem };
}
