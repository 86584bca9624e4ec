import type { JsonValue } from '../core/json';
import { DataError, type Place, type Problem } from '../core/problem';
import { parsePythonLiteral } from './parsePythonLiteral';

/** A dict, or a list of them, as Python prints it; null for a text that does not begin so or is broken. */
export function readLiteral(text: string): JsonValue | null {
  if (!/^\s*(?:\[\s*)?\{\s*'/.test(text)) return null;
  try {
    return parsePythonLiteral(text);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return null;
  }
}

export function describeLiteral(where: Place): Problem {
  return {
    code: 'python-literal',
    severity: 'note',
    where,
    what: 'not JSON but what Python prints of a dict; it is read as such'
  };
}
