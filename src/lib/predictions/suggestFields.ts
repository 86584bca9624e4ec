import { importedFields } from '../benchmark/importedKeys';
import { isJsonObject, type JsonValue } from '../core/json';
import type { FieldMapping, PredictionField } from '../core/run';
import { namesOf } from './fieldPath';

/** Fields of a sample; they are never what a system answered. */
export const sampleFields: readonly string[] = [
  'instruction',
  'input_image',
  'input_images',
  'ground_truth_image',
  'ground_truth_images',
  'paper_task'
];

const otherSampleFields: readonly string[] = [
  'sample_id',
  'category',
  'paper_format',
  'paper_subtask',
  'sub-category',
  'modality',
  'choice',
  'choices',
  'answer',
  'dataset_source',
  'metadata',
  'task',
  'subtask'
];

const known: ReadonlySet<string> = new Set([...sampleFields, ...otherSampleFields, ...importedFields]);

/** Names in other tools, without case and separators; the likeliest first. */
export const otherNames: Readonly<Record<PredictionField, readonly string[]>> = {
  sample_id: [
    ...[
      'sampleid',
      'customid',
      'id',
      'ids',
      'uid',
      'uniqueid',
      'questionid',
      'qid',
      'itemid',
      'recordid',
      'caseid'
    ],
    ...['sample', 'index', 'idx', 'key', 'imageid', 'studyid', 'unnamed0', 'indexlevel0']
  ],
  response: [
    ...['response', 'prediction', 'predictions', 'pred', 'preds', 'predicted', 'predictedanswer'],
    ...['answerpred', 'predanswer', 'modelprediction', 'modeloutput', 'modelresponse', 'modelanswer'],
    ...['llmresponse', 'llmoutput', 'output', 'outputs', 'outputtext', 'generatedtext', 'generatedanswer'],
    ...['generated', 'generation', 'generatedresponse', 'completion', 'hypothesis', 'responses', 'reply'],
    ...[
      'finalanswer',
      'rawresponse',
      'rawoutput',
      'decoded',
      'predtext',
      'predictiontext',
      'textoutput',
      'assistant'
    ],
    // Inside of other fields, with the name above.
    ...[
      'filteredresps',
      'resps',
      'messagecontent',
      'choicestext',
      'partstext',
      'contenttext',
      'conversationsvalue'
    ],
    ...[
      'responsetext',
      'responseanswer',
      'responsecontent',
      'predictionanswer',
      'outputanswer',
      'outputcontent'
    ]
  ],
  output_image: [
    ...['outputimage', 'outputimages', 'generatedimage', 'editedimage', 'predictedimage', 'predimage'],
    ...['resultimage', 'outputimagepath', 'outputpath', 'generatedimagepath', 'editedimagepath', 'savepath'],
    ...[
      'imagepath',
      'outputfile',
      'imageoutput',
      'image',
      'img',
      'path',
      'file',
      'filename',
      'output',
      'prediction'
    ]
  ]
};

/** Some of these names as they are written, for people to read. */
export const namesElsewhere: Readonly<Record<PredictionField, readonly string[]>> = {
  sample_id: ['id', 'question_id', 'Sample_ID', 'unique_id'],
  response: ['prediction', 'output', 'answer_pred', 'generated_text', 'completion', 'model_output'],
  output_image: ['output_images', 'generated_image', 'edited_image', 'output_path']
};

/** Names that may as well be a sample's own where a record says more of its sample. */
const weakNames = ['text', 'caption', 'content', 'report', 'result', 'message', 'candidate', 'answer'];

/** Names of what an answer is compared with: beside one of them `answer` is the system's. */
const references: ReadonlySet<string> = new Set([
  ...['reference', 'references', 'referenceanswer', 'gt', 'gtanswer', 'answergt', 'groundtruth'],
  ...['groundtruthanswer', 'gold', 'goldanswer', 'correctanswer', 'trueanswer', 'standardanswer']
]);

/** The field that a path leads into; null for a field itself. */
const rootOf = (path: string): string | null => (path.includes('.') ? firstName(path) : null);

const firstName = (path: string) => path.split('.')[0]!;

/** Without case and separators. */
export const foldName = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/**
 * Which fields of a file are probably those that it lacks, by their names and by what is in them. A file whose records say
 * nothing else of their samples, or give the reference by another name, may also call a response by a name like `text` or `answer`.
 */
export function suggestFields(
  examples: Readonly<Record<string, JsonValue>>,
  lacking: readonly PredictionField[]
): FieldMapping {
  const hasSample = sampleFields.some((field) => field in examples);
  const mayBeWeak = !hasSample || Object.keys(examples).some((name) => references.has(foldName(name)));
  const open = Object.keys(examples).filter(
    (name) => !isOfFailure(name) && (!known.has(firstName(name)) || (name === 'answer' && mayBeWeak))
  );
  const called = groupByName(open);
  const mapping: Partial<Record<PredictionField, string>> = {};
  // An image before a response: both may be called `output`, and only an image looks like one.
  for (const field of ['sample_id', 'output_image', 'response'] as const) {
    if (!lacking.includes(field)) continue;
    const isIdentified = !lacking.includes('sample_id') || mapping.sample_id !== undefined;
    const names =
      field === 'response' && mayBeWeak ? [...otherNames.response, ...weakNames] : otherNames[field];
    const found = names
      .flatMap((name) => called.get(name) ?? [])
      .filter((path) => mayBeIn(rootOf(path), field, { hasSample, isIdentified }))
      .find((path) => !Object.values(mapping).includes(path) && fits(field, examples[path]!));
    if (found !== undefined) mapping[field] = found;
  }
  return mapping.response === undefined && mapping.output_image === undefined && !hasSample
    ? { ...mapping, ...suggestOnly(open, examples, lacking, mapping) }
    : mapping;
}

/** Where a record says nothing but its sample and one thing more, under whatever name. */
function suggestOnly(
  open: readonly string[],
  examples: Readonly<Record<string, JsonValue>>,
  lacking: readonly PredictionField[],
  mapping: FieldMapping
): FieldMapping {
  const isIdentified = !lacking.includes('sample_id') || mapping.sample_id !== undefined;
  const isUnanswered = lacking.includes('response') && lacking.includes('output_image');
  const [name, ...others] = open.filter((path) => !path.includes('.') && path !== mapping.sample_id);
  if (!isIdentified || !isUnanswered || name === undefined || others.length > 0) return {};
  const field = looksLikeImage(examples[name]!) ? 'output_image' : 'response';
  return fits(field, examples[name]!) ? { [field]: name } : {};
}

/** What a service says of a request that failed is no answer. */
const isOfFailure = (path: string) => path.split('.').some((name) => /^errors?$/i.test(name));

/** Fields by what they are called, without case and separators. */
function groupByName(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const called = new Map<string, string[]>();
  for (const path of paths) {
    for (const name of new Set(namesOf(path).map(foldName))) {
      const known = called.get(name);
      if (known) known.push(path);
      else called.set(name, [path]);
    }
  }
  return called;
}

/** Whether one of the columns is called as other tools call responses. */
export function holdAnswers(columns: readonly string[]): boolean {
  return columns.some((name) => !known.has(name) && otherNames.response.includes(foldName(name)));
}

/** What holds the question, and what holds the answer. */
const questions: ReadonlySet<string> = new Set([
  'doc',
  'sample',
  'input',
  'example',
  'request',
  'meta',
  'question',
  'target'
]);
const answers: ReadonlySet<string> = new Set([
  ...otherNames.response,
  ...otherNames.output_image,
  'result',
  'results'
]);

/** A question has an id inside of it, an answer does not; what names no sample, or says all of it, has no answers inside of other things. */
function mayBeIn(
  root: string | null,
  field: PredictionField,
  { hasSample, isIdentified }: { readonly hasSample: boolean; readonly isIdentified: boolean }
): boolean {
  if (root === null) return true;
  const name = foldName(root);
  if (field === 'sample_id') return !answers.has(name);
  return answers.has(name) || (isIdentified && !hasSample && !questions.has(name));
}

function fits(field: PredictionField, example: JsonValue): boolean {
  if (field === 'output_image') return looksLikeImage(example);
  if (field === 'sample_id') return typeof example === 'string' || typeof example === 'number';
  return typeof example !== 'object' && !looksLikeImage(example);
}

/** A path with the ending of an image, a data: URL, base64 of a known kind, or an object with one of them. */
export function looksLikeImage(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length > 0 && looksLikeImage(value[0] as JsonValue);
  if (isJsonObject(value)) return 'bytes' in value || 'path' in value;
  if (typeof value !== 'string') return false;
  return (
    /\.(?:png|jpe?g|webp|bmp|gif|tiff?|image)\s*$/i.test(value) ||
    /^data:image\//i.test(value) ||
    /^(?:iVBORw0KGgo|\/9j\/|UklGR|R0lGOD|Qk0|SUkqA|TU0AK)/.test(value)
  );
}

/** Fields of a sample and scores: what is inside of them is no prediction. */
export const isOfSample = (name: string): boolean => known.has(name);

/** Fields of a file that are none of a sample's and no score. */
export function listUnknown(examples: Readonly<Record<string, JsonValue>>): string[] {
  return Object.keys(examples).filter((name) => !known.has(firstName(name)));
}
