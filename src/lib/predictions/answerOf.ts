import type { JsonObject } from '../core/json';
import { splitPath } from '../dataset/filePath';
import { outputPathOf } from './findImages';

/** What a record answers, in one text: its response and the name of its image, whose folder may change from file to file. */
export function answerOf(record: JsonObject): string {
  const image = splitPath(outputPathOf(record) ?? '').at(-1) ?? '';
  return JSON.stringify([record['response'] ?? null, image]);
}
