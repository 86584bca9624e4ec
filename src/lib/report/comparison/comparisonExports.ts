import type { Run } from '../../core/run';
import type { MetricMeta } from '../../metrics/metric';
import type { Comparison } from '../../stats/comparison/compareRuns';
import type { ExportFile, ExportKind } from '../exportFile';
import { tableExports, type WriteTables } from '../tableExports';

export interface ComparisonToExport {
  readonly comparison: Comparison;
  readonly runs: readonly Run[];
  /** The metrics of all runs, by id. */
  readonly metas: ReadonlyMap<string, MetricMeta>;
  /** Place of the run that the tables compare the others with. */
  readonly baseline: number;
}

/** Everything that a comparison can be saved as, in the order of the menu. */
export const comparisonExports: readonly ExportKind<ComparisonToExport>[] = [
  {
    id: 'results',
    label: 'Results JSON',
    hint: 'every pair, full precision',
    make: async ({ comparison }) => [(await import('./comparisonJson')).toComparisonJson(comparison)]
  },
  {
    id: 'pairs',
    label: 'CSV',
    hint: 'a row a pair and metric',
    make: async ({ comparison }) => [(await import('./comparisonCsv')).toComparisonCsv(comparison)]
  },
  ...tableExports('the table', writeTables),
  {
    id: 'stats_results',
    label: 'Official comparison',
    hint: 'stats_results.json',
    make: async ({ runs }) => [(await import('../statsResults')).toStatsResults(runs)]
  }
];

async function writeTables(
  { comparison, metas, baseline }: ComparisonToExport,
  write: WriteTables
): Promise<ExportFile[]> {
  const [{ describeComparison, listComparisonTables }, { nameComparison }] = await Promise.all([
    import('./comparisonTables'),
    import('./comparisonName')
  ]);
  const tables = listComparisonTables(comparison, metas, baseline);
  return [
    write(tables, describeComparison(comparison, baseline), `${nameComparison(comparison)}_comparison`)
  ];
}
