import { isJsonObject, type JsonValue } from '../../core/json';
import type { Problem } from '../../core/problem';
import { describeMisfit } from '../describeMisfit';
import { toRow, type RecordFile, type RecordRow } from '../recordRow';
import { isHeader, readCells } from './readSplit';
import { describeUnwrapped } from './describeUnwrapped';

/** The rows of a list of records: records, lists of them, or lists of cells below a header. */
export class ListRows {
  readonly #path: string;
  readonly #rows: RecordRow[] = [];
  #header: readonly string[] | null = null;
  /** Where records stood that were not in the list itself. */
  #from: string | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  add(line: number, value: JsonValue): void {
    if (!Array.isArray(value)) this.#rows.push(toRow(this.#path, line, value));
    else this.#addList(line, value as readonly JsonValue[]);
  }

  addProblem(line: number, problem: Problem): void {
    this.#rows.push({ line, problem });
  }

  toFile(): Pick<RecordFile, 'path' | 'rows' | 'warnings'> {
    const [path, rows, from] = [this.#path, this.#rows, this.#from];
    return {
      path,
      rows,
      ...(from !== null && { warnings: [describeUnwrapped(path, rows.length, { from }, false)] })
    };
  }

  #addList(line: number, list: readonly JsonValue[]): void {
    if (list.some(isJsonObject)) {
      this.#from = 'lists in a list';
      for (const item of list) this.#rows.push(toRow(this.#path, line, item));
    } else if (this.#header) this.#rows.push(this.#toRow(line, this.#header, list));
    else if (this.#rows.length === 0 && isHeader(list)) {
      this.#from = 'a table';
      this.#header = list;
    } else this.#rows.push(toRow(this.#path, line, list));
  }

  #toRow(line: number, header: readonly string[], cells: readonly JsonValue[]): RecordRow {
    if (cells.length === header.length) return toRow(this.#path, line, readCells(header, cells));
    return { line, problem: describeMisfit({ file: this.#path, line }, cells.length, header.length) };
  }
}
