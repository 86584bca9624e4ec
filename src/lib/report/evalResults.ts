import { formatNames, formats } from '../benchmark/formats';
import { importedKeys } from '../benchmark/importedKeys';
import { taskNames } from '../benchmark/tasks';
import type { JsonValue } from '../core/json';
import type { Run } from '../core/run';
import type { Format } from '../core/sample';
import type { ScoreRow } from '../core/score';
import { listOfficialMetas } from '../metrics/runMetas';
import { aggregate, type FormatGroup, type Group } from '../stats/aggregate';
import { aggregateImported, listImportedFiles } from '../stats/aggregateImported';
import { findFailures, type Failures } from '../stats/findFailures';
import type { MetricCell } from '../stats/MetricCell';
import type { BootstrapKernel } from '../stats/numerics/summarise';
import { toFileName, type ExportFile } from './exportFile';

/** The judge's among them, where its scale is the evaluator's. */
function listOfficial(run: Run) {
  return listOfficialMetas(run).flatMap((meta) =>
    meta.officialKey === null ? [] : [{ ...meta, officialKey: meta.officialKey }]
  );
}

/**
 * The averages of a run under the official evaluator's names, one file a format: `{system}_{format}_eval_results.json`.
 * A metric that no sample has is left out.
 * The top level holds only what was computed here. What was computed elsewhere is under `Imported`, with the files it came
 * from, by the same names and its own `Sample_Count_`: a script that wants both has to say so.
 */
export function toEvalResults(run: Run, kernels: BootstrapKernel): ExportFile[] {
  const official = listOfficial(run);
  const groups = aggregate(run.rows, official);
  const imported = aggregateImported(run.rows);
  return formatNames.flatMap((format) => {
    const group = groups.find(({ key }) => key === format);
    if (!group) return [];
    const content = {
      task: formats[format].officialTask,
      records: group.found,
      ...listStatistics(group.cells, official, kernels),
      by_modality: listModalities(group, official),
      ...listImported(
        run.rows,
        imported.find(({ key }) => key === format),
        kernels
      ),
      Error_Analysis: analyseErrors(run, group, official),
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

interface NamedMetric {
  readonly id: string;
  readonly officialKey: string;
}

function listStatistics(
  cells: ReadonlyMap<string, MetricCell>,
  metrics: readonly NamedMetric[],
  kernels: BootstrapKernel
): Record<string, number> {
  const fields: Record<string, number> = {};
  for (const { id, officialKey: key } of metrics) {
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

function listImported(
  rows: readonly ScoreRow[],
  group: FormatGroup | undefined,
  kernels: BootstrapKernel
): { Imported?: JsonValue } {
  if (!group) return {};
  const keys = importedKeys.filter(({ key }) => group.cells.has(key));
  const files = new Set(keys.flatMap((key) => listImportedFiles(rows, group.key, key)));
  const counts = keys.map(({ key }) => [`Sample_Count_${key}`, group.cells.get(key)!.n]);
  const names = keys.map(({ key }) => ({ id: key, officialKey: key }));
  return {
    Imported: {
      files: [...files],
      ...Object.fromEntries(counts),
      ...listStatistics(group.cells, names, kernels),
      ...coverRadGraph(rows, group)
    }
  };
}

/** Share of the samples with texts that RadGraph applies to: it leaves out those that name no finding. */
function coverRadGraph(
  rows: readonly ScoreRow[],
  { key, cells }: FormatGroup
): { RadGraph_Coverage?: number } {
  const applicable = cells.get('RadGraph_F1')?.n ?? 0;
  const withTexts = rows.filter(({ format, texts }) => format === key && texts !== null).length;
  return applicable > 0 && withTexts > 0 ? { RadGraph_Coverage: applicable / withTexts } : {};
}

function listModalities(
  { byModality }: FormatGroup,
  official: readonly NamedMetric[]
): Record<string, Record<string, number>> {
  return Object.fromEntries(
    byModality.map(({ key, cells }) => [key, listMoments(cells, official, { withDeviations: false })])
  );
}

function listMoments(
  cells: ReadonlyMap<string, MetricCell>,
  official: readonly NamedMetric[],
  { withDeviations }: { withDeviations: boolean }
): Record<string, number> {
  const fields: Record<string, number> = {};
  for (const { id, officialKey } of official) {
    const { mean = null, std = null } = cells.get(id) ?? {};
    if (mean === null || std === null) continue;
    fields[`Average_${officialKey}`] = mean;
    if (withDeviations) fields[`Std_${officialKey}`] = std;
  }
  return fields;
}

function analyseErrors(run: Run, group: FormatGroup, official: readonly NamedMetric[]): JsonValue {
  const rows = run.rows.filter((row) => row.format === group.key);
  const failures = findFailures(rows, run.judges);
  return {
    sample_count: group.found,
    by_modality: analyseGroups(group.byModality, official),
    by_paper_task: analyseGroups(group.byTask, official),
    ...(failures && { failure_modes: listFailures(failures) })
  };
}

function analyseGroups(groups: readonly Group<string | null>[], official: readonly NamedMetric[]): JsonValue {
  return Object.fromEntries(
    groups
      .map(({ key, found, cells }): [string, JsonValue] => [
        key ?? 'unknown',
        { Sample_Count: found, ...listMoments(cells, official, { withDeviations: true }) }
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1))
  );
}

/** As the evaluator does: modes that occur, with the ids of the first ten samples. */
function listFailures({ modes }: Failures): JsonValue {
  return Object.fromEntries(
    modes
      .filter(({ rows }) => rows.length > 0)
      .map(({ mode, rows }) => [
        mode,
        { count: rows.length, samples: rows.slice(0, 10).map(({ sampleId }) => sampleId) }
      ])
  );
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
