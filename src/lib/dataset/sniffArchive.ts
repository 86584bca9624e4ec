import { extensionOf } from './filePath';
import { isGzip, openGzip } from './openGzip';

export type ArchiveKind = 'zip' | 'tar' | 'tar.gz';

const kinds: Readonly<Record<string, ArchiveKind>> = {
  zip: 'zip',
  tar: 'tar',
  tgz: 'tar.gz',
  'tar.gz': 'tar.gz'
};

/** What is looked into, as an archive may be called so by mistake. */
const others: ReadonlySet<string> = new Set(['gz', 'jsonl', 'ndjson', 'json', 'csv', 'tsv', 'txt']);

const headBytes = 512;

/** The kind of archive that a name promises. */
export function archiveOf(path: string): ArchiveKind | null {
  const extension = extensionOf(path);
  return Object.hasOwn(kinds, extension) ? kinds[extension]! : null;
}

/** The kind of archive that a file is, by its first bytes; by its name where these say nothing. Null for none. */
export async function sniffArchive(path: string, file: Blob): Promise<ArchiveKind | null> {
  const named = archiveOf(path);
  if (!named && !others.has(extensionOf(path))) return null;
  const head = await readHead(file);
  if (!head) return named;
  if (isZip(head)) return 'zip';
  if (isTar(head)) return 'tar';
  if (!isGzip(head)) return named;
  return isTar(await readUnpackedHead(file)) || named === 'tar' ? 'tar.gz' : named;
}

/** Null for a file that cannot be read; whoever opens it says why. */
async function readHead(file: Blob): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  } catch {
    return null;
  }
}

/** Empty where it is damaged. */
async function readUnpackedHead(file: Blob): Promise<Uint8Array> {
  const reader = openGzip(file).getReader();
  try {
    return (await reader.read()).value?.subarray(0, headBytes) ?? new Uint8Array();
  } catch {
    return new Uint8Array();
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const isZip = ([p, k, third, fourth]: Uint8Array): boolean =>
  p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));

const isTar = (head: Uint8Array): boolean =>
  new TextDecoder('latin1').decode(head.subarray(257, 262)) === 'ustar';
