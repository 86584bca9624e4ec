import { isJsonObject } from '../../core/json';
import type { Unwrapped } from './Unwrapped';

/** The records with the model of which their wrapper says that they are; what they say themselves goes before. */
export function nameModel(inside: Unwrapped, model: string): Unwrapped {
  const records = inside.records.map((record) => (isJsonObject(record) ? { model, ...record } : record));
  return { ...inside, records };
}
