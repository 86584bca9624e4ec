import type { JsonObject, JsonValue } from '../core/json';
import type { FieldMapping, PredictionField } from '../core/run';
import { explicitId } from '../dataset/identity';
import { pathsOf, textOf } from '../dataset/parseSample';
import { listPaths, readPath } from './fieldPath';
import type { RecordFile } from './recordRow';
import { isOfSample, suggestFields } from './suggestFields';

/** What a file has for the fields of a prediction. */
export interface FileFields {
  readonly path: string;
  readonly records: number;
  /** All fields of its first records with the first value of each; inside of them too, where a prediction lacks something. */
  readonly examples: Readonly<Record<string, JsonValue>>;
  /** The same for all files with these fields: what was said of one is remembered for the others. */
  readonly shape: string;
  /** Fields of a prediction that none of the first records has. */
  readonly lacking: readonly PredictionField[];
  /** It has a field for answers, and none in it: a dataset may leave room for them. */
  readonly isUnanswered: boolean;
  /** Which of its fields these probably are. */
  readonly suggestion: FieldMapping;
}

/** Enough to know; a first record may be broken or incomplete. */
const inspectedRows = 20;

/** More than a person looks through; what has more is no record. */
const maxFields = 500;

export function firstRecords({ rows }: Pick<RecordFile, 'rows'>): JsonObject[] {
  return rows.flatMap((row) => ('record' in row ? [row.record] : [])).slice(0, inspectedRows);
}

export function describeFields(file: RecordFile): FileFields {
  const records = firstRecords(file);
  const examples: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
  for (const record of records) {
    for (const [name, value] of Object.entries(record).slice(0, maxFields)) {
      if (!(name in examples) || isEmpty(examples[name])) examples[name] = value;
    }
  }
  const lacking = [
    ...(records.some(isIdentified) ? [] : (['sample_id'] as const)),
    ...(records.some(hasResponse) ? [] : (['response'] as const)),
    ...(records.some(hasImage) ? [] : (['output_image'] as const))
  ];
  const shape = Object.keys(examples).sort().join('\n');
  const hasAnswers = !lacking.includes('response') || !lacking.includes('output_image');
  if (!hasAnswers || lacking.includes('sample_id')) Object.assign(examples, listPaths(examples, isOfSample));
  const isUnanswered = !file.rows.some((row) => 'record' in row && isAnswered(row.record));
  const known = { path: file.path, records: file.rows.length, examples, shape, isUnanswered };
  const elsewhere = isUnanswered && hasAnswers ? findElsewhere(examples, lacking) : null;
  return { ...known, ...(elsewhere ?? { lacking, suggestion: suggestFields(examples, lacking) }) };
}

/** Where a field for answers is empty from the first record to the last, and another has some. */
function findElsewhere(
  { response, ...others }: FileFields['examples'],
  lacking: FileFields['lacking']
): Pick<FileFields, 'lacking' | 'suggestion'> | null {
  const wanted = [...lacking.filter((field) => field !== 'response'), 'response'] as const;
  const suggestion = response === undefined ? {} : suggestFields(others, wanted);
  const found = suggestion.response;
  return found === undefined || isEmpty(others[found]) ? null : { lacking: wanted, suggestion };
}

/** The records with the official names beside their own; a field that a record has by its official name stays. */
export function mapFields(file: RecordFile, mapping: FieldMapping): RecordFile {
  const pairs = Object.entries(mapping);
  if (pairs.length === 0) return file;
  const taken = pairs.flatMap(([wanted, name]) => (wanted !== 'sample_id' && isOfSample(name) ? [name] : []));
  const rows = file.rows.map((row) => {
    if ('problem' in row) return row;
    const named = pairs.flatMap(([wanted, name]) => {
      const value = readPath(row.record, name);
      const isThere = isUsable[wanted as PredictionField](row.record);
      return value === undefined || isThere ? [] : [[wanted, value] as const];
    });
    const record: JsonObject = { ...row.record, ...Object.fromEntries(named) };
    return { ...row, record: taken.length > 0 ? without(record, taken) : record };
  });
  return { ...file, rows };
}

/** An answer that is the response is not what it is compared with. */
const without = (record: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));

const isEmpty = (value: JsonValue | undefined) => value === undefined || value === null || value === '';

const isIdentified = (record: JsonObject) =>
  explicitId(record) !== null || textOf(record['instruction']) !== '';

/** A system that failed has answered, too. */
const isAnswered = (record: JsonObject) =>
  Boolean(record['error']) || !isEmpty(record['response']) || hasImage(record);

/** An empty text is a response, and so is nothing where a system failed; what lies deeper has to be pointed at. */
export const hasResponse = (record: JsonObject): boolean =>
  'response' in record && !isContainer(record['response']);

const hasImage = (record: JsonObject) => pathsOf(record['output_image']).length > 0;

const isContainer = (value: JsonValue | undefined) => typeof value === 'object' && value !== null;

/** By its official name: nothing else is read for it then. */
const isUsable: Readonly<Record<PredictionField, (record: JsonObject) => boolean>> = {
  sample_id: (record) => !isEmpty(record['sample_id']),
  response: (record) => !isEmpty(record['response']) && hasResponse(record),
  output_image: (record) => !isEmpty(record['output_image']) && hasImage(record)
};
