import type { Sample } from '../core/sample';
import { sampleFacetIds, sampleFacets, type SampleFacetId } from './sampleFacets';
import { sampleText } from './sampleText';
import { Table, type Filter } from './Table';

/** Which samples are shown. */
export interface SampleFilter {
  /** By facet, the values of which a sample has one; an empty list means any. */
  readonly chosen: Readonly<Record<SampleFacetId, readonly string[]>>;
  /** Words that the texts contain, all of them; or a sample's whole id. */
  readonly search: string;
}

export const allSamples: SampleFilter = {
  chosen: { format: [], task: [], modality: [], subtask: [], inputs: [], reference: [] },
  search: ''
};

export type SampleTable = Table<Sample>;

export function makeSampleTable(samples: readonly Sample[]): SampleTable {
  return new Table(samples, { idOf: ({ sampleId }) => sampleId, textOf: sampleText });
}

export function toSampleQuery({ chosen, search }: SampleFilter): Filter<Sample> {
  const narrowed = sampleFacetIds.filter((id) => chosen[id].length > 0);
  return {
    facets: narrowed.map((id) => ({ facet: sampleFacets[id], keys: chosen[id] })),
    range: null,
    search
  };
}
