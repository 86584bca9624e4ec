import { describeError } from '../core/describeError';
import { DataError, type Problem } from '../core/problem';
import { makeSliceEntry, type FileEntry, type OpenedArchive } from './FileEntry';
import { parseArchivePath } from './filePath';
import { maxUnpackedTarBytes } from './limits';
import type { Pacer } from './Pacer';
import { openGzip } from './openGzip';
import {
  blockBytes,
  hasMoreMap,
  isZeroBlock,
  parsePax,
  parseTarHeader,
  readNulText,
  type TarHeader
} from './tarHeader';

/** Headers lie between the files; so much is read at once, which spares most reads where the files are small. */
const windowBytes = 2 ** 18;

/** Long names and pax records fill a few blocks; one that claims more is damaged. */
const maxMetadataBytes = 2 ** 20;

/** What the entries before a file say of it. */
interface Given {
  readonly name?: string;
  readonly sizeBytes?: number;
  readonly isSparse?: boolean;
  readonly linkName?: string;
}

/** Where the bytes of a file lie in the TAR. */
interface Stretch {
  readonly offset: number;
  readonly sizeBytes: number;
}

interface OpenTar {
  readonly path: string;
  readonly tar: Blob;
  /** By name, for the links behind them. */
  readonly files: Map<string, Stretch>;
}

/** Lists the files of a TAR (ustar, pax, GNU long names); each is a stretch of the file, read when it is needed. */
export async function openTar(path: string, tar: Blob, pacer: Pacer): Promise<OpenedArchive> {
  const entries: FileEntry[] = [];
  const problems: Problem[] = [];
  const read = makeBlockReader(tar);
  const open: OpenTar = { path, tar, files: new Map() };
  let given: Given = {};
  for (let offset = 0; ;) {
    if (pacer.isDue) await pacer.pause();
    const block = await read(offset, blockBytes);
    if (block.length === blockBytes && isZeroBlock(block) && isEmpty(given)) {
      if (goesOn(await read(offset, windowBytes))) problems.push(describeSecond(path, entries.length));
      break;
    }
    const header = parseTarHeader(block);
    const sizeBytes = given.sizeBytes ?? header?.sizeBytes ?? NaN;
    const dataOffset = header && (await findData(read, offset, header));
    if (dataOffset === null || !header || !fits(header, sizeBytes, tar.size - dataOffset)) {
      problems.push(describeDamage(path, { offset, entries: entries.length, isCut: isCut(block, header) }));
      break;
    }
    if (isMetadata(header)) {
      given = { ...given, ...readMetadata(header, await read(dataOffset, sizeBytes)) };
    } else {
      const opened = openEntry(open, describeEntry(header, given), { offset: dataOffset, sizeBytes });
      if (opened && 'code' in opened) problems.push(opened);
      else if (opened) entries.push(opened);
      given = {};
    }
    offset = dataOffset + Math.ceil(sizeBytes / blockBytes) * blockBytes;
  }
  return { entries, problems };
}

type ReadBlock = (offset: number, length: number) => Promise<Uint8Array>;

/** Whether another archive was put behind the end of this one, where there should be nothing but zeros. */
function goesOn(rest: Uint8Array): boolean {
  const next = rest.findIndex((byte) => byte !== 0);
  const start = next - (next % blockBytes);
  return next >= 0 && parseTarHeader(rest.subarray(start, start + blockBytes)) !== null;
}

const isEmpty = (given: Given): boolean => Object.keys(given).length === 0;

/** The archive ends where a header should be, or the header's entry does not end in it. */
const isCut = (block: Uint8Array, header: TarHeader | null): boolean =>
  block.length < blockBytes || header !== null || isZeroBlock(block);

/** The bytes of an entry lie behind its header, and behind the rest of the map where it is sparse. */
async function findData(read: ReadBlock, offset: number, header: TarHeader): Promise<number> {
  let at = offset + blockBytes;
  for (let isMap = header.isExtended; isMap; at += blockBytes) isMap = hasMoreMap(await read(at, blockBytes));
  return at;
}

const describeEntry = (header: TarHeader, { name, isSparse, linkName }: Given): TarHeader => ({
  ...header,
  name: name ?? header.name,
  linkName: linkName ?? header.linkName,
  kind: isSparse ? 'sparse' : header.kind
});

/** Unpacks a gzipped TAR, because a file in the middle of it cannot be reached otherwise; the browser may use its disk. */
export async function openTarGz(path: string, file: Blob, pacer: Pacer): Promise<OpenedArchive> {
  let unpackedBytes = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      pacer.signal?.throwIfAborted();
      unpackedBytes += chunk.length;
      if (unpackedBytes > maxUnpackedTarBytes)
        throw new Error(`more than ${maxUnpackedTarBytes} bytes unpacked`);
      controller.enqueue(chunk);
    }
  });
  try {
    const unpacked = openGzip(file).pipeThrough(count);
    return await openTar(path, await new Response(unpacked).blob(), pacer);
  } catch (error) {
    pacer.signal?.throwIfAborted();
    return { entries: [], problems: [describeGzip(path, error)] };
  }
}

function fits(header: TarHeader, sizeBytes: number, bytesLeft: number): boolean {
  const most = isMetadata(header) ? Math.min(maxMetadataBytes, bytesLeft) : bytesLeft;
  return Number.isSafeInteger(sizeBytes) && sizeBytes <= most;
}

function makeBlockReader(tar: Blob): ReadBlock {
  let start = 0;
  let held = new Uint8Array();
  return async (offset, length) => {
    if (offset < start || offset + length > start + held.length) {
      start = offset;
      held = new Uint8Array(await tar.slice(offset, offset + Math.max(length, windowBytes)).arrayBuffer());
    }
    return held.subarray(offset - start, offset - start + length);
  };
}

const isMetadata = ({ kind }: TarHeader) =>
  kind === 'pax' || kind === 'global-pax' || kind === 'long-name' || kind === 'long-link';

/** What a metadata entry says of the entry behind it. */
function readMetadata({ kind }: TarHeader, bytes: Uint8Array): Given {
  if (kind === 'long-name') return { name: readNulText(bytes) };
  if (kind === 'long-link') return { linkName: readNulText(bytes) };
  if (kind !== 'pax') return {};
  const records = parsePax(bytes);
  const name = records.get('GNU.sparse.name') ?? records.get('path');
  const size = records.get('size');
  const linkName = records.get('linkpath');
  const isSparse = [...records.keys()].some((key) => key.startsWith('GNU.sparse.'));
  return {
    ...(name !== undefined && { name }),
    ...(size !== undefined && { sizeBytes: Number(size) }),
    ...(linkName !== undefined && { linkName }),
    ...(isSparse && { isSparse })
  };
}

const skipped: Readonly<Partial<Record<TarHeader['kind'], string>>> = {
  'hard-link': 'a link in it stands for a file that is not before it',
  link: 'a link in it is not followed',
  sparse: 'a sparse file in it is left out'
};

/** A file that lies in the TAR twice is there once, and a hard link for the second time; what it stands for comes first. */
function openEntry(
  { path, tar, files }: OpenTar,
  { name, kind, linkName, modifiedMs }: TarHeader,
  own: Stretch
): FileEntry | Problem | null {
  if (kind === 'folder') return null;
  const inner = parseArchivePath(name);
  const base = { severity: 'error', where: { file: path }, got: JSON.stringify(name) } as const;
  if (inner === null) {
    const what = 'a file in it points outside of the archive and is left out';
    return { ...base, code: 'archive-name', what, expected: 'a relative path without ".."' };
  }
  const stretch = kind === 'hard-link' ? files.get(parseArchivePath(linkName) ?? '') : own;
  if (stretch && (kind === 'file' || kind === 'hard-link')) {
    const { offset, sizeBytes } = stretch;
    files.set(inner, stretch);
    return makeSliceEntry({ path: `${path}/${inner}`, sizeBytes, modifiedMs }, () =>
      tar.slice(offset, offset + sizeBytes)
    );
  }
  const what = skipped[kind] ?? 'an entry in it is of an unknown kind';
  return { ...base, code: 'tar-entry', severity: 'warning', what, expected: 'plain files' };
}

function describeDamage(
  path: string,
  { offset, entries, isCut }: { readonly offset: number; readonly entries: number; readonly isCut: boolean }
): Problem {
  return {
    code: 'tar-damaged',
    severity: 'error',
    where: { file: path },
    what: isCut ? 'the TAR is cut short: files may be missing' : 'not a TAR, or damaged',
    got: `no whole entry at byte ${offset}`,
    expected: `${isCut ? 'an entry or the end of the archive' : 'a TAR header'} (files before it: ${entries})`
  };
}

function describeSecond(path: string, entries: number): Problem {
  return {
    code: 'tar-goes-on',
    severity: 'error',
    where: { file: path },
    what: 'another TAR begins behind the end of this one; its files are not read',
    got: `a second header behind ${entries} files`,
    expected: 'one archive a file (drop each on its own, or unpack it with tar -i and drop the folder)'
  };
}

function describeGzip(path: string, error: unknown): Problem {
  if (error instanceof DataError) return { ...error.problem, where: { file: path } };
  return {
    code: 'tar-damaged',
    severity: 'error',
    where: { file: path },
    what: 'the archive cannot be unpacked',
    got: describeError(error),
    expected: 'a whole gzip file'
  };
}
