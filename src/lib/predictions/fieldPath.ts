import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';

/** Deeper than answers lie: `response.candidates.0.content.parts.0.text` has seven names. */
const maxLevels = 8;

/** More than a person looks through. */
const maxPaths = 80;

/** A step into a list of messages, or of the parts of one: to what the system said, wherever it stands there. */
const spoken = '*';

/**
 * The values inside of a record's objects and lists by the names and numbers that lead to them, `doc.sample_id`, `resps.0.0`;
 * of lists only the first item, which stands for all, and of messages what the system said: `messages.*.content`. Closed
 * fields are not looked into.
 */
export function listPaths(
  fields: Readonly<Record<string, JsonValue>>,
  isClosed: (name: string) => boolean
): Record<string, JsonValue> {
  const open = Object.entries(fields).filter(([name]) => !isClosed(name));
  const paths = open
    .flatMap(([name, value]) => [...walk(name, value, 1)])
    .filter((path) => !(path in fields));
  return Object.fromEntries(paths.slice(0, maxPaths).map((path) => [path, readPath(fields, path)!]));
}

function* walk(path: string, value: JsonValue, level: number): Generator<string> {
  if (typeof value !== 'object' || value === null) {
    if (level > 1) yield path;
  } else if (level < maxLevels) {
    for (const [name, item] of listSteps(value)) yield* walk(`${path}.${name}`, item, level + 1);
  }
}

function listSteps(value: JsonObject | readonly JsonValue[]): (readonly [string, JsonValue])[] {
  if (!isList(value)) return Object.entries(value);
  const said = isConversation(value) ? findSaid(value) : [];
  if (said.length > 0) return [[spoken, said.at(-1)!]];
  return value.slice(0, 1).map((item) => ['0', item]);
}

const isList = (value: JsonValue | readonly JsonValue[]): value is readonly JsonValue[] =>
  Array.isArray(value);

/** Messages have someone who speaks, parts of one a type, or a mark where they are thoughts. */
const isConversation = (list: readonly JsonValue[]): list is readonly JsonObject[] =>
  list.length > 0 &&
  list.every(isJsonObject) &&
  list.some((item) => ['role', 'from', 'type', 'thought'].some((name) => Object.hasOwn(item, name)));

const speakers: readonly (JsonValue | undefined)[] = ['assistant', 'model', 'gpt'];
const textTypes: readonly (JsonValue | undefined)[] = [undefined, 'text', 'output_text', 'message'];

/** The last message of the system; of a message the parts that are text, and no thoughts. */
function findSaid(list: readonly JsonObject[]): readonly JsonObject[] {
  const speakerOf = ({ role, from }: JsonObject) => role ?? from;
  if (list.some((item) => speakerOf(item) !== undefined))
    return list.filter((item) => speakers.includes(speakerOf(item))).slice(-1);
  return list.filter(({ type, thought }) => textTypes.includes(type) && thought !== true);
}

/** The value of a field, by its own name or by the names that lead to it. */
export function readPath(record: JsonObject, path: string): JsonValue | undefined {
  return Object.hasOwn(record, path) ? record[path] : readSteps(record, path.split('.'));
}

function readSteps(value: JsonValue | undefined, [name, ...rest]: readonly string[]): JsonValue | undefined {
  if (name === undefined || value === undefined) return value;
  if (name !== spoken || !isList(value)) return readSteps(readStep(value, name), rest);
  // A text in several parts is one text.
  const all = findSaid(value.filter(isJsonObject)).map((item) => readSteps(item, rest));
  const said = all.filter((item) => item !== undefined);
  return said.length > 1 && said.every((text) => typeof text === 'string') ? said.join('') : said[0];
}

function readStep(value: JsonValue, name: string): JsonValue | undefined {
  if (isList(value)) return value[Number(name)];
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** What a field may be called: its own name, and with the name above it. */
export function namesOf(path: string): string[] {
  const names = path.split('.').filter((name) => name !== spoken && !/^\d+$/.test(name));
  return [names.at(-1) ?? path, names.slice(-2).join('.')];
}
