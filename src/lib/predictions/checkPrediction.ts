import { formats } from '../benchmark/formats';
import type { JsonObject } from '../core/json';
import { pythonStr } from '../core/pythonStr';
import { DataError, formatProblem, type Place, type Problem } from '../core/problem';
import type { Format, Prediction, Sample } from '../core/sample';
import type { ImagePlaces } from '../dataset/locateImage';
import { contentId, contentPrefix, explicitId } from '../dataset/identity';
import { formatOf, parseSample, taskOf, textOf } from '../dataset/parseSample';
import { completeRecord } from './completeRecord';
import type { PredictionRow } from './drop';
import type { FileName } from './fileName';
import { findImages, outputPathOf, type FoundImage } from './findImages';
import { findWarnings } from './findWarnings';
import { quote } from './quote';
import type { RecordRow } from './recordRow';
import type { SampleIndex } from './SampleIndex';

/** A row of a prediction file after it was looked at on its own. */
export interface CheckedRow {
  readonly row: PredictionRow;
  readonly place: Place;
  /** The output image of a ready row; null for texts. */
  readonly output: FoundImage | null;
}

export interface CheckTools extends ImagePlaces {
  readonly index: SampleIndex;
  /** Ids that the dataset lacks mean the nearest that it has. */
  readonly matchesIds: boolean;
  /** Why rows are unscored; filled. */
  readonly errors: Problem[];
  /** What a reader of the scores should know; filled. */
  readonly warnings: Problem[];
}

/** Makes a prediction of a row, or says why it cannot be scored. */
export async function checkPrediction(
  path: string,
  name: FileName,
  row: RecordRow,
  tools: CheckTools
): Promise<CheckedRow> {
  const place: Place = { file: path, line: row.line };
  if ('problem' in row) {
    return refuse(row.problem, { place, record: null, sampleId: null, format: name.format }, tools);
  }
  const { record } = row;
  const sampleId = await identify(record, tools.index, tools.matchesIds);
  const format = formatOf(record) ?? name.format;
  if (sampleId === null)
    return refuse(describeNoIdentity(record, place), { place, record, sampleId, format }, tools);
  const where = { ...place, sampleId };
  try {
    const completed = completeRecord(record, tools.index.get(sampleId), tools.tree, path);
    requireTask(completed, sampleId, where, tools.index);
    const sample = parseSample(completed, sampleId, place);
    checkTexts(sample, record, where);
    const { output, warnings } = findImages(sample, record, tools, where);
    tools.warnings.push(...findWarnings(name, sample, record, where, tools), ...warnings);
    const prediction = toPrediction(place, record, sample);
    return { row: { status: 'ready', prediction }, place, output };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return refuse(error.problem, { place, record, sampleId, format }, tools);
  }
}

interface Refused {
  readonly place: Place;
  readonly record: JsonObject | null;
  readonly sampleId: string | null;
  readonly format: Format | null;
}

function refuse(problem: Problem, refused: Refused, { errors }: CheckTools): CheckedRow {
  errors.push(problem);
  const task = refused.record && taskOf(refused.record);
  const row: PredictionRow = { status: 'unscored', ...refused, task, reason: formatProblem(problem) };
  return { row, place: refused.place, output: null };
}

/** The record's own id, or the dataset's id for the same content, or a hash of the content. */
export async function identify(
  record: JsonObject,
  index: SampleIndex,
  matchesIds = false
): Promise<string | null> {
  const own = explicitId(record);
  if (own !== null) return matchesIds && !index.get(own) ? (index.match(own) ?? own) : own;
  const id = await contentId(record);
  return id === null || index.size === 0 ? id : ((await index.findByContent(id)) ?? id);
}

function toPrediction({ file, line }: Place, record: JsonObject, sample: Sample): Prediction {
  return {
    sample,
    file: file ?? '',
    line: line ?? 0,
    record,
    response: readResponse(record) ?? '',
    outputImage: formats[sample.format].hasImage ? outputPathOf(record) : null
  };
}

/** A number or a truth value is the text that a CSV would hold of it; null for anything else that is no text. */
export function readResponse({ response }: JsonObject): string | null {
  if (typeof response === 'string') return response;
  // NaN is how pandas writes that there is none.
  const isPlain = typeof response === 'boolean' || Number.isFinite(response);
  return isPlain ? pythonStr(response!) : null;
}

/** A record that says nothing of its sample needs a dataset that does. */
function requireTask(record: JsonObject, sampleId: string, where: Place, index: SampleIndex): void {
  const names = ['paper_task', 'sub-category', 'paper_subtask'].map((field) => textOf(record[field]));
  if (names.some((name) => name !== '') || index.get(sampleId)) return;
  if (index.size === 0) {
    throw new DataError({
      code: 'dataset-missing',
      where: { ...where, field: 'paper_task' },
      what: `nothing says what sample ${quote(sampleId)} is`,
      got: 'a record without paper_task, and no dataset',
      expected: 'the dataset (drop it too, or choose one), or records with their samples in them'
    });
  }
  if (sampleId.startsWith(contentPrefix)) throw describeUnknownContent(where, index.size);
  if (index.isNameless) throw describeNamelessDataset(sampleId, where);
  const nearest = index.nearest(sampleId);
  throw new DataError({
    code: 'sample-unknown',
    where: { ...where, field: 'sample_id' },
    what: `sample ${quote(sampleId)} is not in the dataset${nearest === null ? '' : `; the nearest is ${quote(nearest)}`}`,
    got: quote(sampleId),
    expected: `one of its ${index.size} ids`
  });
}

function describeNamelessDataset(sampleId: string, where: Place): DataError {
  return new DataError({
    code: 'sample-unknown',
    where: { ...where, field: 'sample_id' },
    what: `no sample can be ${quote(sampleId)}: those of the dataset have no sample_id`,
    got: 'a dataset whose records have their ids under another name, or none',
    expected: 'records with a sample_id in the dataset, too'
  });
}

function describeUnknownContent(where: Place, samples: number): DataError {
  return new DataError({
    code: 'sample-unknown',
    where: { ...where, field: 'sample_id' },
    what: 'the record has no sample_id, and no sample of the dataset has its instruction, images and answer together',
    got: 'nothing else that names a sample',
    expected: `a sample_id, one of ${samples}`
  });
}

function checkTexts(sample: Sample, record: JsonObject, where: Place): void {
  if (!formats[sample.format].hasText) return;
  const named = `of sample ${quote(sample.sampleId)}`;
  if (readResponse(record) === null) {
    throw new DataError({
      code: 'response-missing',
      where: { ...where, field: 'response' },
      what: `no response ${named}`,
      got: quote(record['response']),
      expected: 'a text'
    });
  }
  if (sample.answer === undefined || sample.answer === '') {
    throw new DataError({
      code: 'answer-missing',
      where: { ...where, field: 'answer' },
      what: `no reference answer ${named}`,
      got: quote(sample.answer),
      expected: 'an answer in the record or in a dropped dataset'
    });
  }
}

function describeNoIdentity({ sample_id: id }: JsonObject, where: Place): Problem {
  return {
    code: 'no-identity',
    severity: 'error',
    where: { ...where, field: 'sample_id' },
    what: 'the record names no sample',
    got: id === undefined ? 'neither sample_id nor instruction nor images' : quote(id),
    expected: 'a sample_id (a text or a number)'
  };
}
