import { pillowRange, protocols } from '../benchmark/protocols';
import type { Run } from '../core/run';
import { listRunMetas } from '../metrics/runMetas';
import { toFileName, type ExportFile } from './exportFile';
import type { ResultsSummary } from './resultsSummary';

/** Raised when a field changes its meaning; readers of older files keep working. */
export const resultsSchema = 'medgen-bench-viewer/results/1';

/**
 * A run in full, for this viewer and for scripts; `static/schema/results-1.json` describes it. It holds no date and no id,
 * so that the same predictions scored anywhere give the same bytes. What was computed elsewhere is under a row's
 * `imported`, with the files it came from.
 * @param summary what the page shows of the rows; a reader computes it anew, so a copy that only this viewer reads lacks it
 */
export function toResultsJson(run: Run, summary?: ResultsSummary): ExportFile {
  const { system, protocol, dataset, datasetRevision, counts, metrics } = run;
  const { files, models, judges, tags, note, rows, problems } = run;
  const content = {
    schema: resultsSchema,
    system,
    protocol,
    ...(protocol === protocols['official-2026'].label && { pillow: pillowRange }),
    dataset,
    ...(datasetRevision !== undefined && { datasetRevision }),
    counts,
    ...(files && { files }),
    metrics,
    metricNames: nameMetrics(run),
    ...(models && { models }),
    ...(judges && { judges }),
    ...(tags && { tags }),
    ...(note !== undefined && { note }),
    ...(summary && { summary }),
    rows: sortKeys(rows),
    problems
  };
  return {
    name: `${toFileName(system)}_results.json`,
    type: 'application/json',
    text: `${JSON.stringify(content, null, 1)}\n`
  };
}

/** What the ids stand for, so that a reader of the file need not know this viewer. */
function nameMetrics(run: Run) {
  const named = listRunMetas(run).map((meta) => {
    const { id, label, variant, unit, higherIsBetter, group } = meta;
    const protocol = group === 'official' ? run.protocol : protocols.ours.label;
    return [id, { label, variant, unit, higherIsBetter, protocol }] as const;
  });
  return Object.fromEntries(named);
}

/** Metrics in the order of their ids: the order in which a worker computed them is no information. */
function sortKeys(rows: Run['rows']): Run['rows'] {
  return rows.map((row) => ({
    ...row,
    scores: Object.fromEntries(Object.entries(row.scores).sort(([a], [b]) => (a < b ? -1 : 1)))
  }));
}
