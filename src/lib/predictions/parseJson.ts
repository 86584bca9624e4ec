import { DataError, type Problem } from '../core/problem';
import type { JsonValue } from '../core/json';
import { JsonReader, maxDepth } from './JsonReader';

/** A value, and whether it holds numbers that JSON does not know. */
export interface ParsedJson {
  readonly value: JsonValue;
  readonly hasPythonNumbers: boolean;
}

/**
 * One JSON value as Python's `json` writes and reads it: NaN and Infinity are numbers, of equal keys the last counts.
 * Integers beyond 2^53 are given as text, because ids and seeds would change otherwise.
 * @throws DataError `json-syntax` without a place
 */
export function parseJson(text: string): ParsedJson {
  const value = parseStandard(text);
  if (value !== undefined) return { value, hasPythonNumbers: false };
  const reader = new JsonReader(text);
  const read = reader.readDocument();
  return { value: read, hasPythonNumbers: reader.hasPythonNumbers };
}

/** The browser's own parser is many times faster; undefined where it fails, or reads another value than Python. */
export function parseStandard(text: string): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return needsOwnReader(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** True for integers that lost digits, and for nesting that recursive code (ours, JSON.stringify) could not walk. */
function needsOwnReader(value: JsonValue, depth = 0): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return false;
  return (
    depth > maxDepth || Object.values(value).some((inner: JsonValue) => needsOwnReader(inner, depth + 1))
  );
}

/** The problem of a line that is not JSON, with its place. */
export function placeJsonProblem(error: unknown, file: string, line: number): Problem {
  if (!(error instanceof DataError)) throw error;
  return { ...error.problem, where: { file, line } };
}
