import { compareNames } from '../core/compareNames';
import { formatDataset, type RunSummary } from '../core/run';
import { flagFacet, flagKey } from './flagFacet';
import type { Sort } from './Sort';
import { numberColumn, Table, textColumn, type Column } from './Table';

export const runColumns = ['system', 'scored', 'unscored', 'missing', 'dataset', 'protocol', 'date'] as const;
export type RunColumn = (typeof runColumns)[number];

export type RunSort = Sort<RunColumn>;

export interface RunFilter {
  /** Words that a run's name, tags, note, dataset or protocol all contain. */
  readonly search: string;
  readonly tag: string | null;
}

export const allRuns: RunFilter = { search: '', tag: null };

/** The newest first. */
export const newestFirst: RunSort = { key: 'date', descending: true };

/** The runs that the filter keeps, sorted; a count that is not known comes last in either direction. */
export function selectRuns<Run extends RunSummary>(
  runs: readonly Run[],
  { search, tag }: RunFilter,
  { key, descending }: RunSort
): readonly Run[] {
  const table = new Table<Run>(runs, { idOf: ({ id }) => id, textOf });
  const tagged = flagFacet('tag', ({ tags }: RunSummary) => tag === null || (tags?.includes(tag) ?? false));
  const filter = { facets: [{ facet: tagged, keys: [flagKey] }], range: null, search };
  return Array.from(table.select(filter, { column: columns[key], descending }), (at) => runs[at]!);
}

/** What is most or newest on top, names from A. */
export function runsBeginDescending(key: RunColumn): boolean {
  return !['system', 'dataset', 'protocol'].includes(key);
}

/** Every tag with the number of runs that have it, by name. */
export function listTags(runs: readonly RunSummary[]): readonly { tag: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { tags = [] } of runs) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].map(([tag, count]) => ({ tag, count })).sort((a, b) => compareNames(a.tag, b.tag));
}

const columns: Readonly<Record<RunColumn, Column<RunSummary>>> = {
  system: textColumn('system', ({ system }) => system),
  scored: numberColumn('scored', ({ counts }) => counts.scored),
  unscored: numberColumn('unscored', ({ counts }) => counts.unscored),
  missing: numberColumn('missing', ({ counts }) => counts.missing),
  dataset: textColumn('dataset', formatDataset),
  protocol: textColumn('protocol', ({ protocol }) => protocol),
  date: textColumn('date', ({ createdAt }) => createdAt)
};

function textOf(run: RunSummary): string {
  const { system, tags = [], note = '', protocol } = run;
  return [system, ...tags, note, formatDataset(run), protocol].join('\n');
}
