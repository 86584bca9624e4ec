import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';
import type { Problem } from '../core/problem';
import type { FileEntry } from '../dataset/FileEntry';

/** One row of a file: a record, or why there is none. */
export type RecordRow =
  | { readonly line: number; readonly record: JsonObject }
  | { readonly line: number; readonly problem: Problem };

export interface RecordFile {
  readonly path: string;
  /** In the order of the file; blank lines are none. */
  readonly rows: readonly RecordRow[];
  /** Its rows stood below a header, so that nothing is inside of them and their fields are never ids. */
  readonly isTable?: boolean;
  /** Rows with NaN or Infinity in them. */
  readonly pythonNumberRows: number;
  /** Images that lay inside of its records. */
  readonly images?: readonly FileEntry[];
  /** What a reader should know of single cells. */
  readonly warnings?: readonly Problem[];
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
