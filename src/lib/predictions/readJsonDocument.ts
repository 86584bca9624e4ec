import { describeError } from '../core/describeError';
import { DataError, type Problem } from '../core/problem';
import type { Pacer } from '../dataset/Pacer';
import type { JsonValue } from '../core/json';
import { JsonReader } from './JsonReader';
import { describeLiteral, readLiteral } from './readLiteral';
import { ListRows } from './wrapped/ListRows';
import { parseStandard, placeJsonProblem } from './parseJson';
import type { TextLine } from './LineSplitter';
import { toRow, type RecordFile } from './recordRow';

/**
 * A JSON document: an array of records, or records or arrays one after another, with or without commas between and behind them.
 * Where it is broken, the records before stay, and the break counts as one row.
 */
export async function readJsonDocument(
  path: string,
  lines: readonly TextLine[],
  pacer: Pacer
): Promise<RecordFile> {
  const unreadable = lines.find((line) => 'problem' in line);
  if (unreadable)
    return { path, rows: [{ line: unreadable.number, problem: unreadable.problem }], pythonNumberRows: 0 };
  const text = joinText(path, lines);
  if (typeof text !== 'string') return { path, rows: [{ line: 1, problem: text }], pythonNumberRows: 0 };
  const literal = readLiteral(text);
  if (literal) return readPrinted(path, literal);
  const whole = /^\s*\{/.test(text) ? parseStandard(text) : undefined;
  if (whole !== undefined) return { path, rows: [toRow(path, 1, whole)], pythonNumberRows: 0 };
  const rows = new ListRows(path);
  const reader = new JsonReader(text);
  const position = new LineCounter(text);
  try {
    for (const start of findValues(reader, text)) {
      if (pacer.isDue) await pacer.pause();
      rows.add(position.lineAt(start), reader.readValue());
    }
  } catch (error) {
    const line = position.lineAt(reader.position);
    rows.addProblem(line, placeJsonProblem(error, path, line));
  }
  return { ...rows.toFile(), pythonNumberRows: reader.hasPythonNumbers ? 1 : 0 };
}

/** Printed by Python: the whole at once. */
function readPrinted(path: string, literal: JsonValue): RecordFile {
  const rows = new ListRows(path);
  for (const value of Array.isArray(literal) ? (literal as readonly JsonValue[]) : [literal])
    rows.add(1, value);
  const { warnings = [], ...file } = rows.toFile();
  return { ...file, pythonNumberRows: 0, warnings: [...warnings, describeLiteral({ file: path })] };
}

/** Where the values of the document begin, in its arrays or between them; whoever asks for the next has read the last. */
function* findValues(reader: JsonReader, text: string): Generator<number> {
  while (!reader.isAtEnd()) {
    if (!startsCells(text, reader.position) && reader.accept('[')) yield* findItems(reader);
    else yield reader.position;
    reader.accept(',');
  }
}

/** An array of texts or numbers is a row of a table, not records. */
function startsCells(text: string, position: number): boolean {
  const start = /\[\s*["\d-]/y;
  start.lastIndex = position;
  return start.test(text);
}

function* findItems(reader: JsonReader): Generator<number> {
  while (!reader.accept(']')) {
    yield reader.position;
    if (reader.accept(',')) continue;
    reader.expect(']', '"," or "]"');
    return;
  }
}

/** Lines of growing positions, counted once. */
class LineCounter {
  #text: string;
  #position = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  lineAt(position: number): number {
    for (let end = this.#next(); end >= 0 && end < position; end = this.#next()) {
      this.#line++;
      this.#position = end + 1;
    }
    return this.#line;
  }

  #next(): number {
    return this.#text.indexOf('\n', this.#position);
  }
}

function joinText(path: string, lines: readonly TextLine[]): string | Problem {
  try {
    return lines.map((line) => ('text' in line ? line.text : '')).join('\n');
  } catch (error) {
    // A string has a longest length, about half a gigabyte.
    const got = describeError(error);
    const what = 'too large for one JSON document';
    return new DataError({
      code: 'json-size',
      where: { file: path },
      what,
      got,
      expected: 'JSONL, one record a line'
    }).problem;
  }
}
