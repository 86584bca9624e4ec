import { formats } from '../benchmark/formats';
import { tasks } from '../benchmark/tasks';
import type { JsonObject } from '../core/json';
import { pythonStr } from '../core/pythonStr';
import type { Place, Problem } from '../core/problem';
import type { Sample } from '../core/sample';
import { explicitId } from '../dataset/identity';
import { resolveImage, type ImagePlaces } from '../dataset/locateImage';
import { findDifferences } from './completeRecord';
import type { FileName } from './fileName';
import { quote } from './quote';
import type { SampleIndex } from './SampleIndex';

export interface WarningTools extends ImagePlaces {
  readonly index: SampleIndex;
}

/** What a reader of the scores should know of a record that can be scored. */
export function findWarnings(
  name: FileName,
  sample: Sample,
  record: JsonObject,
  where: Place,
  tools: WarningTools
): Problem[] {
  const { tree, source, index } = tools;
  const known = index.get(sample.sampleId);
  const hasInput = sample.inputImages.some((path) => resolveImage(tools, path, where.file ?? ''));
  return [
    ...findFormatConflicts(name, sample, where),
    ...(explicitId(record) === null ? [describeContentId(where)] : []),
    ...(known ? findDifferences(record, known, tree, where) : []),
    ...(index.size > 0 && !known ? [describeExtra(sample, where, source ? 'chosen' : 'dropped', index)] : []),
    ...(hasInput ? [] : [describeNoInput(sample, where)]),
    ...findResponseKind(record, sample, where),
    ...(record['error'] ? [describeScoredError(record, where)] : [])
  ];
}

function findFormatConflicts(name: FileName, { format, task }: Sample, where: Place): Problem[] {
  const got = formats[format].label;
  const base = {
    severity: 'warning',
    where: { ...where, field: 'category' },
    got
  } as const;
  const problems: Problem[] = [];
  if (name.format && name.format !== format) {
    const what = "the record has another format than its file's name; the record's is used";
    problems.push({ ...base, code: 'format-of-file', what, expected: formats[name.format].label });
  }
  if (tasks[task].format !== format) {
    const what = `the record has another format than its task ${task}; the record's is used`;
    problems.push({ ...base, code: 'format-of-task', what, expected: formats[tasks[task].format].label });
  }
  return problems;
}

/** The official evaluator refuses such a record; the same in a CSV is a text, and is scored. */
function findResponseKind({ response }: JsonObject, { format }: Sample, where: Place): Problem[] {
  if (!formats[format].hasText || (typeof response !== 'number' && typeof response !== 'boolean')) return [];
  const what = `the response is a ${typeof response}, which the official evaluator refuses; it is read as the text "${pythonStr(response)}"`;
  return [{ code: 'response-kind', severity: 'note', where: { ...where, field: 'response' }, what }];
}

function describeContentId(where: Place): Problem {
  const what = 'no sample_id; the sample is known by a hash of task, images, instruction, choices and answer';
  return { code: 'content-identity', severity: 'note', where: { ...where, field: 'sample_id' }, what };
}

function describeExtra(
  { sampleId }: Sample,
  where: Place,
  dataset: 'chosen' | 'dropped',
  index: SampleIndex
): Problem {
  const match = index.match(sampleId);
  const nearest = match === null ? '' : ` (the nearest is ${quote(match)})`;
  const what = `sample ${quote(sampleId)} is not in the ${dataset} dataset${nearest}; it is scored by what its record says`;
  return { code: 'extra-prediction', severity: 'warning', where, what };
}

function describeNoInput({ inputImages }: Sample, where: Place): Problem {
  return {
    code: 'input-missing',
    severity: 'warning',
    where: { ...where, field: 'input_image' },
    what: 'missing input_image; the scores do not need it, the sample is shown without it',
    got: quote(inputImages[0]),
    expected: 'a file of the drop'
  };
}

/** Numbers are to be equal to the official evaluator's, which takes an error message for an answer. */
function describeScoredError(record: JsonObject, where: Place): Problem {
  return {
    code: 'system-error',
    severity: 'warning',
    where: { ...where, field: 'error' },
    what: 'the system reported an error; what it wrote is scored all the same, as the official evaluator does',
    got: quote(record['error'])
  };
}
