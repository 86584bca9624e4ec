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

/** By the first bytes, what is not opened here; null stands for any byte. */
const unreadKinds: readonly (readonly [name: string, magic: readonly (number | null)[]])[] = [
  ['7Z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['RAR', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['XZ', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['ZSTD', [0x28, 0xb5, 0x2f, 0xfd]],
  ['BZ2', [0x42, 0x5a, 0x68, null, 0x31, 0x41, 0x59]],
  ['LZ4', [0x04, 0x22, 0x4d, 0x18]]
];

/** Both null for a file that is no archive. */
export interface SniffedArchive {
  readonly kind: ArchiveKind | null;
  /** What it is instead, where that is not opened. */
  readonly unread: string | null;
}

/** The kind of archive that a name promises. */
export function archiveOf(path: string): ArchiveKind | null {
  const extension = extensionOf(path);
  return Object.hasOwn(kinds, extension) ? kinds[extension]! : null;
}

/** What kind of archive a file is, by its first bytes; by its name where these say nothing. */
export async function sniffArchive(path: string, file: Blob): Promise<SniffedArchive> {
  const named = archiveOf(path);
  if (!named && !others.has(extensionOf(path))) return { kind: null, unread: null };
  const head = (await readHead(file)) ?? new Uint8Array();
  const unread =
    unreadKinds.find(([, magic]) => magic.every((byte, i) => byte === null || head[i] === byte))?.[0] ?? null;
  return { kind: unread === null ? await kindOf(file, head, named) : null, unread };
}

async function kindOf(file: Blob, head: Uint8Array, named: ArchiveKind | null): Promise<ArchiveKind | null> {
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
