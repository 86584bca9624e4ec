import { explicitId } from '../../dataset/identity';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { looksLikeImage } from '../suggestFields';
import { isKnownName, looksLikeRecord } from './looksLikeRecord';
import type { Unwrapped } from './Unwrapped';

const from = 'an object, by their keys';

/** `{"v1": {"response": …}, …}`: the keys are ids, where the records have none of their own. */
export function readByKey(value: JsonObject): Unwrapped | null {
  const entries = Object.entries(value);
  if (
    entries.length === 0 ||
    !entries.every(([, record]) => looksLikeRecord(record) && !holdsRecords(record))
  )
    return null;
  const records = (entries as [string, JsonObject][]).map(([key, record]) =>
    explicitId(record) === null ? { sample_id: key, ...record } : record
  );
  return { records, from };
}

/** `{"predictions": [{…}, …]}` is a list under the name of a model, say, and no answer. */
const holdsRecords = (record: JsonObject): boolean =>
  Object.values(record).some((item) => Array.isArray(item) && item.some(looksLikeRecord));

/** `{"v1": "B", …}`: texts, or paths of images, whose keys are ids. */
export function readTextsByKey(value: JsonObject): JsonObject[] | null {
  const entries = Object.entries(value);
  const texts = entries.map(([, text]) => takeText(text));
  if (entries.length === 0 || entries.some(([key]) => isKnownName(key)) || texts.includes(undefined))
    return null;
  return entries.map(([key], i) => {
    const text = texts[i]!;
    return { sample_id: key, [looksLikeImage(text) ? 'output_image' : 'response']: text };
  });
}

/** A text, a number, a truth value or nothing, alone or as the one item of a list; undefined for anything else. */
function takeText(value: JsonValue): JsonValue | undefined {
  if (Array.isArray(value)) return value.length === 1 ? takeText(value[0] as JsonValue) : undefined;
  return isJsonObject(value) ? undefined : value;
}
