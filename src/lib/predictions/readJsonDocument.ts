import { describeError } from '../core/describeError';
import { DataError, type Problem } from '../core/problem';
import { JsonReader } from './JsonReader';
import { placeJsonProblem } from './parseJson';
import type { TextLine } from './LineSplitter';
import { toRow, type RecordFile, type RecordRow } from './recordRow';

/**
 * A JSON document: an array of records, or records one after another, with or without commas between them. Where it is
 * broken, the records before stay, and the break counts as one row.
 */
export function readJsonDocument(path: string, lines: readonly TextLine[]): RecordFile {
  const unreadable = lines.find((line) => 'problem' in line);
  if (unreadable)
    return { path, rows: [{ line: unreadable.number, problem: unreadable.problem }], pythonNumberRows: 0 };
  const text = joinText(path, lines);
  if (typeof text !== 'string') return { path, rows: [{ line: 1, problem: text }], pythonNumberRows: 0 };
  if (text.trim() === '') return { path, rows: [], pythonNumberRows: 0 };
  const rows: RecordRow[] = [];
  const position = new LineCounter(text);
  const reader = new JsonReader(text);
  try {
    if (!reader.accept('[')) readSequence(path, reader, position, rows);
    else readArray(path, reader, position, rows);
  } catch (error) {
    const line = position.lineAt(reader.position);
    rows.push({ line, problem: placeJsonProblem(error, path, line) });
  }
  return { path, rows, pythonNumberRows: reader.hasPythonNumbers ? 1 : 0 };
}

function readSequence(path: string, reader: JsonReader, position: LineCounter, rows: RecordRow[]): void {
  do {
    const line = position.lineAt(reader.position);
    rows.push(toRow(path, line, reader.readValue()));
    reader.accept(',');
  } while (!reader.isAtEnd());
}

function readArray(path: string, reader: JsonReader, position: LineCounter, rows: RecordRow[]): void {
  if (!reader.accept(']')) {
    do {
      reader.skipSpace();
      const line = position.lineAt(reader.position);
      rows.push(toRow(path, line, reader.readValue()));
    } while (reader.accept(','));
    reader.expect(']', '"," or "]"');
  }
  reader.expectEnd();
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
