import { formatNames } from '$lib/benchmark/formats';
import { modalityNames } from '$lib/benchmark/modalities';
import { taskNames } from '$lib/benchmark/tasks';
import { rowFacetIds, isRowFacetId, type RowFacetId } from '$lib/query/rowFacets';
import { compareModes, parseCompareMode, type CompareMode } from '$lib/ui/stage/compareModes';
import { rowStatuses, type RowFilter, type RowSort } from '$lib/query/rowTable';

export const runTabs = ['overview', 'slices', 'distributions', 'samples', 'imported', 'problems'] as const;
export type RunTab = (typeof runTabs)[number];

/** How the samples are listed. */
export const sampleViews = ['table', 'pictures'] as const;
export type SampleListing = (typeof sampleViews)[number];

/** What the run page shows, as its address's hash holds it. */
export interface RunAddress {
  readonly id: string;
  readonly tab: RunTab;
  /** By what the rows are cut into slices. */
  readonly facet: RowFacetId;
  /** Id of the metric whose slices or distribution are shown; null is the tab's default. */
  readonly metric: string | null;
  readonly filter: RowFilter;
  readonly sort: RowSort | null;
  readonly view: SampleListing;
  /** Key of the open sample. */
  readonly sample: string | null;
  /** How its images are compared. */
  readonly mode: CompareMode;
}

const defaultFacet: RowFacetId = 'subtask';

/** Reads a hash with or without its "#"; what is missing or unknown falls back to the default. */
export function parseRunAddress(hash: string): RunAddress {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const sortKey = params.get('sort');
  return {
    id: params.get('id') ?? '',
    tab: oneOf(runTabs, params.get('tab')) ?? 'overview',
    facet: oneOf(rowFacetIds, params.get('by')) ?? defaultFacet,
    metric: params.get('metric'),
    filter: {
      format: oneOf(formatNames, params.get('format')),
      task: oneOf(taskNames, params.get('task')),
      modality: oneOf(modalityNames, params.get('modality')),
      status: oneOf(rowStatuses, params.get('status')),
      slice: parseSlice(params.get('slice')),
      range: parseRange(params.get('range')),
      search: params.get('q') ?? ''
    },
    sort: sortKey ? { key: sortKey, descending: params.get('order') === 'descending' } : null,
    view: oneOf(sampleViews, params.get('view')) ?? 'table',
    sample: params.get('sample'),
    mode: parseCompareMode(params.get('mode'))
  };
}

/** The hash of an address, without "#"; defaults are left out. */
export function formatRunAddress(address: RunAddress): string {
  const { id, tab, facet, metric, filter, sort, view, sample, mode } = address;
  const { format, task, modality, status, slice, range, search } = filter;
  const params = new URLSearchParams({ id });
  const set = (key: string, value: string | null): void => {
    if (value) params.set(key, value);
  };
  set('tab', tab === 'overview' ? null : tab);
  set('by', facet === defaultFacet ? null : facet);
  set('metric', metric);
  set('format', format);
  set('task', task);
  set('modality', modality);
  set('status', status);
  set('slice', slice && `${slice.facet}:${slice.key}`);
  set('range', range && `${range.metric}:${range.from ?? ''}:${range.to ?? ''}`);
  set('q', search);
  set('sort', sort && sort.key);
  set('order', sort?.descending ? 'descending' : null);
  set('view', view === 'table' ? null : view);
  set('sample', sample);
  set('mode', sample === null || mode === compareModes[0] ? null : mode);
  // Both may stand in a hash as they are, and sample ids are full of them.
  return params.toString().replaceAll('%3A', ':').replaceAll('%2F', '/');
}

/** "subtask:Lung nodule" */
function parseSlice(text: string | null): RowFilter['slice'] {
  const [, facet = '', key = ''] = /^([^:]*):(.*)$/s.exec(text ?? '') ?? [];
  return isRowFacetId(facet) ? { facet, key } : null;
}

/** "ssim:0.9:0.95"; a side without a number has no bound. */
function parseRange(text: string | null): RowFilter['range'] {
  const [, metric, fromText, toText] = /^(.+):([^:]*):([^:]*)$/s.exec(text ?? '') ?? [];
  if (metric === undefined) return null;
  const [from, to] = [fromText, toText].map((bound) => (bound ? Number(bound) : null));
  if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) return null;
  return { metric, from, to };
}

function oneOf<Name extends string>(names: readonly Name[], text: string | null): Name | null {
  return names.find((name) => name === text) ?? null;
}
