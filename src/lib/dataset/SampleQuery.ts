import type { Sample } from '../core/sample';
import { facetIds, facets, type FacetId } from './facets';
import { sampleText } from './sampleText';

/** Which samples are shown. */
export interface SampleFilter {
  /** By facet, the values of which a sample has one; an empty list means any. */
  readonly chosen: Readonly<Record<FacetId, readonly string[]>>;
  /** Words that the texts contain, all of them, whatever case; or a sample's whole id. */
  readonly search: string;
}

export const allSamples: SampleFilter = {
  chosen: { format: [], task: [], modality: [], subtask: [], inputs: [], reference: [] },
  search: ''
};

export interface QueryResult {
  /** Places in the list of samples, ascending. */
  readonly matches: Uint32Array;
  /** By facet, a count for each of its values, of the samples that fulfil everything but this facet. */
  readonly counts: Readonly<Record<FacetId, Uint32Array>>;
  /** Task by task, a count for each modality, of the samples that fulfil everything but these two facets. */
  readonly grid: Uint32Array;
}

interface Column {
  readonly values: readonly string[];
  /** For each sample the place of its value. */
  readonly codes: Uint16Array;
}

const bitOf = (facet: FacetId): number => 1 << facetIds.indexOf(facet);
const searchBit = 1 << facetIds.length;
const gridBits = bitOf('task') | bitOf('modality');

/** Filters and counts the samples of one dataset: a bit a sample and condition, so that all counts come from one pass. */
export class SampleQuery {
  readonly samples: readonly Sample[];
  readonly #columns: Readonly<Record<FacetId, Column>>;
  #texts: readonly string[] | null = null;
  #places: ReadonlyMap<string, number> | null = null;
  /** The search done last: facets change more often than words. */
  #searched: { readonly search: string; readonly misses: Uint8Array } | null = null;

  constructor(samples: readonly Sample[]) {
    this.samples = samples;
    this.#columns = mapFacets((facet) => makeColumn(samples, facet));
  }

  /** The values of a facet that the dataset has, in order. */
  valuesOf(facet: FacetId): readonly string[] {
    return this.#columns[facet].values;
  }

  /** The place of a sample in the list; -1 for an unknown id. */
  placeOf(sampleId: string): number {
    this.#places ??= new Map(this.samples.map((sample, place) => [sample.sampleId, place]));
    return this.#places.get(sampleId) ?? -1;
  }

  run(filter: SampleFilter): QueryResult {
    const misses = this.#findMisses(filter);
    const matches = new Uint32Array(misses.length);
    const counts = mapFacets((facet) => new Uint32Array(this.#columns[facet].values.length));
    const { task, modality } = this.#columns;
    const grid = new Uint32Array(task.values.length * modality.values.length);
    let matchCount = 0;
    for (let place = 0; place < misses.length; place++) {
      const missed = misses[place]!;
      if (missed === 0) matches[matchCount++] = place;
      if ((missed & ~gridBits) === 0)
        grid[task.codes[place]! * modality.values.length + modality.codes[place]!]!++;
    }
    for (const facet of facetIds) countValues(this.#columns[facet], misses, bitOf(facet), counts[facet]);
    return { matches: matches.slice(0, matchCount), counts, grid };
  }

  /** For each sample the bits of what it does not fulfil. */
  #findMisses({ chosen, search }: SampleFilter): Uint8Array {
    const misses = this.#findSearchMisses(search).slice();
    for (const facet of facetIds) {
      if (chosen[facet].length === 0) continue;
      const { values, codes } = this.#columns[facet];
      const missedBits = Uint8Array.from(values, (value) =>
        chosen[facet].includes(value) ? 0 : bitOf(facet)
      );
      for (let place = 0; place < codes.length; place++) misses[place]! |= missedBits[codes[place]!]!;
    }
    return misses;
  }

  #findSearchMisses(search: string): Uint8Array {
    const sought = search.trim().toLowerCase();
    if (this.#searched?.search === sought) return this.#searched.misses;
    const misses = new Uint8Array(this.samples.length);
    if (sought !== '') {
      const words = sought.split(/\s+/);
      this.#texts ??= this.samples.map(sampleText);
      for (const [place, text] of this.#texts.entries()) {
        if (words.every((word) => text.includes(word))) continue;
        if (this.samples[place]!.sampleId.toLowerCase() !== sought) misses[place] = searchBit;
      }
    }
    this.#searched = { search: sought, misses };
    return misses;
  }
}

/** The place of `value` in an ascending list; -1 where it is not. */
export function findAscending(list: Uint32Array, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return list[low] === value ? low : -1;
}

/** Counts those that miss nothing but, perhaps, the facet itself. */
function countValues({ codes }: Column, misses: Uint8Array, ownBit: number, counts: Uint32Array): void {
  for (let place = 0; place < codes.length; place++) {
    if ((misses[place]! & ~ownBit) === 0) counts[codes[place]!]!++;
  }
}

function makeColumn(samples: readonly Sample[], facet: FacetId): Column {
  const written = samples.map(facets[facet].valueOf);
  const found = new Set(written);
  const values = facets[facet].values?.filter((value) => found.has(value)) ?? [...found].sort(names.compare);
  const codes = new Map(values.map((value, code) => [value, code]));
  return { values, codes: Uint16Array.from(written, (value) => codes.get(value)!) };
}

function mapFacets<Value>(make: (facet: FacetId) => Value): Record<FacetId, Value> {
  return Object.fromEntries(facetIds.map((facet) => [facet, make(facet)])) as Record<FacetId, Value>;
}

const names = new Intl.Collator('en', { numeric: true });
