import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';

/** Deeper than answers lie: `response.candidates.0.content.parts.0.text` has seven names. */
const maxLevels = 8;

/** More than a person looks through. */
const maxPaths = 80;

/**
 * The values inside of a record's objects and lists by the names and numbers that lead to them, `doc.sample_id`, `resps.0.0`;
 * of lists only the first item, which stands for all. Closed fields are not looked into.
 */
export function listPaths(
  fields: Readonly<Record<string, JsonValue>>,
  isClosed: (name: string) => boolean
): Record<string, JsonValue> {
  const open = Object.entries(fields).filter(([name]) => !isClosed(name));
  const inside = open.flatMap(([name, value]) => [...walk(name, value, 1)]);
  return Object.fromEntries(inside.filter(([path]) => !(path in fields)).slice(0, maxPaths));
}

function* walk(path: string, value: JsonValue, level: number): Generator<[string, JsonValue]> {
  const items = Array.isArray(value) ? value.slice(0, 1) : value;
  if (typeof items !== 'object' || items === null) {
    if (level > 1) yield [path, items];
  } else if (level < maxLevels) {
    for (const [name, item] of Object.entries(items))
      yield* walk(`${path}.${name}`, item as JsonValue, level + 1);
  }
}

/** The value of a field, by its own name or by the names that lead to it. */
export function readPath(record: JsonObject, path: string): JsonValue | undefined {
  if (Object.hasOwn(record, path)) return record[path];
  let value: JsonValue | undefined = record;
  for (const name of path.split('.')) value = readStep(value, name);
  return value;
}

function readStep(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (Array.isArray(value)) return (value as readonly JsonValue[])[Number(name)];
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** What a field may be called: its own name, and with the name above it. */
export function namesOf(path: string): string[] {
  const names = path.split('.').filter((name) => !/^\d+$/.test(name));
  return [names.at(-1) ?? path, names.slice(-2).join('.')];
}
