import type { Modality, Task } from '../core/sample';
import type { PairedColumns } from '../stats/comparison/pairColumns';
import type { AlignedSample } from '../stats/comparison/AlignedRuns';
import { modalityFacet, taskFacet } from './benchmarkFacets';
import type { Facet } from './Facet';
import type { Sort } from './Sort';
import { numberColumn, onlyKey, Table, type Column } from './Table';

/** Which pairs are shown; null means all. */
export interface PairFilter {
  readonly task: Task | null;
  readonly modality: Modality | null;
}

export const allPairs: PairFilter = { task: null, modality: null };

/** `size` is that of the difference, whatever its sign. */
export const pairSortKeys = ['sample', 'task', 'modality', 'a', 'b', 'difference', 'size'] as const;
export type PairSortKey = (typeof pairSortKeys)[number];

export type PairSort = Sort<PairSortKey>;

/** The sort that an address names; the largest differences first where it names none. */
export function parsePairSort(key: string | null, order: string | null): PairSort {
  const known = pairSortKeys.find((name) => name === key);
  if (known === undefined) return { key: 'size', descending: true };
  return { key: known, descending: order === 'descending' };
}

/** Numbers from the largest, names from the first of the benchmark's list. */
export function pairsBeginDescending(key: PairSortKey): boolean {
  return !['sample', 'task', 'modality'].includes(key);
}

/** Indices into `pairs`, filtered and sorted; equal ones keep the order of their ids. */
export type OrderPairs = (filter: PairFilter, sort: PairSort) => Uint32Array;

/** Reads pairs by column; what one order needed is kept for the next. */
export function readPairs(samples: readonly AlignedSample[], pairs: PairedColumns): OrderPairs {
  const table = new Table(pairs.places, {
    idOf: (place) => samples[place]!.sampleId,
    textOf: (place) => samples[place]!.sampleId
  });
  const kinds = readKinds(samples);
  const columns = pairColumns(kinds, pairs);
  return (filter, { key, descending }) => {
    const narrowed = [...onlyKey(kinds.task, filter.task), ...onlyKey(kinds.modality, filter.modality)];
    const query = { facets: narrowed, range: null, search: '' };
    // Places ascend as they are.
    if (key === 'sample') return descending ? table.select(query, null).reverse() : table.select(query, null);
    return table.select(query, { column: columns[key], descending });
  };
}

/** A facet of the samples as one of their places, with the place of each one's key in the benchmark's list. */
interface Kind extends Facet<number> {
  readonly codes: Uint32Array;
}

interface Kinds {
  readonly task: Kind;
  readonly modality: Kind;
}

const knownKinds = new WeakMap<readonly AlignedSample[], Kinds>();

/** Read once for all pairs of a comparison. */
function readKinds(samples: readonly AlignedSample[]): Kinds {
  const known = knownKinds.get(samples);
  if (known) return known;
  const table = new Table(samples, { idOf: ({ sampleId }) => sampleId, textOf: ({ sampleId }) => sampleId });
  const kindOf = (facet: Facet<AlignedSample>): Kind => {
    const { keys, codes } = table.codesOf(facet);
    return { ...facet, codes, keyOf: (place) => keys[codes[place]!]! };
  };
  const kinds = { task: kindOf(taskFacet), modality: kindOf(modalityFacet) };
  knownKinds.set(samples, kinds);
  return kinds;
}

function pairColumns(
  { task, modality }: Kinds,
  { a, b }: PairedColumns
): Readonly<Record<Exclude<PairSortKey, 'sample'>, Column<number>>> {
  return {
    task: numberColumn('task', (place) => task.codes[place]),
    modality: numberColumn('modality', (place) => modality.codes[place]),
    a: numberColumn('a', (_, at) => a[at]),
    b: numberColumn('b', (_, at) => b[at]),
    difference: numberColumn('difference', (_, at) => b[at]! - a[at]!),
    size: numberColumn('size', (_, at) => Math.abs(b[at]! - a[at]!))
  };
}
