import type { Problem } from '../core/problem';
import type { Sample } from '../core/sample';
import type { FileEntry } from '../dataset/FileEntry';
import { extensionOf } from '../dataset/filePath';
import type { SampleSource } from '../dataset/SampleSource';
import type { SortedFile } from './classifyRecords';
import type { DropContents } from './drop';
import type { FileFields } from './fileFields';
import { describeOtherKind, kindOf } from './otherKinds';
import { count, quote, quoteSome } from './quote';
import { summariseWarnings } from './summariseWarnings';
import { isKnownName } from './wrapped/looksLikeRecord';

const imageExtensions: ReadonlySet<string> = new Set([
  'png',
  'jpg',
  'jpeg',
  'jp2',
  'j2k',
  'webp',
  'bmp',
  'gif',
  'tif',
  'tiff'
]);

/** What is to be said of files of records as a whole. */
export function describeUnused(files: readonly SortedFile[]): Problem[] {
  const results = files.filter((file) => file.kind === 'results');
  return [
    ...files.flatMap(describeFile),
    ...(results.length > 0 ? [describeResults(results.map((file) => file.path))] : [])
  ];
}

function describeFile(file: SortedFile): Problem[] {
  const { path, kind, rows, fields, pythonNumberRows, warnings = [] } = file;
  const note = { severity: 'note', where: { file: path } } as const;
  const problems: Problem[] = [];
  if (rows.length === 0)
    problems.push({ ...note, severity: 'warning', code: 'empty-file', what: 'no records in it' });
  else if (kind === 'imported') {
    const what = `scores of ${count(rows.length, 'record')} computed elsewhere; kept as imported scores, not mixed with those computed here`;
    problems.push({ ...note, code: 'imported-scores', what });
  } else if (kind === 'fixture') {
    const what = 'references that pose as predictions, made for checking paths; not scored';
    problems.push({ ...note, code: 'fixture-file', what });
  } else if (kind === 'unmapped') {
    problems.push(describeUnmapped(file, fields));
  } else if (kind === 'other') {
    const broken = rows.find((row) => 'problem' in row);
    problems.push({
      ...note,
      code: 'other-records',
      what: `neither predictions nor samples; not read${hintAtHeader(file)}`
    });
    if (broken) problems.push({ ...broken.problem, severity: 'warning' });
  }
  problems.push(...summariseWarnings(warnings, path, rows.length));
  if (pythonNumberRows > 0) {
    problems.push({
      ...note,
      code: 'python-numbers',
      what: `NaN or Infinity in ${count(pythonNumberRows, 'record')}`
    });
  }
  return problems;
}

/** A table whose columns have no name that is known here may have no header at all. */
function hintAtHeader({ isTable, fields: { examples, suggestion } }: SortedFile): string {
  const names = Object.keys(examples);
  if (!isTable || Object.keys(suggestion).length > 0 || names.some(isKnownName)) return '';
  return '; its first line is read as the names of its columns: where it is a record, write such a line above it (sample_id,response)';
}

function describeUnmapped(file: SortedFile, fields: FileFields): Problem {
  const { examples, suggestion, lacking, isUnanswered } = fields;
  const records = file.rows.length;
  if (isUnanswered && !lacking.includes('response')) return describeUnanswered(file.path, records);
  const likely = Object.entries(suggestion).map(([wanted, name]) => `${quote(name)} may be ${wanted}`);
  return {
    code: 'fields-unknown',
    severity: 'error',
    where: { file: file.path },
    what: `nothing of ${count(records, 'record')} is scored: they have no response and no output_image${likely.length > 0 ? `, but ${likely.join(', ')}` : ''}; say so under Check${hintAtHeader(file)}`,
    got: `the fields ${quoteSome(Object.keys(examples), 12)}`,
    expected: 'sample_id and response (a text) or output_image (a path)'
  };
}

function describeUnanswered(file: string, records: number): Problem {
  return {
    code: 'answers-empty',
    severity: 'error',
    where: { file },
    what: `nothing of ${count(records, 'record')} is scored: every response and output_image in it is empty; say under Check whether it is the dataset`,
    got: 'no answer at all',
    expected: 'predictions, or a dataset'
  };
}

function describeResults(paths: readonly string[]): Problem {
  const what = `${count(paths.length, 'file')} of results over whole runs not read: ${quoteSome(paths)}; what this viewer exported can be imported on the Runs page`;
  return { code: 'results-file', severity: 'note', where: {}, what };
}

interface KnownDataset {
  readonly source: SampleSource | null;
  readonly samples: ReadonlyMap<string, Sample>;
  readonly shards: readonly FileEntry[];
}

/** What is to be said of the drop as a whole. */
export function describeOtherFiles(
  { dropped, others: unread }: DropContents,
  hasPredictions: boolean,
  dataset: KnownDataset
): Problem[] {
  const paths = unread.map(({ path }) => path).filter((path) => !imageExtensions.has(extensionOf(path)));
  const others = paths.filter((path) => !kindOf(path));
  const problems = dataset.shards.flatMap(({ path }) => describeShard(path, dataset));
  problems.push(...paths.flatMap((file) => describeOtherKind(file, hasPredictions) ?? []));
  if (others.length > 0) {
    const what = `${count(others.length, 'file')} of other kinds not read: ${quoteSome(others)}`;
    problems.push({ code: 'other-files', severity: 'note', where: {}, what });
  }
  const { length } = dropped.entries;
  if (!hasPredictions && length > 0) problems.push(describeNothing(dropped.entries, dataset.samples.size));
  return problems;
}

function describeShard(file: string, { source, samples }: KnownDataset): Problem[] {
  if (source?.kind === 'dropped') return [];
  const reason = source
    ? `the samples come from the chosen dataset, ${source.label}`
    : samples.size > 0
      ? `the samples come from the JSONL files beside it (${count(samples.size, 'sample')})`
      : 'samples come from what the predictions say';
  const what = `this Parquet shard is not read: ${reason}`;
  return [{ code: 'parquet-shard', severity: 'note', where: { file }, what }];
}

function describeNothing(entries: readonly FileEntry[], samples: number): Problem {
  const isImage = ({ path }: FileEntry) => imageExtensions.has(extensionOf(path));
  const got =
    samples > 0
      ? `${count(samples, 'sample')} of a dataset, and no predictions for them`
      : entries.every(isImage)
        ? `${count(entries.length, 'image')}, and no file that says which sample each belongs to`
        : `${count(entries.length, 'file')} without predictions`;
  return {
    code: 'no-predictions',
    severity: 'error',
    where: {},
    what: 'nothing to score in the drop',
    got,
    expected: 'JSONL, JSON, CSV or Parquet files whose records have a response or an output_image'
  };
}
