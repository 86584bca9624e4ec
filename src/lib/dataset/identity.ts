import { choicesOf } from '../benchmark/choices';
import { sha256HexOfText } from '../core/hash';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';
import { pathsOf, taskOf, textOf } from './parseSample';

/**
 * The id that a record gives itself: `sample_id`, or one in its `metadata`, as the official evaluator looks for it.
 * A number counts as its digits; white space around it does not count. Null when there is none.
 */
export function explicitId(record: JsonObject): string | null {
  const metadata = isJsonObject(record['metadata']) ? record['metadata'] : {};
  const ids = [record['sample_id'], metadata['sample_id'], metadata['unique_id']].map((id) =>
    textOf(id).trim()
  );
  return ids.find((id) => id !== '') ?? null;
}

/** How an id begins that is a hash of the content. */
export const contentPrefix = 'content:';

/**
 * An id for a record without one: a hash of what was asked, never of what was answered, so that two systems still pair.
 * Null when the record says nothing that could tell it from others.
 */
export async function contentId(record: JsonObject): Promise<string | null> {
  const instruction = textOf(record['instruction']);
  const inputImages = pathsOf(record['input_image']).map(unifySlashes);
  const referenceImages = pathsOf(record['ground_truth_image']).map(unifySlashes);
  if (instruction === '' && inputImages.length === 0 && referenceImages.length === 0) return null;
  const content = [
    taskOf(record) ?? textOf(record['paper_task']),
    inputImages,
    referenceImages,
    instruction,
    choicesOf(record),
    record['answer'] ?? null
  ];
  return `${contentPrefix}${(await sha256HexOfText(stringifySorted(content))).slice(0, 32)}`;
}

const unifySlashes = (path: string) => path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');

/** JSON with keys in a fixed order: equal values give equal texts. */
export function stringifySorted(value: JsonValue): string {
  return JSON.stringify(value, (_, item: JsonValue) =>
    isJsonObject(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item
  );
}
