import { importedFields } from '../benchmark/importedKeys';
import type { JsonObject } from '../core/json';
import type { FieldMapping } from '../core/run';
import { firstRecords, hasResponse, type FileFields } from './fileFields';
import { parseFileName, saysNothing, stemOf, type FileName } from './fileName';
import type { RecordFile } from './recordRow';
import { holdAnswers, listUnknown, sampleFields } from './suggestFields';

/**
 * What the records of a file are:
 * - `predictions`: they have a response or an output image;
 * - `imported`: scores computed elsewhere, without what was scored;
 * - `dataset`: samples;
 * - `unmapped`: answers, probably, but under names that a person has to explain, or none where a dataset may leave room for them;
 * - `fixture`: references posing as predictions, which the official tools write for checking paths;
 * - `results`: means and tests over a whole run;
 * - `other`: nothing of the benchmark.
 */
export type RecordKind =
  'predictions' | 'imported' | 'dataset' | 'unmapped' | 'fixture' | 'results' | 'other';

/** A file of records with what it turned out to be. */
export interface SortedFile extends RecordFile {
  readonly kind: RecordKind;
  readonly name: FileName;
  readonly fields: FileFields;
  /** How its fields are read, where the person said so, now or before. */
  readonly mapping: FieldMapping;
  /** Of an evaluated file: the prediction file whose records it repeats. */
  readonly repeats?: string;
}

export const predictionFields: readonly string[] = ['response', 'output_image', 'raw_response'];

/** What a person says of a file. */
interface Said {
  readonly isDataset: boolean;
  readonly isMapped: boolean;
}

export function classifyRecords(
  file: RecordFile,
  fields: FileFields,
  { isDataset, isMapped }: Said
): RecordKind {
  const { path, rows } = file;
  const records = firstRecords(file);
  const has = (names: readonly string[]) =>
    records.some((record) => names.some((name) => Object.hasOwn(record, name)));
  if (records.length === 0) return classifyUnreadable(path, rows.length);
  if (records.some((record) => record['eval_smoke_fixture'] === true)) return 'fixture';
  if (has(predictionFields) && !isDataset) {
    const { response: elsewhere } = fields.suggestion;
    const isElsewhere = elsewhere !== undefined && fields.examples[elsewhere] !== '';
    const mayBeDataset = has(sampleFields) && !isNamedAsPredictions(path);
    const isUnclear = fields.isUnanswered && !isMapped && (isElsewhere || mayBeDataset);
    return isUnclear || isNested(records, fields) ? 'unmapped' : 'predictions';
  }
  if (records.some(isResults) || /stats_results\.json$/i.test(path)) return 'results';
  if (has(importedFields)) return 'imported';
  if (isDataset) return 'dataset';
  if (mayBeAnswers(path, fields, has(sampleFields))) return 'unmapped';
  return has(sampleFields) ? 'dataset' : 'other';
}

/** The response is there, but as an object or a list, with the text somewhere inside, if at all. */
function isNested(records: readonly JsonObject[], { lacking }: FileFields): boolean {
  const isInside = records.some(({ response }) => typeof response === 'object' && response !== null);
  return isInside && lacking.includes('output_image') && !records.some(hasResponse);
}

/** Answers under another name are never taken for a dataset: by their name, or by that of the file. */
function mayBeAnswers(path: string, { suggestion, examples }: FileFields, hasSample: boolean): boolean {
  if (suggestion.response !== undefined || suggestion.output_image !== undefined) return true;
  if (holdAnswers(Object.keys(examples))) return true;
  const hasUnknown = listUnknown(examples).length > 0;
  return hasUnknown && (isNamedAsPredictions(path) || (!hasSample && 'sample_id' in examples));
}

/** `gpt_vqa.jsonl`, and not a dataset's `vqa.jsonl`. */
const isNamedAsPredictions = (path: string): boolean =>
  parseFileName(path).format !== null && !saysNothing(stemOf(path));

/** Without one readable record the name decides; what ends in .jsonl is worth its problems in any case. */
function classifyUnreadable(path: string, rowCount: number): RecordKind {
  const isNamed = parseFileName(path).format !== null || /\.(?:jsonl|ndjson)$/i.test(path);
  return isNamed && rowCount > 0 ? 'predictions' : 'other';
}

export const isResults = (record: JsonObject): boolean =>
  isViewerResults(record) ||
  scoresColumns.every((column) => Object.hasOwn(record, column)) ||
  Object.keys(record).some((key) => key.startsWith('Average_'));

/** Of a run's rows as this viewer exports them to CSV; empty cells are no fields. */
const scoresColumns = ['sample_id', 'format', 'task', 'file', 'line', 'protocol'];

/** A whole run as this viewer exports it. */
function isViewerResults({ schema }: JsonObject): boolean {
  return typeof schema === 'string' && schema.startsWith('medgen-bench-viewer/results/');
}
