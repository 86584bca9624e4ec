import type { Run } from '../core/run';
import { toFileName, type ExportFile } from './exportFile';

/** Raised when a field changes its meaning; readers of older files keep working. */
const schema = 'medgen-bench-viewer/results/1';

/**
 * A run in full, for this viewer and for scripts. It holds no date and no id, so that the same predictions scored
 * anywhere give the same bytes. What was computed elsewhere is under a row's `imported`, with the files it came from.
 */
export function toResultsJson(run: Run): ExportFile {
  const { system, protocol, dataset, counts, metrics, models, rows, problems } = run;
  const content = {
    schema,
    system,
    protocol,
    dataset,
    counts,
    metrics,
    ...(models && { models }),
    rows: sortKeys(rows),
    problems
  };
  return {
    name: `${toFileName(system)}_results.json`,
    type: 'application/json',
    text: `${JSON.stringify(content, null, 1)}\n`
  };
}

/** Metrics in the order of their ids: the order in which a worker computed them is no information. */
function sortKeys(rows: Run['rows']): Run['rows'] {
  return rows.map((row) => ({
    ...row,
    scores: Object.fromEntries(Object.entries(row.scores).sort(([a], [b]) => (a < b ? -1 : 1)))
  }));
}
