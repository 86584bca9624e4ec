import Papa from 'papaparse';
import { importedKeys } from '../benchmark/importedKeys';
import type { Run } from '../core/run';
import type { ScoreRow } from '../core/score';
import { toFileName, type ExportFile } from './exportFile';

/**
 * One line a row; what was computed elsewhere has columns of its own, `imported:LPIPS`, where some row has it.
 * The last column names the protocol of the official metrics. Text cells that a spreadsheet would take for a formula get a leading apostrophe; numbers are bare.
 */
export function toCsv(run: Run): ExportFile {
  const metricIds = Object.keys(run.metrics);
  const imported = listImportedKeys(run.rows);
  const text = Papa.unparse(
    run.rows.map((row) => ({ ...toRecord(row, metricIds, imported), protocol: run.protocol })),
    { escapeFormulae: true, newline: '\n' }
  );
  return { name: `${toFileName(run.system)}_scores.csv`, type: 'text/csv', text: `${text}\n` };
}

function listImportedKeys(rows: readonly ScoreRow[]): string[] {
  const found = new Set(rows.flatMap(({ imported }) => Object.keys(imported?.values ?? {})));
  return importedKeys.map(({ key }) => key).filter((key) => found.has(key));
}

function toRecord(
  row: ScoreRow,
  metricIds: readonly string[],
  imported: readonly string[]
): Record<string, string | number | null> {
  return {
    sample_id: row.sampleId,
    format: row.format,
    task: row.task,
    subtask: row.subtask,
    modality: row.modality,
    ...Object.fromEntries(metricIds.map((id) => [id, row.scores[id]?.value ?? null])),
    ...Object.fromEntries(imported.map((key) => [`imported:${key}`, row.imported?.values[key] ?? null])),
    unscored: row.unscored,
    notes: [...row.notes, ...row.damage].join('; '),
    file: row.file,
    line: row.line
  };
}
