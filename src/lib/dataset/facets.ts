import { formatNames, formats } from '../benchmark/formats';
import { modalityNames } from '../benchmark/modalities';
import { taskNames, tasks } from '../benchmark/tasks';
import type { Format, Sample, Task } from '../core/sample';

export const facetIds = ['format', 'task', 'modality', 'subtask', 'inputs', 'reference'] as const;
export type FacetId = (typeof facetIds)[number];

/** A property by which samples are narrowed down; each sample has one value of it, as text that an address can hold. */
export interface Facet {
  readonly label: string;
  readonly valueOf: (sample: Sample) => string;
  readonly labelOf: (value: string) => string;
  /** All values that there can be, in order; null where the data decides. */
  readonly values: readonly string[] | null;
}

export const facets: Readonly<Record<FacetId, Facet>> = {
  format: {
    label: 'Format',
    valueOf: ({ format }) => format,
    labelOf: (value) => formats[value as Format].label,
    values: formatNames
  },
  task: {
    label: 'Task',
    valueOf: ({ task }) => task,
    labelOf: (value) => tasks[value as Task].label,
    values: taskNames
  },
  modality: {
    label: 'Modality',
    valueOf: ({ modality }) => modality,
    labelOf: (value) => (value === 'unknown' ? 'Unknown' : value),
    values: modalityNames
  },
  subtask: {
    label: 'Subtask',
    valueOf: ({ subtask }) => subtask ?? '',
    labelOf: (value) => value || 'None',
    values: null
  },
  inputs: {
    label: 'Input images',
    valueOf: ({ inputImages }) => String(inputImages.length),
    labelOf: (value) => value,
    values: null
  },
  reference: {
    label: 'Reference image',
    valueOf: ({ referenceImage }) => (referenceImage === null ? 'without' : 'with'),
    labelOf: (value) => (value === 'with' ? 'With reference' : 'Without reference'),
    values: ['with', 'without']
  }
};
