import type { Modality, Task } from '../core/sample';
import { modalityNames } from '../benchmark/modalities';
import { taskNames } from '../benchmark/tasks';
import type { PairedColumns } from '../stats/comparison/pairColumns';
import type { TableSample } from '../stats/comparison/SampleTable';
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
export function readPairs(samples: readonly TableSample[], pairs: PairedColumns): OrderPairs {
  const table = new Table(pairs.places, {
    idOf: (place) => samples[place]!.sampleId,
    textOf: (place) => samples[place]!.sampleId
  });
  const facets = { task: lift(taskFacet, samples), modality: lift(modalityFacet, samples) };
  const columns = pairColumns(samples, pairs);
  return (filter, { key, descending }) => {
    const narrowed = [...onlyKey(facets.task, filter.task), ...onlyKey(facets.modality, filter.modality)];
    return table.select({ facets: narrowed, range: null, search: '' }, { column: columns[key], descending });
  };
}

/** A facet of samples as one of their places. */
function lift(facet: Facet<TableSample>, samples: readonly TableSample[]): Facet<number> {
  return { ...facet, keyOf: (place) => facet.keyOf(samples[place]!) };
}

function pairColumns(
  samples: readonly TableSample[],
  { a, b }: PairedColumns
): Readonly<Record<PairSortKey, Column<number>>> {
  const taskPlaces = new Map<Task | null, number>(taskNames.map((name, place) => [name, place]));
  const modalityPlaces = new Map<Modality, number>(modalityNames.map((name, place) => [name, place]));
  return {
    sample: numberColumn('sample', (place) => place),
    task: numberColumn('task', (place) => taskPlaces.get(samples[place]!.task) ?? taskNames.length),
    modality: numberColumn('modality', (place) => modalityPlaces.get(samples[place]!.modality)),
    a: numberColumn('a', (_, at) => a[at]),
    b: numberColumn('b', (_, at) => b[at]),
    difference: numberColumn('difference', (_, at) => b[at]! - a[at]!),
    size: numberColumn('size', (_, at) => Math.abs(b[at]! - a[at]!))
  };
}
