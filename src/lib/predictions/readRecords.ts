import { DataError, type Problem } from '../core/problem';
import type { FileEntry } from '../dataset/FileEntry';
import { extensionOf } from '../dataset/filePath';
import type { Pacer } from '../dataset/Pacer';
import { JsonReader } from './JsonReader';
import { parseJson, placeJsonProblem } from './parseJson';
import { readCsv } from './readCsv';
import { readJsonDocument } from './readJsonDocument';
import { describeLiteral, readLiteral } from './readLiteral';
import type { TextLine } from './LineSplitter';
import { takeInlineImages, takeRowImages } from './inlineImages';
import { looksLikeRecord } from './wrapped/looksLikeRecord';
import { toRow, type RecordFile, type RecordRow } from './recordRow';
import { readLines } from './readLines';
import { sniffLayout, type Layout } from './sniffLayout';
import { unwrapRecords } from './wrapped/unwrapRecords';

export interface ReadProgress {
  readonly pacer: Pacer;
  readonly onBytes: (sizeBytes: number) => void;
}

type Batches = AsyncIterable<readonly TextLine[]>;

/**
 * The records of a text file: JSON one a line, a JSON document, or a table, by what its first lines are, not by its ending.
 * @throws DataError when the file cannot be read to its end, or is none of these; what was read of it is not to be trusted then
 */
export async function readRecords(entry: FileEntry, progress: ReadProgress): Promise<RecordFile> {
  const { first, batches } = await peekLines(readLines(entry, progress.onBytes));
  const extension = extensionOf(entry.path.replace(/\.gz$/i, ''));
  const layout = sniffLayout(first, extension === 'csv' || extension === 'tsv');
  const file = await readLayout(layout, entry, batches, progress.pacer);
  const records = layout === 'table' ? { ...file, isTable: true } : unwrapRecords(file);
  return takeInlineImages(records, entry, progress.pacer);
}

async function readLayout(
  layout: Layout,
  entry: FileEntry,
  batches: Batches,
  pacer: Pacer
): Promise<RecordFile> {
  const { path } = entry;
  switch (layout) {
    case 'lines':
      return parseLines(entry, batches, pacer);
    case 'document':
      return readJsonDocument(path, await collectLines(batches, pacer), pacer);
    case 'table':
      return readCsv(path, await collectLines(batches, pacer), pacer);
    case 'html':
    case 'lfs':
      throw new DataError(describeOther(layout, path));
  }
}

/** The first two lines that are not blank, and all lines. */
async function peekLines(
  lines: AsyncGenerator<readonly TextLine[]>
): Promise<{ first: readonly string[]; batches: Batches }> {
  const held: (readonly TextLine[])[] = [];
  const first: string[] = [];
  while (first.length < 2) {
    const next = await lines.next();
    if (next.done) break;
    held.push(next.value);
    for (const line of next.value) {
      if (first.length < 2 && 'text' in line && line.text.trim() !== '') first.push(line.text);
    }
  }
  return { first, batches: chain(held, lines) };
}

async function* chain(
  held: readonly (readonly TextLine[])[],
  rest: AsyncGenerator<readonly TextLine[]>
): AsyncGenerator<readonly TextLine[]> {
  yield* held;
  yield* rest;
}

async function parseLines(entry: FileEntry, batches: Batches, pacer: Pacer): Promise<RecordFile> {
  const { path } = entry;
  const rows: RecordRow[] = [];
  const images: FileEntry[] = [];
  const warnings: Problem[] = [];
  let [pythonNumberRows, comments] = [0, 0];
  for await (const lines of batches) {
    for (const line of lines) {
      if ('text' in line && line.text.trim() === '') continue;
      if ('text' in line && isComment(line.text)) {
        comments++;
        continue;
      }
      const { rows: own, hasPythonNumbers = false, isLiteral = false } = parseLine(path, line);
      for (const row of own) {
        const isRecord = 'record' in row && looksLikeRecord(row.record);
        rows.push(isRecord ? takeRowImages(row, rows.length + 1, entry, images) : row);
      }
      if (hasPythonNumbers) pythonNumberRows++;
      if (isLiteral) warnings.push(describeLiteral({ file: path, line: line.number }));
      if (pacer.isDue) await pacer.pause();
    }
  }
  if (comments > 0) warnings.push(describeComments(path, comments));
  return { path, rows, images, pythonNumberRows, warnings };
}

/** No JSON begins so, and nothing that Python prints. */
const isComment = (text: string) => /^\s*(?:#|\/\/)/.test(text);

function describeComments(file: string, comments: number): Problem {
  return {
    code: 'comment-lines',
    severity: 'warning',
    where: { file },
    what: `lines that begin with # or // are no records, and are left out: ${comments}`
  };
}

interface ParsedLine {
  /** Several where the end of a line is missing, as between files that were put one behind the other. */
  readonly rows: readonly RecordRow[];
  readonly hasPythonNumbers?: boolean;
  /** It is no JSON but what Python prints of a dict. */
  readonly isLiteral?: boolean;
}

/** RFC 7464 puts one before each record. */
const recordSeparator = /^\x1e/;

function parseLine(path: string, line: TextLine): ParsedLine {
  const { number } = line;
  if ('problem' in line) return { rows: [{ line: number, problem: line.problem }] };
  const text = line.text.replace(recordSeparator, '');
  try {
    const { value, hasPythonNumbers } = parseJson(text);
    return { rows: [toRow(path, number, value)], hasPythonNumbers };
  } catch (error) {
    const literal = readLiteral(text);
    if (literal) return { rows: [toRow(path, number, literal)], isLiteral: true };
    return { rows: readObjects(path, number, text) ?? [toProblem(error, path, number)] };
  }
}

/** Objects one behind the other, and where the rest is broken, that; null for anything else. */
function readObjects(path: string, line: number, text: string): RecordRow[] | null {
  if (!/^\s*\{.*\}\s*\{/s.test(text)) return null;
  const reader = new JsonReader(text);
  const rows: RecordRow[] = [];
  try {
    while (!reader.isAtEnd()) rows.push(toRow(path, line, reader.readValue()));
  } catch (error) {
    if (rows.length === 0) return null;
    rows.push(toProblem(error, path, line));
  }
  return rows;
}

const toProblem = (error: unknown, path: string, line: number): RecordRow => ({
  line,
  problem: placeJsonProblem(error, path, line)
});

async function collectLines(batches: Batches, pacer: Pacer): Promise<TextLine[]> {
  const lines: TextLine[] = [];
  for await (const batch of batches) {
    for (const line of batch) lines.push(line);
    if (pacer.isDue) await pacer.pause();
  }
  return lines;
}

function describeOther(layout: 'html' | 'lfs', file: string): Problem {
  const isPage = layout === 'html';
  return {
    code: isPage ? 'html-page' : 'lfs-pointer',
    severity: 'error',
    where: { file },
    what: isPage
      ? 'this is a web page, not records: what was downloaded is the page around the file, or a login'
      : 'this is a pointer of Git LFS, not the file itself',
    got: isPage ? 'HTML' : 'a text that names the file by its hash',
    expected: isPage
      ? 'the file itself (download it with its own link)'
      : 'the file itself (git lfs pull, or download it from the web page of the repository)'
  };
}
