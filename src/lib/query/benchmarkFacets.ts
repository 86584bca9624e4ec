import { formatNames, formats } from '../benchmark/formats';
import { modalityNames } from '../benchmark/modalities';
import { taskNames, tasks } from '../benchmark/tasks';
import type { Format, Modality, Task } from '../core/sample';
import { unknownKey, type Facet } from './Facet';

/** What samples and scored rows have in common. */
interface Described {
  readonly format: Format | null;
  readonly task: Task | null;
  readonly modality: Modality;
  readonly subtask: string | null;
}

const formatLabels = new Map<string, string>(formatNames.map((name) => [name, formats[name].label]));
const taskLabels = new Map<string, string>(taskNames.map((name) => [name, tasks[name].label]));

export const formatFacet: Facet<Pick<Described, 'format'>> = {
  id: 'format',
  label: 'Format',
  keyOf: ({ format }) => format ?? unknownKey,
  order: formatNames,
  labelOf: (key) => formatLabels.get(key) ?? 'Unknown format'
};

export const taskFacet: Facet<Pick<Described, 'task'>> = {
  id: 'task',
  label: 'Task',
  keyOf: ({ task }) => task ?? unknownKey,
  order: taskNames,
  labelOf: (key) => taskLabels.get(key) ?? 'Unknown task'
};

export const modalityFacet: Facet<Pick<Described, 'modality'>> = {
  id: 'modality',
  label: 'Modality',
  keyOf: ({ modality }) => modality,
  order: modalityNames,
  labelOf: (key) => (key === unknownKey ? 'Unknown modality' : key)
};

export const subtaskFacet: Facet<Pick<Described, 'subtask'>> = {
  id: 'subtask',
  label: 'Subtask',
  keyOf: ({ subtask }) => subtask || unknownKey,
  order: [],
  labelOf: (key) => (key === unknownKey ? 'No subtask named' : key)
};
