import type { JsonValue } from '../../core/json';

/** The JSON of a response's body; undefined where it is none. */
export function parseBody(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
