import type { JsonObject, JsonValue } from '../../core/json';
import { isKnownName } from './looksLikeRecord';
import type { Unwrapped } from './Unwrapped';

const headerNames = ['columns', 'header', 'headers', 'column_names', 'fields'];
const rowNames = ['data', 'rows', 'values', 'records'];

const isTexts = (value: JsonValue | undefined): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const isLists = (value: JsonValue | undefined): value is readonly (readonly JsonValue[])[] =>
  Array.isArray(value) && value.every(Array.isArray);

/** The names of columns, one of them known. */
export const isHeader = (value: JsonValue | undefined): value is readonly string[] =>
  isTexts(value) && value.some(isKnownName);

/** `{"columns": […], "data": [[…], …]}` as pandas, Weights & Biases and databases write it. Null for what is none. */
export function readSplit(value: JsonObject): Unwrapped | null {
  const header = headerNames.map((name) => value[name]).find(isHeader);
  const rows = rowNames.map((name) => value[name]).find(isLists);
  if (!header || !rows) return null;
  const { index } = value;
  // An index of texts is a column that has lost its name; ids of a row's own go before.
  const ids = isTexts(index) && index.length === rows.length ? index : null;
  const records = rows.map((cells, i) => {
    const record = readCells(header, cells);
    return ids === null || Array.isArray(record) ? record : { sample_id: ids[i]!, ...(record as JsonObject) };
  });
  return { records, from: 'a table', columns: header.length };
}

/** The record of a row; the row itself where it does not fit. */
export function readCells(header: readonly string[], cells: readonly JsonValue[]): JsonValue {
  if (cells.length !== header.length) return cells;
  return Object.fromEntries(header.map((name, i) => [name, cells[i]!]));
}
