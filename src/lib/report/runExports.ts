import type { Kernels } from '../kernels/Kernels';
import { listRunMetas } from '../metrics/runMetas';
import type { MetricCell } from '../stats/MetricCell';
import type { Interval } from '../stats/numerics/summarise';
import type { StoredRun } from '../store/runs';
import { toFileName, type ExportFile, type ExportKind } from './exportFile';
import type { Totals } from './resultsSummary';
import { tableExports, type WriteTables } from './tableExports';

export interface RunToExport extends Totals {
  readonly run: StoredRun;
  readonly kernels: Kernels;
  /** In a worker: for many cells, or many values. */
  loadInterval(cell: MetricCell): Promise<Interval>;
}

/** Everything that a run can be saved as, in the order of the menu. What makes a file is loaded when it is wanted. */
export const runExports: readonly ExportKind<RunToExport>[] = [
  {
    id: 'results',
    label: 'Results JSON',
    hint: 'everything, full precision',
    make: async ({ run, loadInterval, ...totals }) => {
      const [{ toResultsJson }, { summariseResults }] = await Promise.all([
        import('./resultsJson'),
        import('./resultsSummary')
      ]);
      return [toResultsJson(run, await summariseResults(run, totals, loadInterval))];
    }
  },
  {
    id: 'local_metrics',
    label: 'Official JSONL',
    hint: 'as the official evaluator writes it',
    make: async ({ run }) => (await import('./officialJsonl')).toOfficialJsonl(run)
  },
  {
    id: 'eval_results',
    label: 'Official averages',
    hint: 'eval_results.json, one a format',
    make: async ({ run, kernels }) => (await import('./evalResults')).toEvalResults(run, kernels)
  },
  {
    id: 'scores',
    label: 'CSV',
    hint: 'a row a sample',
    make: async ({ run }) => [(await import('./csv')).toCsv(run)]
  },
  ...tableExports('the tables of the overview', writeTables),
  {
    id: 'leaderboard',
    label: 'Leaderboard file',
    hint: 'a row to contribute',
    make: async ({ run, loadInterval }) => {
      const [{ summariseSystem }, { toLeaderboardFile }] = await Promise.all([
        import('./leaderboard/summariseSystem'),
        import('./leaderboard/leaderboardFile')
      ]);
      return [toLeaderboardFile(await summariseSystem(run, loadInterval))];
    }
  }
];

async function writeTables({ run, groups, kernels }: RunToExport, write: WriteTables): Promise<ExportFile[]> {
  const { listSummaryTables } = await import('./summaryTable');
  const tables = listSummaryTables(groups, listRunMetas(run), (cell) => cell.interval(kernels));
  return [write(tables, describeRun(run), toFileName(run.system))];
}

/** What stands above the tables. */
function describeRun({ system, protocol, dataset, counts }: StoredRun): string[] {
  return [
    `System: ${system}`,
    `Dataset: ${dataset}; ${counts.scored} of ${counts.found} predictions scored`,
    `Protocol: ${protocol}; SD: population; CI: bootstrap interval of the mean; a mean is over the n samples that have a value`
  ];
}
