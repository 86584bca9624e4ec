import Papa from 'papaparse';
import { importedFields } from '../benchmark/importedKeys';
import type { JsonValue } from '../core/json';
import { DataError, type Place, type Problem } from '../core/problem';
import type { Pacer } from '../dataset/Pacer';
import { describeMisfit } from './describeMisfit';
import { parseJson } from './parseJson';
import { parsePythonLiteral } from './parsePythonLiteral';
import { quote } from './quote';
import type { TextLine } from './LineSplitter';
import type { RecordFile, RecordRow } from './recordRow';

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
  'output_image',
  'output_images',
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
  /** Its quotes are letters like others. */
  readonly isLiteral?: boolean;
}

/**
 * The rows of a CSV with a header; columns are the fields of a record. An empty cell is a field that is not there, except for
 * the response, which may be empty. Commas, semicolons, tabs and bars separate, or what Excel's line `sep=` names.
 */
export async function readCsv(
  path: string,
  lines: readonly TextLine[],
  pacer: Pacer
): Promise<RecordFile & { readonly rows: RecordRow[] }> {
  const unreadable = lines.filter((line) => 'problem' in line);
  const rows: RecordRow[] = [];
  const warnings: Problem[] = [];
  let header: readonly string[] | null = null;
  for (const row of parseRows(lines.map((line) => ('text' in line ? line.text : '')))) {
    if (pacer.isDue) await pacer.pause();
    const damage = unreadable.find(({ number }) => number >= row.line && number < row.endLine);
    if (damage) rows.push({ line: row.line, problem: damage.problem });
    else if (row.cells.every((cell) => cell.trim() === '')) continue;
    else if (header) rows.push(toRecordRow(path, header, row, warnings));
    else header = readHeader(path, row, warnings);
  }
  return { path, rows, pythonNumberRows: 0, warnings };
}

function* parseRows(texts: readonly string[]): Generator<CsvRow> {
  const named = /^"?sep=(.?)"?[,;]*$/i.exec(texts[0]?.trim() ?? '')?.[1];
  const head = named === undefined ? (texts[0] ?? '') : (texts[1] ?? '');
  const delimiter = named || Papa.parse<string[]>(head, { preview: 1 }).meta.delimiter;
  let columns: number | null = null;
  for (let start = named === undefined ? 0 : 1; start < texts.length;) {
    let count = batchLines;
    let rows = parseBatch(texts, start, count, delimiter);
    while (rows.at(-1)?.fault && start + count < texts.length) {
      count *= 2;
      rows = parseBatch(texts, start, count, delimiter);
    }
    for (const row of rows) {
      columns ??= row.cells.length;
      yield* (row.fault !== null && mendRow(row, texts, { delimiter, columns })) || [row];
    }
    start += count;
  }
}

/**
 * A quote that only stands in a text, `"right" lung` or `5" x 3"`, is none of CSV's, and takes the rows behind it along. Where each
 * line alone has a cell for every column they are read so; null where one has not.
 */
function mendRow(
  { line, endLine }: CsvRow,
  texts: readonly string[],
  { delimiter, columns }: { readonly delimiter: string; readonly columns: number }
): CsvRow[] | null {
  const rows = texts.slice(line - 1, endLine - 1).flatMap((text, i): CsvRow[] => {
    if (text.trim() === '') return [];
    const { data, errors } = Papa.parse<string[]>(text, { delimiter });
    const isLiteral = errors.length > 0;
    const cells = isLiteral ? text.split(delimiter) : (data[0] ?? []);
    return [{ line: line + i, endLine: line + i + 1, cells, fault: null, isLiteral }];
  });
  return rows.every(({ cells }) => cells.length === columns) ? rows : null;
}

function parseBatch(texts: readonly string[], start: number, count: number, delimiter: string): CsvRow[] {
  const text = closeUp(texts.slice(start, start + count).join('\n'), delimiter);
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: '\n' });
  const faults = new Map(errors.map(({ row, message }) => [row, message]));
  let endLine = start + 1;
  return data.map((cells, i) => {
    const line = endLine;
    endLine += 1 + cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
    return { line, endLine, cells, fault: faults.get(i) ?? null };
  });
}

/** Spaces between a separator and a quote go: a cell is quoted there too, as pandas' `skipinitialspace` reads it. */
function closeUp(text: string, delimiter: string): string {
  if (delimiter === ' ' || !new RegExp(`${escapePattern(delimiter)} +"`).test(text)) return text;
  // Whole quoted cells are matched first, so that what looks like a new cell inside of one stays.
  const cell = new RegExp(String.raw`("(?:[^"]|"")*")|(${escapePattern(delimiter)}|^|\n) +(?=")`, 'g');
  return text.replaceAll(
    cell,
    (_, quoted: string | undefined, before: string | undefined) => quoted ?? before ?? ''
  );
}

const escapePattern = (text: string) => text.replaceAll(/[|\\{}()[\]^$+*?.]/g, String.raw`\$&`);

/** Names of columns: one without is called by its number, and of two with one name the second too, as pandas does it. */
function readHeader(path: string, { line, cells }: CsvRow, warnings: Problem[]): string[] {
  const known = new Set<string>();
  return cells.map((cell, i) => {
    const name = cell.trim() || `Unnamed: ${i}`;
    if (!known.has(name)) {
      known.add(name);
      return name;
    }
    warnings.push(describeTwice(name, i, { file: path, line }));
    return `${name}.${i}`;
  });
}

function describeTwice(name: string, i: number, where: Place): Problem {
  return {
    code: 'csv-header',
    severity: 'warning',
    where: { ...where, field: name },
    what: `two columns are called ${quote(name)}; the first is read, the other is called ${quote(`${name}.${i}`)}`
  };
}

function describeQuotes(where: Place): Problem {
  return {
    code: 'csv-quotes',
    severity: 'warning',
    where,
    what: 'a quote that is neither closed nor doubled; the cells of the line are read as they stand, with their quotes'
  };
}

function toRecordRow(
  path: string,
  header: readonly string[],
  { line, cells, fault, isLiteral = false }: CsvRow,
  warnings: Problem[]
): RecordRow {
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
  if (cells.length !== header.length)
    return { line, problem: describeMisfit({ file: path, line }, cells.length, header.length) };
  if (isLiteral) warnings.push(describeQuotes({ file: path, line }));
  const fields: [string, JsonValue][] = [];
  header.forEach((name, i) => {
    const value = readCell(name, cells[i]!);
    if (value !== undefined) fields.push([name, value]);
    if (isUnread(name, value)) warnings.push(describeUnread(name, value, { file: path, line }));
    const doubt = findDoubt(name, cells[i]!);
    if (doubt !== null) warnings.push(describeDoubt(doubt, { file: path, line, field: name }));
  });
  return { line, record: Object.fromEntries(fields) };
}

function readCell(column: string, cell: string): JsonValue | undefined {
  return cell === '' && column !== 'response' ? undefined : readJsonCell(column, cell);
}

/** The value of a cell, which is JSON, or a literal as Python writes it, where its column may hold one. */
export function readJsonCell(column: string, cell: string): JsonValue {
  const mayBeJson = scoreColumns.has(column) || (jsonColumns.has(column) && looksLikeContainer(cell));
  // "[1] see above" is a text that happens to begin like JSON.
  if (!mayBeJson) return cell;
  const value = parseCell(cell);
  return value === undefined ? cell : value;
}

/** JSON, or a literal as Python writes it; undefined for a text that is neither. */
function parseCell(cell: string): JsonValue | undefined {
  for (const parse of [readJson, parsePythonLiteral]) {
    try {
      return parse(cell);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
    }
  }
  return undefined;
}

const readJson = (cell: string) => parseJson(cell).value;

const looksLikeContainer = (value: string) => /^\s*[[{(]/.test(value);

/** Columns that hold a list or an object where they begin like one; an answer may be a text all the same. */
const isUnread = (column: string, value: JsonValue | undefined): value is string =>
  typeof value === 'string' && column !== 'answer' && jsonColumns.has(column) && looksLikeContainer(value);

/** The most characters that Excel keeps of a cell. */
const excelCharacters = 32_767;

/** Why a cell may not be what was written into it; null where nothing speaks for that. */
function findDoubt(column: string, cell: string): string | null {
  if (cell.length === excelCharacters)
    return `the cell has ${excelCharacters} characters, the most that Excel keeps; its text may be cut`;
  const isPrinted = column === 'response' && looksLikeContainer(cell) && parseCell(cell) !== undefined;
  return isPrinted
    ? 'the response is a list or an object, printed as a text; it is scored as it stands'
    : null;
}

function describeDoubt(what: string, where: Place): Problem {
  return { code: 'csv-doubt', severity: 'warning', where, what };
}

function describeUnread(field: string, cell: string, where: Place): Problem {
  return {
    code: 'csv-cell',
    severity: 'warning',
    where: { ...where, field },
    what: `the cell of ${field} is neither JSON nor a Python literal; it is read as a text`,
    got: quote(cell),
    expected: 'a list or an object as json.dumps writes it'
  };
}
