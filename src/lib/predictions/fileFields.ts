import type { JsonObject, JsonValue } from '../core/json';
import type { FieldMapping, PredictionField } from '../core/run';
import { explicitId } from '../dataset/identity';
import { pathsOf, textOf } from '../dataset/parseSample';
import type { RecordFile } from './recordRow';
import { suggestFields } from './suggestFields';

/** What a file has for the fields of a prediction. */
export interface FileFields {
  readonly path: string;
  readonly records: number;
  /** All fields of its first records with the first value of each. */
  readonly examples: Readonly<Record<string, JsonValue>>;
  /** The same for all files with these fields: what was said of one is remembered for the others. */
  readonly shape: string;
  /** Fields of a prediction that none of the first records has. */
  readonly lacking: readonly PredictionField[];
  /** Which of its fields these probably are. */
  readonly suggestion: FieldMapping;
}

/** Enough to know; a first record may be broken or incomplete. */
const inspectedRows = 20;

export function firstRecords({ rows }: Pick<RecordFile, 'rows'>): JsonObject[] {
  return rows.flatMap((row) => ('record' in row ? [row.record] : [])).slice(0, inspectedRows);
}

export function describeFields(file: RecordFile): FileFields {
  const records = firstRecords(file);
  const examples: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
  for (const record of records) {
    for (const [name, value] of Object.entries(record)) {
      if (!(name in examples) || isEmpty(examples[name])) examples[name] = value;
    }
  }
  const lacking = [
    ...(records.some(isIdentified) ? [] : (['sample_id'] as const)),
    ...(records.some((record) => 'response' in record) ? [] : (['response'] as const)),
    ...(records.some(hasImage) ? [] : (['output_image'] as const))
  ];
  const suggestion = suggestFields(examples, lacking);
  const shape = Object.keys(examples).sort().join('\n');
  return { path: file.path, records: file.rows.length, examples, shape, lacking, suggestion };
}

/** The records with the official names beside their own; a field that a record has by its official name stays. */
export function mapFields(file: RecordFile, mapping: FieldMapping): RecordFile {
  const pairs = Object.entries(mapping);
  if (pairs.length === 0) return file;
  const rows = file.rows.map((row) => {
    if ('problem' in row) return row;
    const named = pairs.flatMap(([wanted, name]) => {
      const value = row.record[name];
      return value === undefined || !isEmpty(row.record[wanted]) ? [] : [[wanted, value] as const];
    });
    return { ...row, record: { ...row.record, ...Object.fromEntries(named) } };
  });
  return { ...file, rows };
}

const isEmpty = (value: JsonValue | undefined) => value === undefined || value === null || value === '';

const isIdentified = (record: JsonObject) =>
  explicitId(record) !== null || textOf(record['instruction']) !== '';

const hasImage = (record: JsonObject) => pathsOf(record['output_image']).length > 0;
