import { isJsonObject, type JsonObject } from '../core/json';
import { textOf } from '../dataset/parseSample';
import { readPath } from './fieldPath';
import { foldName, isOfSample } from './suggestFields';

/** Names of fields that say which system a record is of, without case and separators; the likeliest first. */
const modelNames = [
  ...['model', 'modelname', 'modelid', 'system', 'systemname', 'vlm', 'vlmname', 'method'],
  ...['modelnameorpath', 'modelpath', 'modelversion', 'modelslug', 'llm', 'mllm', 'lvlm', 'engine'],
  ...['checkpoint', 'ckpt', 'deployment', 'generator', 'network', 'predictor', 'providerid']
];

/** As deep as `response.body.model` of a batch. */
const maxLevels = 3;

/** The fields of these records that are called so, the likeliest first; inside of objects too, but not of a sample's own. */
export function listModelFields(records: readonly JsonObject[]): string[] {
  const paths = new Set(records.flatMap((record) => [...walk(record, '', 1)]));
  const called = [...paths].map((path) => ({ path, name: foldName(path), last: lastName(path) }));
  return modelNames.flatMap((model) =>
    called.filter(({ name, last }) => name === model || last === model).map(({ path }) => path)
  );
}

const lastName = (path: string) => foldName(path.slice(path.lastIndexOf('.') + 1));

function* walk(value: JsonObject, above: string, level: number): Generator<string> {
  for (const [name, item] of Object.entries(value)) {
    if (!isJsonObject(item)) yield above + name;
    else if (level < maxLevels && !isOfSample(name)) yield* walk(item, `${above}${name}.`, level + 1);
  }
}

/** The name in such a field, which for a checkpoint may be a number; null where there is none. */
export function modelOf(record: JsonObject, field: string): string | null {
  return textOf(readPath(record, field)).trim() || null;
}
