import { modalityNames } from '../../benchmark/modalities';
import { taskNames } from '../../benchmark/tasks';
import type { Format, Modality, Task } from '../../core/sample';
import type { PairedColumns } from '../../stats/comparison/pairColumns';
import type { TableSample } from '../../stats/comparison/SampleTable';
import type { CompareMode } from '../sample/compareModes';
import { orderValues } from './orderValues';

/** Which pairs are shown; null means all. */
export interface PairFilter {
  readonly task: Task | null;
  readonly modality: Modality | null;
}

export const allPairs: PairFilter = { task: null, modality: null };

/** `size` is that of the difference, whatever its sign. */
export const pairSortKeys = ['sample', 'task', 'modality', 'a', 'b', 'difference', 'size'] as const;
export type PairSortKey = (typeof pairSortKeys)[number];

export interface PairSort {
  readonly key: PairSortKey;
  readonly descending: boolean;
}

/** The pair of runs by one metric whose samples are shown. */
export interface PairSelection {
  /** Null for the first of the comparison. */
  readonly metric: string | null;
  readonly format: Format | null;
  /** Id of the run whose pairs with the baseline are shown; null for the first that is not the baseline. */
  readonly against: string | null;
  readonly filter: PairFilter;
  readonly sort: PairSort;
  /** Id of the open sample. */
  readonly sample: string | null;
  readonly mode: CompareMode;
}

/** The sort that an address names; the largest differences first where it names none. */
export function parsePairSort(key: string | null, order: string | null): PairSort {
  const known = pairSortKeys.find((name) => name === key);
  if (known === undefined) return { key: 'size', descending: true };
  return { key: known, descending: order === 'descending' };
}

/** The order after a click on a column's head: numbers from the largest, names from the first of the benchmark's list; then the other way round. */
export function nextPairSort(current: PairSort, key: PairSortKey): PairSort {
  if (current.key === key) return { key, descending: !current.descending };
  return { key, descending: !['sample', 'task', 'modality'].includes(key) };
}

/** Indices into `pairs`, filtered and sorted; equal ones keep the order of their ids. */
export function orderPairs(
  samples: readonly TableSample[],
  pairs: PairedColumns,
  filter: PairFilter,
  { key, descending }: PairSort
): Uint32Array {
  const sampleOf = (index: number): TableSample => samples[pairs.places[index]!]!;
  const kept = filterPairs(pairs.places.length, sampleOf, filter);
  if (key === 'sample') return descending ? kept.reverse() : kept;
  const sign = descending ? -1 : 1;
  const values = new Float64Array(kept.length);
  for (const [at, index] of kept.entries()) values[at] = sign * valueOf(key, pairs, sampleOf, index);
  return orderValues(values).map((at) => kept[at]!);
}

function filterPairs(
  count: number,
  sampleOf: (index: number) => TableSample,
  filter: PairFilter
): Uint32Array {
  const kept = new Uint32Array(count);
  let keptCount = 0;
  for (let index = 0; index < count; index++) {
    const { task, modality } = sampleOf(index);
    const isKept =
      (filter.task === null || filter.task === task) &&
      (filter.modality === null || filter.modality === modality);
    if (isKept) kept[keptCount++] = index;
  }
  return kept.slice(0, keptCount);
}

/** What the pair is sorted by, as a number; names by their place in the benchmark's lists. */
function valueOf(
  key: Exclude<PairSortKey, 'sample'>,
  { a, b }: PairedColumns,
  sampleOf: (index: number) => TableSample,
  index: number
): number {
  if (key === 'a') return a[index]!;
  if (key === 'b') return b[index]!;
  if (key === 'modality') return modalityNames.indexOf(sampleOf(index).modality);
  if (key === 'task') {
    const { task } = sampleOf(index);
    return task === null ? taskNames.length : taskNames.indexOf(task);
  }
  const difference = b[index]! - a[index]!;
  return key === 'size' ? Math.abs(difference) : difference;
}
