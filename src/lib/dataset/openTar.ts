import { describeError } from '../core/describeError';
import type { Problem } from '../core/problem';
import { makeBlobEntry, type FileEntry, type OpenedArchive } from './FileEntry';
import { parseArchivePath } from './filePath';
import { maxUnpackedTarBytes } from './limits';
import type { Pacer } from './Pacer';
import { blockBytes, isZeroBlock, parsePax, parseTarHeader, readNulText, type TarHeader } from './tarHeader';

/** Headers lie between the files; so much is read at once, which spares most reads where the files are small. */
const windowBytes = 2 ** 18;

/** Long names and pax records fill a few blocks; one that claims more is damaged. */
const maxMetadataBytes = 2 ** 20;

/** Lists the files of a TAR (ustar, pax, GNU long names); each is a stretch of the file, read when it is needed. */
export async function openTar(path: string, tar: Blob, pacer: Pacer): Promise<OpenedArchive> {
  const entries: FileEntry[] = [];
  const problems: Problem[] = [];
  const read = makeBlockReader(tar);
  let given: { name?: string; sizeBytes?: number } = {};
  for (let offset = 0; offset < tar.size;) {
    if (pacer.isDue) await pacer.pause();
    const block = await read(offset, blockBytes);
    if (isZeroBlock(block)) break;
    const header = parseTarHeader(block);
    const sizeBytes = given.sizeBytes ?? header?.sizeBytes ?? NaN;
    const dataOffset = offset + blockBytes;
    if (!header || !fits(header, sizeBytes, tar.size - dataOffset)) {
      problems.push(describeDamage(path, offset, entries.length));
      break;
    }
    if (isMetadata(header)) {
      given = { ...given, ...readMetadata(header, await read(dataOffset, sizeBytes)) };
    } else {
      const file = tar.slice(dataOffset, dataOffset + sizeBytes);
      const opened = openEntry(path, { ...header, name: given.name ?? header.name }, file);
      if (opened && 'code' in opened) problems.push(opened);
      else if (opened) entries.push(opened);
      given = {};
    }
    offset = dataOffset + Math.ceil(sizeBytes / blockBytes) * blockBytes;
  }
  return { entries, problems };
}

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
    const unpacked = file.stream().pipeThrough(new DecompressionStream('gzip')).pipeThrough(count);
    return await openTar(path, await new Response(unpacked).blob(), pacer);
  } catch (error) {
    pacer.signal?.throwIfAborted();
    return { entries: [], problems: [describeGzip(path, error)] };
  }
}

function fits(header: TarHeader, sizeBytes: number, bytesLeft: number): boolean {
  return Number.isSafeInteger(sizeBytes) && sizeBytes <= (isMetadata(header) ? maxMetadataBytes : bytesLeft);
}

function makeBlockReader(tar: Blob): (offset: number, length: number) => Promise<Uint8Array> {
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
function readMetadata({ kind }: TarHeader, bytes: Uint8Array): { name?: string; sizeBytes?: number } {
  if (kind === 'long-name') return { name: readNulText(bytes) };
  if (kind !== 'pax') return {};
  const records = parsePax(bytes);
  const name = records.get('path');
  const size = records.get('size');
  return {
    ...(name === undefined ? {} : { name }),
    ...(size === undefined ? {} : { sizeBytes: Number(size) })
  };
}

function openEntry(
  path: string,
  { name, kind, modifiedMs }: TarHeader,
  file: Blob
): FileEntry | Problem | null {
  if (kind === 'folder') return null;
  const inner = parseArchivePath(name);
  const base = { severity: 'error', where: { file: path }, got: JSON.stringify(name) } as const;
  if (inner === null) {
    const what = 'a file in it points outside of the archive and is left out';
    return { ...base, code: 'archive-name', what, expected: 'a relative path without ".."' };
  }
  if (kind === 'file') return makeBlobEntry(`${path}/${inner}`, file, modifiedMs);
  const what = kind === 'link' ? 'a link in it is not followed' : 'an entry in it is of an unknown kind';
  return { ...base, code: 'tar-entry', severity: 'warning', what, expected: 'plain files' };
}

function describeDamage(path: string, offset: number, entries: number): Problem {
  return {
    code: 'tar-damaged',
    severity: 'error',
    where: { file: path },
    what: 'not a TAR, or cut short',
    got: `no whole entry at byte ${offset}`,
    expected: `a TAR header (files before it: ${entries})`
  };
}

function describeGzip(path: string, error: unknown): Problem {
  return {
    code: 'tar-damaged',
    severity: 'error',
    where: { file: path },
    what: 'the archive cannot be unpacked',
    got: describeError(error),
    expected: 'a whole gzip file'
  };
}
