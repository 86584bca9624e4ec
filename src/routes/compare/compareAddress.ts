import { formatNames } from '$lib/benchmark/formats';
import { modalityNames } from '$lib/benchmark/modalities';
import { taskNames } from '$lib/benchmark/tasks';
import { parsePairSort } from '$lib/query/pairTable';
import type { PairSelection } from '$lib/ui/compare/PairSelection';
import { parseCompareMode } from '$lib/ui/stage/compareModes';

/** As many as a table and eight letters can hold. */
export const mostRuns = 8;

/** What the compare page shows, as its address's hash holds it. */
export interface CompareAddress extends PairSelection {
  /** Ids, in the order of their letters. */
  readonly runs: readonly string[];
  /** Id of the run that the others are compared with; null for the first. */
  readonly baseline: string | null;
}

const defaultSort = parsePairSort(null, null);
const defaultMode = parseCompareMode(null);

/** Reads a hash with or without its "#"; what is missing or unknown falls back to the default. */
export function parseCompareAddress(hash: string): CompareAddress {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const ids = (params.get('runs') ?? '').split(',').filter(Boolean);
  return {
    runs: [...new Set(ids)].slice(0, mostRuns),
    baseline: params.get('baseline'),
    metric: params.get('metric'),
    format: oneOf(formatNames, params.get('format')),
    against: params.get('against'),
    filter: {
      task: oneOf(taskNames, params.get('task')),
      modality: oneOf(modalityNames, params.get('modality'))
    },
    sort: parsePairSort(params.get('sort'), params.get('order')),
    sample: params.get('sample'),
    mode: parseCompareMode(params.get('mode'))
  };
}

/** The hash of an address, without "#"; defaults are left out. */
export function formatCompareAddress(address: CompareAddress): string {
  const params = new URLSearchParams();
  const set = (key: string, value: string | null): void => {
    if (value) params.set(key, value);
  };
  const { filter, sort } = address;
  set('runs', address.runs.join(','));
  set('baseline', address.baseline);
  set('metric', address.metric);
  set('format', address.format);
  set('against', address.against);
  set('task', filter.task);
  set('modality', filter.modality);
  if (sort.key !== defaultSort.key || sort.descending !== defaultSort.descending) {
    set('sort', sort.key);
    set('order', sort.descending ? 'descending' : 'ascending');
  }
  set('sample', address.sample);
  set('mode', address.mode === defaultMode ? null : address.mode);
  // They may stand in a hash as they are, and ids are full of them.
  return params.toString().replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%2C', ',');
}

function oneOf<Name extends string>(names: readonly Name[], text: string | null): Name | null {
  return names.find((name) => name === text) ?? null;
}
