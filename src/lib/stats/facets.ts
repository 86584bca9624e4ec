import { formatNames, formats } from '../benchmark/formats';
import { modalityNames } from '../benchmark/modalities';
import { taskNames, tasks } from '../benchmark/tasks';
import { isJsonObject, type JsonValue } from '../core/json';
import { pythonSpaces } from '../core/pythonText';
import type { ScoreRow } from '../core/score';
import { pathsOf, textOf } from '../dataset/parseSample';

export const facetIds = [
  'format',
  'task',
  'subtask',
  'modality',
  'source',
  'answer-length',
  'image-size',
  'inputs'
] as const;
export type FacetId = (typeof facetIds)[number];

/** One way to put every row of a run into exactly one slice. */
export interface Facet {
  readonly label: string;
  keyOf(row: ScoreRow): string;
  /** Keys that have a place of their own; others follow in the order of their labels. */
  readonly order: readonly string[];
  labelOf(key: string): string;
}

/** The key of rows that a facet can say nothing about; they are counted, never dropped. */
export const unknownSlice = 'unknown';

/** Numbers in bins that include their upper end. */
interface Bins {
  readonly uppers: readonly number[];
  readonly unit: string;
  readonly unknownLabel: string;
}

const answerBins: Bins = { uppers: [1, 5, 20, 50, 100], unit: 'words', unknownLabel: 'No reference answer' };
const imageBins: Bins = { uppers: [256, 512, 1024], unit: 'px', unknownLabel: 'No reference image read' };
const inputBins: Bins = { uppers: [0, 1, 2, 3], unit: 'images', unknownLabel: 'Record not read' };

export const facets: Readonly<Record<FacetId, Facet>> = {
  format: {
    label: 'Format',
    keyOf: ({ format }) => format ?? unknownSlice,
    order: formatNames,
    labelOf: (key) =>
      formatNames.flatMap((name) => (name === key ? [formats[name].label] : []))[0] ?? 'Unknown'
  },
  task: {
    label: 'Task',
    keyOf: ({ task }) => task ?? unknownSlice,
    order: taskNames,
    labelOf: (key) =>
      taskNames.flatMap((name) => (name === key ? [tasks[name].label] : []))[0] ?? 'Unknown task'
  },
  subtask: {
    label: 'Subtask',
    keyOf: ({ subtask }) => subtask ?? unknownSlice,
    order: [],
    labelOf: (key) => (key === unknownSlice ? 'No subtask named' : key)
  },
  modality: {
    label: 'Modality',
    keyOf: ({ modality }) => modality,
    order: modalityNames,
    labelOf: (key) => (key === unknownSlice ? 'Unknown modality' : key)
  },
  source: {
    label: 'Source',
    keyOf: findSource,
    order: [],
    labelOf: (key) => (key === unknownSlice ? 'No source named' : key)
  },
  'answer-length': makeBinned('Answer length', answerBins, countAnswerWords),
  'image-size': makeBinned('Image size, longer side', imageBins, findLongerSidePx),
  inputs: makeBinned('Input images', inputBins, countInputs)
};

export function isFacetId(name: string): name is FacetId {
  return Object.hasOwn(facets, name);
}

/** The config of the dataset's release that the sample is of, as the record says it or as its id does. */
function findSource({ record, sampleId }: ScoreRow): string {
  const source = record?.['dataset_source'];
  const named = isJsonObject(source) ? textOf(source['config']) : '';
  return named || /^medgen:([^:]+):/.exec(sampleId)?.[1] || unknownSlice;
}

const word = new RegExp(`[^${pythonSpaces}]+`, 'g');

/** Words of the reference answer as it was compared; as dropped where nothing was compared. */
function countAnswerWords({ texts, record }: ScoreRow): number | null {
  const answer = texts ? texts.answer : joinTexts(record?.['answer']);
  return answer.match(word)?.length ?? null;
}

/** A report's sections one after the other. */
function joinTexts(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(joinTexts).join(' ');
  return isJsonObject(value) ? Object.values(value).map(joinTexts).join(' ') : '';
}

function findLongerSidePx({ referenceSize }: ScoreRow): number | null {
  return referenceSize ? Math.max(referenceSize.width, referenceSize.height) : null;
}

function countInputs({ record }: ScoreRow): number | null {
  if (record === null) return null;
  const several = pathsOf(record['input_images']);
  return (several.length > 0 ? several : pathsOf(record['input_image'])).length;
}

/** Keys are the bins' upper ends, "more" above the last. */
function makeBinned(label: string, bins: Bins, measure: (row: ScoreRow) => number | null): Facet {
  // Counting the words of a hundred thousand answers takes too long to do it twice.
  const known = new WeakMap<ScoreRow, string>();
  const findKey = (row: ScoreRow): string => {
    const value = measure(row);
    if (value === null) return unknownSlice;
    return String(bins.uppers.find((upper) => value <= upper) ?? 'more');
  };
  return {
    label,
    keyOf: (row) => {
      const key = known.get(row) ?? findKey(row);
      known.set(row, key);
      return key;
    },
    order: [...bins.uppers.map(String), 'more', unknownSlice],
    labelOf: (key) => labelBin(key, bins)
  };
}

/** "1 word", "6–20 words", "> 100 words" */
function labelBin(key: string, { uppers, unit, unknownLabel }: Bins): string {
  if (key === unknownSlice) return unknownLabel;
  if (key === 'more') return `> ${uppers.at(-1)} ${unit}`;
  const upper = Number(key);
  const at = uppers.indexOf(upper);
  if (at < 0) return unknownLabel;
  const lower = at === 0 ? null : uppers[at - 1]! + 1;
  const word = upper === 1 ? unit.replace(/s$/, '') : unit;
  if (lower === upper || upper <= 1) return `${upper} ${word}`;
  return lower === null ? `≤ ${upper} ${word}` : `${lower}–${upper} ${word}`;
}
