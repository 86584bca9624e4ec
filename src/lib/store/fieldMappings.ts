import { get, update } from 'idb-keyval';
import type { FieldMapping } from '../core/run';
import { settings } from './databases';

const key = 'field-mappings';

/** The oldest go first. */
const maxKept = 100;

type Kept = readonly (readonly [shape: string, mapping: FieldMapping])[];

/** What was said of files by the shape of their fields; empty where the browser keeps nothing. */
export async function readMappings(): Promise<ReadonlyMap<string, FieldMapping>> {
  try {
    return new Map(await get<Kept>(key, settings()));
  } catch {
    return new Map();
  }
}

/** Keeps what was said; an empty mapping forgets it. A browser that keeps nothing asks again next time. */
export async function writeMapping(shape: string, mapping: FieldMapping): Promise<void> {
  const add = (kept: Kept = []): Kept => {
    const others = kept.filter(([other]) => other !== shape);
    const all: Kept = Object.keys(mapping).length === 0 ? others : [...others, [shape, mapping]];
    return all.slice(-maxKept);
  };
  await update<Kept>(key, add, settings()).catch(() => undefined);
}
