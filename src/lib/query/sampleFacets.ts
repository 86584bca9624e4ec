import type { Sample } from '../core/sample';
import { formatFacet, modalityFacet, subtaskFacet, taskFacet } from './benchmarkFacets';
import type { Facet } from './Facet';

export const sampleFacetIds = ['format', 'task', 'modality', 'subtask', 'inputs', 'reference'] as const;
export type SampleFacetId = (typeof sampleFacetIds)[number];

/** By what the samples of a dataset are narrowed down. */
export const sampleFacets: Readonly<Record<SampleFacetId, Facet<Sample>>> = {
  format: formatFacet,
  task: taskFacet,
  modality: modalityFacet,
  subtask: subtaskFacet,
  inputs: {
    id: 'inputs',
    label: 'Input images',
    keyOf: ({ inputImages }) => String(inputImages.length),
    order: [],
    labelOf: (key) => key
  },
  reference: {
    id: 'reference',
    label: 'Reference image',
    keyOf: ({ referenceImage }) => (referenceImage === null ? 'without' : 'with'),
    order: ['with', 'without'],
    labelOf: (key) => (key === 'with' ? 'With reference' : 'Without reference')
  }
};
