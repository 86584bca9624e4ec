import { formatDataset } from '../../core/run';
import type { StoredSummary } from '../../store/runs';

export const runColumns = ['system', 'scored', 'unscored', 'missing', 'dataset', 'protocol', 'date'] as const;
export type RunColumn = (typeof runColumns)[number];

export interface RunSort {
  readonly key: RunColumn;
  readonly descending: boolean;
}

export interface RunFilter {
  /** Words that a run's name, tags, note, dataset or protocol all contain. */
  readonly search: string;
  readonly tag: string | null;
}

export const allRuns: RunFilter = { search: '', tag: null };

/** The newest first. */
export const newestFirst: RunSort = { key: 'date', descending: true };

/** Whatever case and accents the words are written in. */
export function filterRuns(
  runs: readonly StoredSummary[],
  { search, tag }: RunFilter
): readonly StoredSummary[] {
  const words = fold(search).split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    if (tag !== null && !run.tags?.includes(tag)) return false;
    const { system, tags = [], note = '', protocol } = run;
    const text = fold([system, ...tags, note, formatDataset(run), protocol].join('\n'));
    return words.every((word) => text.includes(word));
  });
}

/** A count that is not known comes last in either direction; equal runs keep their order. */
export function sortRuns(
  runs: readonly StoredSummary[],
  { key, descending }: RunSort
): readonly StoredSummary[] {
  const sign = descending ? -1 : 1;
  const valueOf = values[key];
  return runs.toSorted((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * compare(left, right);
  });
}

/** The order after a click on a column's head: names from A, what is most or newest on top. */
export function nextRunSort(current: RunSort, key: RunColumn): RunSort {
  if (current.key === key) return { key, descending: !current.descending };
  return { key, descending: !['system', 'dataset', 'protocol'].includes(key) };
}

/** Every tag with the number of runs that have it, by name. */
export function listTags(runs: readonly StoredSummary[]): readonly { tag: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { tags = [] } of runs) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].map(([tag, count]) => ({ tag, count })).sort((a, b) => compare(a.tag, b.tag));
}

const values: Readonly<Record<RunColumn, (run: StoredSummary) => number | string | null>> = {
  system: (run) => run.system,
  scored: (run) => run.counts.scored,
  unscored: (run) => run.counts.unscored,
  missing: (run) => run.counts.missing,
  dataset: (run) => formatDataset(run),
  protocol: (run) => run.protocol,
  date: (run) => run.createdAt
};

const names = new Intl.Collator('en', { numeric: true });

function compare(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : names.compare(String(a), String(b));
}

/** "Café" → "cafe" */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
