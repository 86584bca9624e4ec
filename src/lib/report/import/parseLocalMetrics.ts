import { findModality } from '../../benchmark/modalities';
import { protocols } from '../../benchmark/protocols';
import type { JsonObject, JsonValue } from '../../core/json';
import { isJsonObject } from '../../core/json';
import { DataError } from '../../core/problem';
import type { Format, Task } from '../../core/sample';
import type { ComparedTexts, ImportedValues, Score, ScoreRow } from '../../core/score';
import { formatOf, taskOf, textOf } from '../../dataset/parseSample';
import { isForTask, type MetricMeta } from '../../metrics/metric';
import { metrics } from '../../metrics/registry';
import { parseFileName } from '../../predictions/fileName';
import { parseJson } from '../../predictions/parseJson';
import { readImported } from '../../predictions/readImported';
import { note, type ImportedRun } from './ImportedRun';

/** The metrics of this viewer that have a field in the file; those of models and judges come as imported values. */
const official: readonly (MetricMeta & { officialKey: string })[] = metrics.flatMap(({ meta }) =>
  meta.officialKey === null ? [] : [{ ...meta, officialKey: meta.officialKey }]
);
const officialKeys: ReadonlySet<string> = new Set(official.map(({ officialKey }) => officialKey));

const addedFields: ReadonlySet<string> = new Set([
  ...officialKeys,
  'normalized_response_text',
  'normalized_answer_text',
  'Text_EM_parse_status',
  'Text_EM_parsed_answer'
]);

/** What a run imported from the evaluator's files follows: nobody knows which program wrote them. */
export const importedProtocol = `${protocols['official-2026'].label}, imported`;
const importedVersion = 'as imported';

/**
 * A scored file as the official evaluator and this viewer write it, back into rows.
 * @throws DataError for a line that is no record
 */
export function parseLocalMetrics(text: string, file: string): ImportedRun {
  const { system, format } = parseFileName(file);
  const lines = text.replace(/^\ufeff/, '').split('\n');
  const records = lines.flatMap((line, i) => (line.trim() === '' ? [] : [readRecord(line, file, i + 1)]));
  const computed = official.filter(({ officialKey }) => records.some(({ record }) => officialKey in record));
  const rows = records.map((one) => toRow(one, file, format, computed));
  const unscored = rows.filter((row) => row.unscored !== null).length;
  const what =
    'the file gives values and no reasons: why a sample has none, which program computed the values, in which version and on which images, is not in it';
  return {
    system,
    protocol: importedProtocol,
    dataset: 'Unknown: imported',
    counts: { found: rows.length, scored: rows.length - unscored, unscored, missing: null },
    metrics: Object.fromEntries(official.map(({ id }) => [id, importedVersion])),
    rows,
    problems: [note('import-limits', file, what)]
  };
}

interface ReadLine {
  readonly line: number;
  readonly record: JsonObject;
}

function readRecord(text: string, file: string, line: number): ReadLine {
  const { value } = parseJson(text);
  if (isJsonObject(value)) return { line, record: value };
  throw new DataError({
    code: 'not-a-record',
    where: { file, line },
    what: 'not a record',
    expected: 'an object'
  });
}

function toRow(
  { line, record }: ReadLine,
  file: string,
  fileFormat: Format | null,
  computed: readonly (MetricMeta & { officialKey: string })[]
): ScoreRow {
  const task = taskOf(record);
  const format = formatOf(record) ?? fileFormat;
  const own = computed.filter((meta) => applies(meta, format, task));
  const scores = Object.fromEntries(own.map((meta) => [meta.id, readScore(record, meta)]));
  const isScored = Object.values(scores).some((score) => score.value !== null || score.na);
  const imported = readOthers(record, file, line);
  return {
    sampleId: textOf(record['sample_id']),
    format,
    task,
    subtask: textOf(record['paper_subtask']) || null,
    modality: findModality(textOf(record['modality'])),
    file,
    line,
    scores: isScored ? scores : {},
    ...(imported && { imported }),
    texts: readTexts(record),
    notes: [],
    damage: [],
    unscored: isScored ? null : 'no values in the imported file; why is not in it',
    record: Object.fromEntries(Object.entries(record).filter(([key]) => !addedFields.has(key)))
  };
}

function applies(meta: MetricMeta, format: Format | null, task: Task | null): boolean {
  return format !== null && meta.formats.includes(format) && (task === null || isForTask(meta, task));
}

function readScore(record: JsonObject, { officialKey }: { officialKey: string }): Score {
  const value = record[officialKey];
  if (typeof value === 'number' && Number.isFinite(value)) return { value };
  const isNa = officialKey === 'Text_EM' && record['Text_EM_parse_status'] === 'NA';
  if (isNa) return { value: null, reason: 'NA: the answer cannot be parsed', na: true };
  return { value: null, reason: 'no value in the imported file; why is not in it' };
}

function readTexts(record: JsonObject): ComparedTexts | null {
  const { normalized_response_text: response, normalized_answer_text: answer } = record;
  if (typeof response !== 'string' || typeof answer !== 'string') return null;
  const status = record['Text_EM_parse_status'];
  const isParsed = status === 'parsed' || status === 'NA';
  return {
    response,
    answer,
    parsed: isParsed
      ? { status, answer: textOrNull(record['Text_EM_parsed_answer']), expected: null, failure: null }
      : null
  };
}

const textOrNull = (value: JsonValue | undefined): string | null =>
  typeof value === 'string' ? value : null;

/** What models and judges gave. */
function readOthers(record: JsonObject, file: string, line: number): ImportedValues | null {
  const fields = readImported(record, { file, line }).fields.filter(({ field }) => !officialKeys.has(field));
  if (fields.length === 0) return null;
  return {
    values: Object.fromEntries(fields.flatMap(({ values }) => Object.entries(values))),
    verdicts: Object.fromEntries(
      fields.flatMap(({ field, verdict }) => (verdict ? [[field, verdict] as const] : []))
    ),
    sources: [{ file, line, fields: fields.map(({ field }) => field) }]
  };
}
