import { isJsonObject } from '../core/json';
import type { FileEntry } from '../dataset/FileEntry';
import { extensionOf } from '../dataset/filePath';
import type { Pacer } from '../dataset/Pacer';
import { parseJson, placeJsonProblem } from './parseJson';
import { readCsv } from './readCsv';
import { readJsonDocument } from './readJsonDocument';
import type { TextLine } from './LineSplitter';
import { toRow, type RecordFile, type RecordRow } from './recordRow';
import { readLines } from './readLines';

export interface ReadProgress {
  readonly pacer: Pacer;
  readonly onBytes: (sizeBytes: number) => void;
}

export const recordExtensions: ReadonlySet<string> = new Set(['jsonl', 'ndjson', 'json', 'csv', 'tsv']);

/**
 * The records of a JSONL, JSON or CSV file.
 * @throws DataError when the file cannot be read to its end; what was read of it is not to be trusted then
 */
export async function readRecords(entry: FileEntry, progress: ReadProgress): Promise<RecordFile> {
  const extension = extensionOf(entry.path);
  if (extension === 'csv' || extension === 'tsv') {
    const lines = await collectLines(entry, progress);
    return { path: entry.path, rows: await readCsv(entry.path, lines, progress.pacer), pythonNumberRows: 0 };
  }
  if (extension !== 'json') return readJsonLines(entry, progress);
  const lines = await collectLines(entry, progress);
  return looksLikeLines(lines)
    ? parseLines(entry.path, [lines], progress.pacer)
    : readJsonDocument(entry.path, lines);
}

function readJsonLines(entry: FileEntry, { pacer, onBytes }: ReadProgress): Promise<RecordFile> {
  return parseLines(entry.path, readLines(entry, onBytes), pacer);
}

async function parseLines(
  path: string,
  batches: AsyncIterable<readonly TextLine[]> | Iterable<readonly TextLine[]>,
  pacer: Pacer
): Promise<RecordFile> {
  const rows: RecordRow[] = [];
  let pythonNumberRows = 0;
  for await (const lines of batches) {
    for (const line of lines) {
      if ('text' in line && line.text.trim() === '') continue;
      const { row, hasPythonNumbers } = parseLine(path, line);
      rows.push(row);
      if (hasPythonNumbers) pythonNumberRows++;
      if (pacer.isDue) await pacer.pause();
    }
  }
  return { path, rows, pythonNumberRows };
}

function parseLine(path: string, line: TextLine): { row: RecordRow; hasPythonNumbers: boolean } {
  if ('problem' in line)
    return { row: { line: line.number, problem: line.problem }, hasPythonNumbers: false };
  try {
    const { value, hasPythonNumbers } = parseJson(line.text);
    return { row: toRow(path, line.number, value), hasPythonNumbers };
  } catch (error) {
    const problem = placeJsonProblem(error, path, line.number);
    return { row: { line: line.number, problem }, hasPythonNumbers: false };
  }
}

async function collectLines(entry: FileEntry, { pacer, onBytes }: ReadProgress): Promise<TextLine[]> {
  const lines: TextLine[] = [];
  for await (const batch of readLines(entry, onBytes)) {
    for (const line of batch) lines.push(line);
    if (pacer.isDue) await pacer.pause();
  }
  return lines;
}

/** A .json file may hold one record a line: then its first line is a whole object. */
function looksLikeLines(lines: readonly TextLine[]): boolean {
  const first = lines.find((line) => !('text' in line) || line.text.trim() !== '');
  if (!first || !('text' in first)) return false;
  try {
    return isJsonObject(parseJson(first.text).value);
  } catch {
    return false;
  }
}
