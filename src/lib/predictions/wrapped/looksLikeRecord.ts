import { importedFields } from '../../benchmark/importedKeys';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { foldName, otherNames, sampleFields } from '../suggestFields';

const officialAnswers = ['response', 'output_image', 'raw_response'];

const official: ReadonlySet<string> = new Set([
  ...officialAnswers,
  ...sampleFields,
  ...importedFields,
  'sample_id'
]);

/** Names of answers that much else is called by, too. */
const common: ReadonlySet<string> = new Set([
  'output',
  'outputs',
  'decoded',
  'assistant',
  'image',
  'img',
  'path'
]);
const commonFiles: ReadonlySet<string> = new Set(['file', 'filename', 'imagepath', 'outputpath', 'savepath']);

const ids: ReadonlySet<string> = new Set(otherNames.sample_id);
const answers: ReadonlySet<string> = new Set([...otherNames.response, ...otherNames.output_image]);

/** Whether a field is called as one of a prediction or a sample, here or in other tools. */
export const isKnownName = (name: string): boolean =>
  official.has(name) || ids.has(foldName(name)) || answers.has(foldName(name));

export const hasAnswer = (value: JsonValue): boolean =>
  isJsonObject(value) && officialAnswers.some((name) => Object.hasOwn(value, name));

/** Whether an object says what was asked or answered: by an official name, or by those of other tools. */
export function looksLikeRecord(value: JsonValue | undefined): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const names = Object.keys(value);
  if (names.some((name) => official.has(name))) return true;
  const folded = names.map(foldName);
  const found = folded.filter((name) => answers.has(name));
  if (found.some((name) => !common.has(name) && !commonFiles.has(name))) return true;
  return found.length > 0 && folded.some((name) => ids.has(name));
}
