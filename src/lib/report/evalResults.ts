import { formatNames, formats } from '../benchmark/formats';
import { taskNames } from '../benchmark/tasks';
import type { JsonValue } from '../core/json';
import type { Run } from '../core/run';
import type { Format } from '../core/sample';
import type { ScoreRow } from '../core/score';
import { officialMetas } from '../metrics/runMetas';
import { aggregate, type FormatGroup } from '../stats/aggregate';
import type { MetricCell } from '../stats/MetricCell';
import type { BootstrapKernel } from '../stats/summarise';
import { toFileName, type ExportFile } from './exportFile';

const official = officialMetas.flatMap((meta) =>
  meta.officialKey === null ? [] : [{ ...meta, officialKey: meta.officialKey }]
);

/**
 * The averages of a run under the official evaluator's names, one file a format: `{system}_{format}_eval_results.json`.
 * A metric that no sample has is left out.
 */
export function toEvalResults(run: Run, kernels: BootstrapKernel): ExportFile[] {
  const groups = aggregate(run.rows, official);
  return formatNames.flatMap((format) => {
    const group = groups.find(({ key }) => key === format);
    if (!group) return [];
    const content = {
      task: formats[format].officialTask,
      records: group.found,
      ...listStatistics(group, kernels),
      by_modality: listModalities(group),
      Error_Analysis: analyseErrors(run.rows, format),
      Task_Coverage: coverTasks(run.rows, format)
    };
    return [
      {
        name: `${toFileName(run.system)}_${formats[format].fileWord}_eval_results.json`,
        type: 'application/json',
        text: `${JSON.stringify(content, null, 1)}\n`
      }
    ];
  });
}

function listStatistics({ cells }: FormatGroup, kernels: BootstrapKernel): Record<string, number> {
  const fields: Record<string, number> = {};
  for (const { id, officialKey: key } of official) {
    const cell = cells.get(id);
    if (!cell || cell.mean === null || cell.std === null) continue;
    const { ciLow, ciHigh } = cell.interval(kernels);
    fields[`Average_${key}`] = cell.mean;
    fields[`Std_${key}`] = cell.std;
    if (ciLow !== null) fields[`Bootstrap95CI_Low_${key}`] = ciLow;
    if (ciHigh !== null) fields[`Bootstrap95CI_High_${key}`] = ciHigh;
    if (cell.accuracyRate !== null) fields[`${key}_Accuracy_Rate`] = cell.accuracyRate;
  }
  return fields;
}

function listModalities({ byModality }: FormatGroup): Record<string, Record<string, number>> {
  return Object.fromEntries(byModality.map(({ key, cells }) => [key, listAverages(cells)]));
}

function listAverages(cells: ReadonlyMap<string, MetricCell>): Record<string, number> {
  const averages: Record<string, number> = {};
  for (const { id, officialKey } of official) {
    const mean = cells.get(id)?.mean ?? null;
    if (mean !== null) averages[`Average_${officialKey}`] = mean;
  }
  return averages;
}

function analyseErrors(rows: readonly ScoreRow[], format: Format): JsonValue {
  const own = rows.filter((row) => row.format === format);
  return {
    sample_count: own.length,
    by_modality: count(own.map((row) => row.modality)),
    by_paper_task: count(own.map((row) => row.task ?? 'unknown'))
  };
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function coverTasks(rows: readonly ScoreRow[], format: Format): JsonValue {
  const present = new Set(rows.filter((row) => row.format === format).map((row) => row.task));
  const missing = taskNames.filter((task) => !present.has(task)).toSorted();
  return {
    expected_task_count: taskNames.length,
    present_task_count: taskNames.length - missing.length,
    present_tasks: taskNames.filter((task) => present.has(task)).toSorted(),
    missing_tasks: missing,
    complete: missing.length === 0
  };
}
