import { modalityNames } from '../../benchmark/modalities';
import { taskNames } from '../../benchmark/tasks';
import type { Format, Modality, Task } from '../../core/sample';
import type { PairedColumns } from '../../stats/comparison/pairColumns';
import type { TableSample } from '../../stats/comparison/SampleTable';
import type { CompareMode } from '../sample/compareModes';
import { orderNumbers } from '../sample/sortOrder';

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
  const kinds = recallKinds(samples);
  const kept = filterPairs(kinds, pairs.places, filter);
  if (key === 'sample') return descending ? kept.reverse() : kept;
  const sign = descending ? -1 : 1;
  const values = new Float64Array(kept.length);
  for (let at = 0; at < kept.length; at++) values[at] = sign * valueOf(key, pairs, kinds, kept[at]!);
  return orderNumbers(values).map((at) => kept[at]!);
}

/** Places of the samples' names in the benchmark's lists. */
interface Kinds {
  /** After the last one where no row tells the task. */
  readonly tasks: Uint8Array;
  readonly modalities: Uint8Array;
}

const knownKinds = new WeakMap<readonly TableSample[], Kinds>();

/** Read once for all filters and sorts of a comparison. */
function recallKinds(samples: readonly TableSample[]): Kinds {
  const kinds = knownKinds.get(samples) ?? readKinds(samples);
  knownKinds.set(samples, kinds);
  return kinds;
}

function readKinds(samples: readonly TableSample[]): Kinds {
  const taskPlaces = new Map<Task | null, number>(taskNames.map((name, place) => [name, place]));
  const modalityPlaces = new Map<Modality, number>(modalityNames.map((name, place) => [name, place]));
  const tasks = new Uint8Array(samples.length);
  const modalities = new Uint8Array(samples.length);
  for (let at = 0; at < samples.length; at++) {
    const { task, modality } = samples[at]!;
    tasks[at] = taskPlaces.get(task) ?? taskNames.length;
    modalities[at] = modalityPlaces.get(modality)!;
  }
  return { tasks, modalities };
}

function filterPairs(kinds: Kinds, places: Uint32Array, { task, modality }: PairFilter): Uint32Array {
  const taskPlace = task === null ? null : taskNames.indexOf(task);
  const modalityPlace = modality === null ? null : modalityNames.indexOf(modality);
  const kept = new Uint32Array(places.length);
  let keptCount = 0;
  for (let index = 0; index < places.length; index++) {
    const place = places[index]!;
    const isKept =
      (taskPlace === null || taskPlace === kinds.tasks[place]) &&
      (modalityPlace === null || modalityPlace === kinds.modalities[place]);
    if (isKept) kept[keptCount++] = index;
  }
  return kept.slice(0, keptCount);
}

/** What the pair is sorted by, as a number. */
function valueOf(
  key: Exclude<PairSortKey, 'sample'>,
  { a, b, places }: PairedColumns,
  kinds: Kinds,
  index: number
): number {
  if (key === 'a') return a[index]!;
  if (key === 'b') return b[index]!;
  if (key === 'modality') return kinds.modalities[places[index]!]!;
  if (key === 'task') return kinds.tasks[places[index]!]!;
  const difference = b[index]! - a[index]!;
  return key === 'size' ? Math.abs(difference) : difference;
}
