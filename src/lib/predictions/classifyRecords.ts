import { importedFields } from '../benchmark/importedKeys';
import type { JsonObject } from '../core/json';
import { parseFileName, type FileName } from './fileName';
import type { RecordFile } from './recordRow';

/**
 * What the records of a file are:
 * - `predictions`: they have a response or an output image;
 * - `imported`: scores computed elsewhere, without what was scored;
 * - `dataset`: samples;
 * - `fixture`: references posing as predictions, which the official tools write for checking paths;
 * - `results`: means and tests over a whole run;
 * - `other`: nothing of the benchmark.
 */
export type RecordKind = 'predictions' | 'imported' | 'dataset' | 'fixture' | 'results' | 'other';

/** A file of records with what it turned out to be. */
export interface SortedFile extends RecordFile {
  readonly kind: RecordKind;
  readonly name: FileName;
  /** Of an evaluated file: the prediction file whose records it repeats. */
  readonly repeats?: string;
}

/** Enough to know; a first record may be broken or incomplete. */
const inspectedRows = 20;

export const predictionFields: readonly string[] = ['response', 'output_image', 'raw_response'];
const sampleFields = [
  'instruction',
  'input_image',
  'input_images',
  'ground_truth_image',
  'ground_truth_images',
  'paper_task'
];

export function classifyRecords({ path, rows }: RecordFile): RecordKind {
  const records = rows.flatMap((row) => ('record' in row ? [row.record] : [])).slice(0, inspectedRows);
  const has = (fields: readonly string[]) =>
    records.some((record) => fields.some((field) => Object.hasOwn(record, field)));
  if (records.length === 0) return classifyUnreadable(path, rows.length);
  if (records.some((record) => record['eval_smoke_fixture'] === true)) return 'fixture';
  if (has(predictionFields)) return 'predictions';
  if (records.some(isResults) || /stats_results\.json$/i.test(path)) return 'results';
  if (has(importedFields)) return 'imported';
  return has(sampleFields) ? 'dataset' : 'other';
}

/** Without one readable record the name decides; what ends in .jsonl is worth its problems in any case. */
function classifyUnreadable(path: string, rowCount: number): RecordKind {
  const isNamed = parseFileName(path).format !== null || /\.(?:jsonl|ndjson)$/i.test(path);
  return isNamed && rowCount > 0 ? 'predictions' : 'other';
}

const isResults = (record: JsonObject) =>
  isViewerResults(record) || Object.keys(record).some((key) => key.startsWith('Average_'));

/** A whole run as this viewer exports it. */
function isViewerResults({ schema }: JsonObject): boolean {
  return typeof schema === 'string' && schema.startsWith('medgen-bench-viewer/results/');
}
