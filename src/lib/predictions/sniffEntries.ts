import type { FileEntry } from '../dataset/FileEntry';
import { extensionOf } from '../dataset/filePath';
import { isGzip, unpackEntry } from '../dataset/openGzip';
import type { FileTree } from '../dataset/FileTree';
import type { Pacer } from '../dataset/Pacer';
import { sniffEncoding } from './LineSplitter';
import { sniffLayout } from './sniffLayout';

/** Endings of files of records. */
export const recordExtensions: ReadonlySet<string> = new Set([
  ...['jsonl', 'ndjson', 'jsonlines', 'json', 'csv', 'tsv', 'parquet', 'parq', 'pq']
]);

/** Endings under which records are found, too; what is none of them stays unread. */
const otherExtensions: ReadonlySet<string> = new Set(['', 'txt', 'jl', 'tab', 'dat', 'out', 'gz']);

export interface SniffedEntries {
  /** JSON and tables as text, unpacked. */
  readonly texts: readonly FileEntry[];
  readonly tables: readonly FileEntry[];
}

const headBytes = 512;

/** Which files hold records, by their first bytes: an ending says little. */
export async function sniffEntries(tree: FileTree, pacer: Pacer): Promise<SniffedEntries> {
  const [texts, tables]: [FileEntry[], FileEntry[]] = [[], []];
  for (const entry of tree.entries) {
    const extension = extensionOf(entry.path);
    const isOther = otherExtensions.has(extension);
    if (!isOther && !recordExtensions.has(extension)) continue;
    if (pacer.isDue) await pacer.pause();
    const head = await readHead(entry);
    const isTable = startsWith(head, 'PAR1') || (isTableEnding(extension) && !isText(head));
    if (isTable) tables.push(entry);
    else if (isGzip(head)) texts.push(unpackEntry(entry));
    else if (!isOther || mayBeRecords(head)) texts.push(entry);
  }
  return { texts: sortByPath(texts), tables: sortByPath(tables) };
}

const sortByPath = (entries: readonly FileEntry[]) => entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));

const isTableEnding = (extension: string) => ['parquet', 'parq', 'pq'].includes(extension);

/** Empty for a file that cannot be read; whoever reads it says why. */
async function readHead(entry: FileEntry): Promise<Uint8Array> {
  if (entry.sizeBytes === 0) return new Uint8Array();
  const { blob, stream } = entry;
  try {
    if (blob) return new Uint8Array(await blob.slice(0, headBytes).arrayBuffer());
    const reader = (stream?.() ?? new Blob([await entry.read()]).stream()).getReader();
    const { value } = await reader.read();
    await reader.cancel().catch(() => undefined);
    return value?.subarray(0, headBytes) ?? new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}

const startsWith = (head: Uint8Array, text: string) =>
  [...text].every((character, i) => head[i] === character.charCodeAt(0));

/** A page or a pointer that was saved in the place of a Parquet file. */
const isText = (head: Uint8Array) => ['html', 'lfs'].includes(sniffLayout(firstLines(head), false));

function mayBeRecords(head: Uint8Array): boolean {
  const lines = firstLines(head);
  return /^\s*[[{]/.test(lines[0] ?? '') || sniffLayout(lines, false) === 'table';
}

function firstLines(head: Uint8Array): string[] {
  const text = new TextDecoder(sniffEncoding(head)).decode(head);
  return text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
}
