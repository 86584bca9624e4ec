import { formatNames } from '$lib/benchmark/formats';
import { modalityNames } from '$lib/benchmark/modalities';
import { taskNames } from '$lib/benchmark/tasks';
import { compareModes, parseCompareMode, type CompareMode } from '$lib/ui/sample/compareModes';
import { rowStatuses, type RowFilter, type RowSort } from '$lib/ui/sample/rowQuery';

export const runTabs = ['overview', 'samples', 'problems'] as const;
export type RunTab = (typeof runTabs)[number];

/** What the run page shows, as its address's hash holds it. */
export interface RunAddress {
  readonly id: string;
  readonly tab: RunTab;
  readonly filter: RowFilter;
  readonly sort: RowSort | null;
  /** Key of the open sample. */
  readonly sample: string | null;
  /** How its images are compared. */
  readonly mode: CompareMode;
}

/** Reads a hash with or without its "#"; what is missing or unknown falls back to the default. */
export function parseRunAddress(hash: string): RunAddress {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const sortKey = params.get('sort');
  return {
    id: params.get('id') ?? '',
    tab: oneOf(runTabs, params.get('tab')) ?? 'overview',
    filter: {
      format: oneOf(formatNames, params.get('format')),
      task: oneOf(taskNames, params.get('task')),
      modality: oneOf(modalityNames, params.get('modality')),
      status: oneOf(rowStatuses, params.get('status')),
      search: params.get('q') ?? ''
    },
    sort: sortKey ? { key: sortKey, descending: params.get('order') === 'descending' } : null,
    sample: params.get('sample'),
    mode: parseCompareMode(params.get('mode'))
  };
}

/** The hash of an address, without "#"; defaults are left out. */
export function formatRunAddress({ id, tab, filter, sort, sample, mode }: RunAddress): string {
  const { format, task, modality, status, search } = filter;
  const params = new URLSearchParams({ id });
  const set = (key: string, value: string | null): void => {
    if (value) params.set(key, value);
  };
  set('tab', tab === 'overview' ? null : tab);
  set('format', format);
  set('task', task);
  set('modality', modality);
  set('status', status);
  set('q', search);
  set('sort', sort && sort.key);
  set('order', sort?.descending ? 'descending' : null);
  set('sample', sample);
  set('mode', sample === null || mode === compareModes[0] ? null : mode);
  // Both may stand in a hash as they are, and sample ids are full of them.
  return params.toString().replaceAll('%3A', ':').replaceAll('%2F', '/');
}

function oneOf<Name extends string>(names: readonly Name[], text: string | null): Name | null {
  return names.find((name) => name === text) ?? null;
}
