import Papa from 'papaparse';
import type { Run } from '../core/run';
import type { ScoreRow } from '../core/score';
import { toFileName, type ExportFile } from './exportFile';

/** One line a row. Text cells that a spreadsheet would take for a formula get a leading apostrophe; numbers are bare. */
export function toCsv(run: Run): ExportFile {
  const metricIds = Object.keys(run.metrics);
  const text = Papa.unparse(
    run.rows.map((row) => toRecord(row, metricIds)),
    { escapeFormulae: true, newline: '\n' }
  );
  return { name: `${toFileName(run.system)}_scores.csv`, type: 'text/csv', text: `${text}\n` };
}

function toRecord(row: ScoreRow, metricIds: readonly string[]): Record<string, string | number | null> {
  return {
    sample_id: row.sampleId,
    format: row.format,
    task: row.task,
    subtask: row.subtask,
    modality: row.modality,
    ...Object.fromEntries(metricIds.map((id) => [id, row.scores[id]?.value ?? null])),
    unscored: row.unscored,
    notes: [...row.notes, ...row.damage].join('; '),
    file: row.file,
    line: row.line
  };
}
