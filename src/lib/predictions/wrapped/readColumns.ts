import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { isKnownName, looksLikeRecord } from './looksLikeRecord';
import type { Unwrapped } from './Unwrapped';

const isIdField = (name: string) => /^(?:sample[ _-]?)?id$/i.test(name);

/**
 * A table by columns: lists of one length as `to_dict('list')` gives them, or objects with the same keys as pandas' `to_json`
 * writes them. Keys that are no row numbers are ids where no column is. Null for what is no such table.
 */
export function readColumns(value: JsonObject): Unwrapped | null {
  const columns = Object.entries(value);
  if (!columns.some(([name]) => isKnownName(name)) || columns.some(holdsRecords)) return null;
  const records = readLists(columns) ?? readKeyed(columns);
  return records && { records, from: 'columns' };
}

const holdsRecords = ([, column]: readonly [string, JsonValue]) =>
  Array.isArray(column) && column.some(looksLikeRecord);

type Columns = readonly (readonly [string, JsonValue])[];

function readLists(columns: Columns): JsonObject[] | null {
  const lists = columns.flatMap(([name, list]) => (Array.isArray(list) ? [[name, list] as const] : []));
  const { length } = lists[0]?.[1] ?? [];
  if (lists.length < 2 || lists.length < columns.length || lists.some(([, list]) => list.length !== length))
    return null;
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(lists.map(([name, list]) => [name, list[i] as JsonValue]))
  );
}

function readKeyed(columns: Columns): JsonObject[] | null {
  const objects = columns.flatMap(([name, column]) =>
    isJsonObject(column) ? [[name, column] as const] : []
  );
  if (objects.length < columns.length) return null;
  const keys = Object.keys(objects[0]![1]);
  const isTable = objects.every(([, column]) => {
    const { length } = Object.keys(column);
    return length === keys.length && keys.every((key) => Object.hasOwn(column, key));
  });
  const isPlain = objects.length > 1 || keys.every((key) => !isJsonObject(objects[0]![1][key]));
  if (!isTable || !isPlain || keys.length === 0) return null;
  const areIds = !columns.some(([name]) => isIdField(name)) && !keys.every((key) => /^\d+$/.test(key));
  return keys.map((key) =>
    Object.fromEntries([
      ...(areIds ? [['sample_id', key] as const] : []),
      ...objects.map(([name, column]) => [name, column[key]!] as const)
    ])
  );
}
