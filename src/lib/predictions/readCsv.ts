import Papa from 'papaparse';
import { importedFields } from '../benchmark/importedKeys';
import type { JsonObject, JsonValue } from '../core/json';
import type { Problem } from '../core/problem';
import type { Pacer } from '../dataset/Pacer';
import { parseJson } from './parseJson';
import { count } from './quote';
import type { TextLine } from './LineSplitter';
import type { RecordRow } from './recordRow';

/** Parsed at once; a batch grows until it does not end inside of a quoted cell. */
const batchLines = 500;

/** Columns whose cells may hold JSON: lists of paths or choices, and reports in sections. */
const jsonColumns: ReadonlySet<string> = new Set([
  'answer',
  'choice',
  'choices',
  'input_image',
  'input_images',
  'ground_truth_image',
  'ground_truth_images',
  'metadata',
  'dataset_source'
]);

/** Columns of numbers and verdicts, all of whose cells are JSON. */
const scoreColumns: ReadonlySet<string> = new Set(importedFields);

interface CsvRow {
  readonly line: number;
  /** The line behind it. */
  readonly endLine: number;
  readonly cells: readonly string[];
  /** What is wrong with its quotes. */
  readonly fault: string | null;
}

/**
 * The rows of a CSV with a header; columns are the fields of a record. An empty cell is a field that is not there, except for
 * the response, which may be empty. Commas, semicolons and tabs separate.
 */
export async function readCsv(path: string, lines: readonly TextLine[], pacer: Pacer): Promise<RecordRow[]> {
  const unreadable = lines.filter((line) => 'problem' in line);
  const rows: RecordRow[] = [];
  let header: readonly string[] | null = null;
  for (const row of parseRows(lines.map((line) => ('text' in line ? line.text : '')))) {
    if (pacer.isDue) await pacer.pause();
    const damage = unreadable.find(({ number }) => number >= row.line && number < row.endLine);
    if (damage) rows.push({ line: row.line, problem: damage.problem });
    else if (row.cells.every((cell) => cell.trim() === '')) continue;
    else if (header) rows.push(toRecordRow(path, header, row));
    else header = row.cells.map((name) => name.trim());
  }
  return rows;
}

function* parseRows(texts: readonly string[]): Generator<CsvRow> {
  const { delimiter } = Papa.parse<string[]>(texts[0] ?? '', { preview: 1 }).meta;
  for (let start = 0; start < texts.length;) {
    let count = batchLines;
    let rows = parseBatch(texts, start, count, delimiter);
    while (rows.at(-1)?.fault && start + count < texts.length) {
      count *= 2;
      rows = parseBatch(texts, start, count, delimiter);
    }
    yield* rows;
    start += count;
  }
}

function parseBatch(texts: readonly string[], start: number, count: number, delimiter: string): CsvRow[] {
  const text = texts.slice(start, start + count).join('\n');
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: '\n' });
  const faults = new Map(errors.map(({ row, message }) => [row, message]));
  let endLine = start + 1;
  return data.map((cells, i) => {
    const line = endLine;
    endLine += 1 + cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
    return { line, endLine, cells, fault: faults.get(i) ?? null };
  });
}

function toRecordRow(path: string, header: readonly string[], { line, cells, fault }: CsvRow): RecordRow {
  const base = { severity: 'error', where: { file: path, line } } as const;
  if (fault !== null) {
    const what = 'a quoted cell is malformed';
    const problem: Problem = {
      ...base,
      code: 'csv-quotes',
      what,
      got: fault,
      expected: 'closed and doubled quotes'
    };
    return { line, problem };
  }
  if (cells.length !== header.length) {
    const got = count(cells.length, 'cell');
    const what = 'the row does not fit the header';
    return {
      line,
      problem: { ...base, code: 'csv-columns', what, got, expected: count(header.length, 'cell') }
    };
  }
  return { line, record: toRecord(header, cells) };
}

function toRecord(header: readonly string[], cells: readonly string[]): JsonObject {
  const fields: [string, JsonValue][] = [];
  header.forEach((name, i) => {
    const value = readCell(name, cells[i]!);
    if (value !== undefined) fields.push([name, value]);
  });
  return Object.fromEntries(fields);
}

function readCell(column: string, cell: string): JsonValue | undefined {
  return cell === '' && column !== 'response' ? undefined : readJsonCell(column, cell);
}

/** The value of a cell, which is JSON where its column may hold it. */
export function readJsonCell(column: string, cell: string): JsonValue {
  const mayBeJson = scoreColumns.has(column) || (jsonColumns.has(column) && /^\s*[[{]/.test(cell));
  if (!mayBeJson) return cell;
  try {
    return parseJson(cell).value;
  } catch {
    // "[1] see above" is a text that happens to begin like JSON.
    return cell;
  }
}
