import Papa from 'papaparse';
import { formatNames } from '../../benchmark/formats';
import { modalityNames } from '../../benchmark/modalities';
import { taskNames } from '../../benchmark/tasks';
import { DataError } from '../../core/problem';
import type { Score, ScoreRow } from '../../core/score';
import { isForTask, type MetricMeta } from '../../metrics/metric';
import { metrics } from '../../metrics/registry';
import { note, type ImportedRun } from './ImportedRun';
import { importedProtocol } from './parseLocalMetrics';

const textColumns = [
  'sample_id',
  'format',
  'task',
  'subtask',
  'modality',
  'unscored',
  'notes',
  'file',
  'line'
];
const byId: ReadonlyMap<string, MetricMeta> = new Map(metrics.map(({ meta }) => [meta.id, meta]));

type Line = Readonly<Record<string, string | undefined>>;

/** True for the head line of our own export. */
export function looksLikeScores(start: string): boolean {
  return /^\ufeff?"?sample_id"?,"?format"?,"?task"?,/.test(start);
}

/**
 * Our own CSV of scores back into rows.
 * @throws DataError when a column that every export has is missing
 */
export function parseScoresCsv(text: string, file: string): ImportedRun {
  const { data, meta } = Papa.parse<Line>(text.replace(/^\ufeff/, ''), {
    header: true,
    skipEmptyLines: true
  });
  const columns = meta.fields ?? [];
  const missing = textColumns.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    const what = 'not a CSV of scores that this viewer wrote';
    const got = `no column ${missing.join(', ')}`;
    throw new DataError({ code: 'scores-csv', where: { file }, what, got });
  }
  const ids = columns.filter((name) => !textColumns.includes(name) && byId.has(name));
  const rows = data.map((line) => toRow(line, ids));
  const unscored = rows.filter((row) => row.unscored !== null).length;
  const what =
    'a CSV holds values only: records, texts, choices, the reasons of single metrics and their versions are not in it';
  return {
    system: (file.split('/').at(-1) ?? file).replace(/(_scores)?\.csv$/i, ''),
    protocol: data[0]?.['protocol'] ?? importedProtocol,
    dataset: 'Unknown: imported',
    counts: { found: rows.length, scored: rows.length - unscored, unscored, missing: null },
    metrics: Object.fromEntries(ids.map((id) => [id, 'as imported'])),
    rows,
    problems: [note('import-limits', file, what)]
  };
}

function toRow(line: Line, ids: readonly string[]): ScoreRow {
  const format = formatNames.find((name) => name === line['format']) ?? null;
  const task = taskNames.find((name) => name === line['task']) ?? null;
  const unscored = readText(line['unscored']);
  const own = ids.filter((id) => {
    const meta = byId.get(id)!;
    return format !== null && meta.formats.includes(format) && (task === null || isForTask(meta, task));
  });
  const values = listImported(line);
  return {
    sampleId: readText(line['sample_id']) ?? '',
    format,
    task,
    subtask: readText(line['subtask']),
    modality: modalityNames.find((name) => name === line['modality']) ?? 'unknown',
    file: readText(line['file']) ?? '',
    line: Number(line['line']) || 0,
    scores: unscored === null ? Object.fromEntries(own.map((id) => [id, readScore(line[id])])) : {},
    ...(values && { imported: { values, verdicts: {}, sources: [] } }),
    texts: null,
    notes: readText(line['notes'])?.split('; ') ?? [],
    damage: [],
    unscored,
    record: null
  };
}

/** Without the apostrophe that keeps a spreadsheet from taking a text for a formula. */
function readText(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

function readScore(text: string | undefined): Score {
  const value = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value)
    ? { value }
    : { value: null, reason: 'no value in the imported CSV; why is not in it' };
}

function listImported(line: Line): Record<string, number> | null {
  const prefix = 'imported:';
  const entries = Object.keys(line)
    .filter((name) => name.startsWith(prefix) && (line[name] ?? '') !== '')
    .map((name) => [name.slice(prefix.length), Number(line[name])] as const)
    .filter(([, value]) => Number.isFinite(value));
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}
