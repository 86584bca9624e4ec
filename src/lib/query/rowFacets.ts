import { isJsonObject, type JsonValue } from '../core/json';
import { pythonSpaces } from '../core/pythonText';
import type { ScoreRow } from '../core/score';
import { pathsOf, textOf } from '../dataset/parseSample';
import { formatFacet, modalityFacet, subtaskFacet, taskFacet } from './benchmarkFacets';
import { unknownKey, type Facet } from './Facet';

export const rowFacetIds = [
  'format',
  'task',
  'subtask',
  'modality',
  'source',
  'answer-length',
  'image-size',
  'inputs'
] as const;
export type RowFacetId = (typeof rowFacetIds)[number];

/** Numbers in bins that include their upper end. */
interface Bins {
  readonly uppers: readonly number[];
  readonly unit: string;
  readonly unknownLabel: string;
}

const answerBins: Bins = { uppers: [1, 5, 20, 50, 100], unit: 'words', unknownLabel: 'No reference answer' };
const imageBins: Bins = { uppers: [256, 512, 1024], unit: 'px', unknownLabel: 'No reference image read' };
const inputBins: Bins = { uppers: [0, 1, 2, 3], unit: 'images', unknownLabel: 'Record not read' };

/** By what the rows of a run are narrowed down and cut into slices. */
export const rowFacets: Readonly<Record<RowFacetId, Facet<ScoreRow>>> = {
  format: formatFacet,
  task: taskFacet,
  subtask: subtaskFacet,
  modality: modalityFacet,
  source: {
    id: 'source',
    label: 'Source',
    keyOf: findSource,
    order: [],
    labelOf: (key) => (key === unknownKey ? 'No source named' : key)
  },
  'answer-length': makeBinned('answer-length', 'Answer length', answerBins, countAnswerWords),
  'image-size': makeBinned('image-size', 'Image size, longer side', imageBins, findLongerSidePx),
  inputs: makeBinned('inputs', 'Input images', inputBins, countInputs)
};

export function isRowFacetId(name: string): name is RowFacetId {
  return Object.hasOwn(rowFacets, name);
}

/** The config of the dataset's release that the sample is of, as the record says it or as its id does. */
function findSource({ record, sampleId }: ScoreRow): string {
  const source = record?.['dataset_source'];
  const named = isJsonObject(source) ? textOf(source['config']) : '';
  return named || /^medgen:([^:]+):/.exec(sampleId)?.[1] || unknownKey;
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
function makeBinned(
  id: RowFacetId,
  label: string,
  bins: Bins,
  measure: (row: ScoreRow) => number | null
): Facet<ScoreRow> {
  // Counting the words of a hundred thousand answers takes too long to do it twice.
  const known = new WeakMap<ScoreRow, string>();
  const findKey = (row: ScoreRow): string => {
    const value = measure(row);
    if (value === null) return unknownKey;
    return String(bins.uppers.find((upper) => value <= upper) ?? 'more');
  };
  return {
    id,
    label,
    keyOf: (row) => {
      const key = known.get(row) ?? findKey(row);
      known.set(row, key);
      return key;
    },
    order: [...bins.uppers.map(String), 'more', unknownKey],
    labelOf: (key) => labelBin(key, bins)
  };
}

/** "1 word", "6–20 words", "> 100 words" */
function labelBin(key: string, { uppers, unit, unknownLabel }: Bins): string {
  if (key === unknownKey) return unknownLabel;
  if (key === 'more') return `> ${uppers.at(-1)} ${unit}`;
  const upper = Number(key);
  const at = uppers.indexOf(upper);
  if (at < 0) return unknownLabel;
  const lower = at === 0 ? null : uppers[at - 1]! + 1;
  const word = upper === 1 ? unit.replace(/s$/, '') : unit;
  if (lower === upper || upper <= 1) return `${upper} ${word}`;
  return lower === null ? `≤ ${upper} ${word}` : `${lower}–${upper} ${word}`;
}
