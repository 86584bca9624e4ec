import type { JsonValue } from '../../core/json';
import { decodePages } from './decodePages';
import type { Cell, CellsTask } from './ParquetDecoder';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The values of one leaf of any table, a row each.
 * @throws DataError
 */
export function readCells(task: CellsTask): Promise<readonly Cell[]> {
  return decodePages(task, (value) => toCell(value, task.isText));
}

function toCell(value: unknown, isText: boolean): Cell {
  if (value === null || value === undefined) return null;
  // A copy each: one image must not keep a whole page alive.
  if (value instanceof Uint8Array) return isText ? decoder.decode(value) : value.slice();
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  // JSON has no other numbers, and a score that is none is no score.
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  // Bytes in lists are images of the dataset, which predictions only name.
  if (Array.isArray(value)) return value.map((one) => toCell(one, isText) as JsonValue);
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} is no value of a record`);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toCell(inner, isText)]));
}
