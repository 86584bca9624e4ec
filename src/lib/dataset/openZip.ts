import {
  BlobReader,
  ERR_BAD_FORMAT,
  ERR_ENCRYPTED_CENTRAL_DIRECTORY,
  ERR_EOCDR_NOT_FOUND,
  ZipReader,
  type Entry,
  type EntryError
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import { DataError, type Problem } from '../core/problem';
import { collectBytes, type FileEntry, type OpenedArchive } from './FileEntry';
import { deflateMaxRatio, maxEntryBytes } from './limits';
import type { Pacer } from './Pacer';
import { parseArchivePath } from './filePath';

type ZipFile = Extract<Entry, { directory: false }>;

/**
 * zip.js leaves CRC, overlaps and duplicate names unchecked unless told. Names are checked here, one by one, so that one bad
 * name does not cost the whole archive. The custom build inflates with the browser's own DecompressionStream: no workers.
 */
const options = {
  strictness: 'strict',
  filenameValidation: 'tolerant',
  checkCrc32: true,
  checkOverlappingEntry: true,
  useWebWorkers: false
} as const;

/** Lists the files of a ZIP; each is inflated when it is read, and its CRC is checked every time. */
export async function openZip(path: string, file: Blob, pacer: Pacer): Promise<OpenedArchive> {
  const reader = new ZipReader(new BlobReader(file), options);
  const files: ZipFile[] = [];
  const problems: Problem[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (!entry.directory) files.push(entry);
      else if (entry.uncompressedSize > 0) problems.push(describeFullFolder(path, entry.filename));
      if (pacer.isDue) await pacer.pause();
    }
  } catch (error) {
    pacer.signal?.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    return { entries: [], problems: [describeRefusal(path, error)] };
  }
  const claimedBytes = files.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (claimedBytes > deflateMaxRatio * file.size) {
    return { entries: [], problems: [describeBomb(path, claimedBytes, file.size)] };
  }
  const { entries, problems: refusals } = sortOut(path, files);
  return { entries, problems: [...problems, ...refusals] };
}

function sortOut(path: string, files: readonly ZipFile[]): OpenedArchive {
  const entries: FileEntry[] = [];
  const problems: Problem[] = [];
  const encrypted = files.filter((entry) => entry.encrypted);
  for (const entry of files) {
    const inner = parseArchivePath(entry.filename);
    if (inner === null) problems.push(describeUnsafeName(path, entry.filename));
    else if (entry.encrypted) continue;
    else if (entry.uncompressedSize > maxEntryBytes) problems.push(describeHuge(`${path}/${inner}`, entry));
    else entries.push(makeZipEntry(`${path}/${inner}`, entry));
  }
  if (encrypted.length > 0) problems.push(describeEncrypted(path, encrypted.length, files.length));
  return { entries, problems };
}

function makeZipEntry(path: string, entry: ZipFile): FileEntry {
  return {
    path,
    sizeBytes: entry.uncompressedSize,
    modifiedMs: entry.lastModDate.getTime(),
    read: () => collectBytes(inflate(path, entry)),
    stream: () => inflate(path, entry)
  };
}

/** The bytes of an entry; a wrong CRC or size ends the stream with an error after the last of them. */
function inflate(path: string, entry: ZipFile): ReadableStream<Uint8Array> {
  const abort = new AbortController();
  let resume: (() => void) | null = null;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let inflatedBytes = 0;
      const sink = new WritableStream<Uint8Array>({
        write(chunk) {
          inflatedBytes += chunk.length;
          if (inflatedBytes > entry.uncompressedSize) throw new Error('more bytes than the ZIP says');
          controller.enqueue(chunk);
          if ((controller.desiredSize ?? 0) > 0) return;
          return new Promise<void>((resolve) => (resume = resolve));
        }
      });
      entry.getData(sink, { ...options, signal: abort.signal }).then(
        () => abort.signal.aborted || controller.close(),
        (error: unknown) => controller.error(describeDamage(path, error))
      );
    },
    pull() {
      resume?.();
    },
    cancel(reason) {
      abort.abort(reason);
      resume?.();
    }
  });
}

function describeRefusal(path: string, error: EntryError): Problem {
  const base = { severity: 'error', where: { file: path } } as const;
  if (error.message === ERR_ENCRYPTED_CENTRAL_DIRECTORY) {
    const expected = 'a ZIP without a password';
    return { ...base, code: 'zip-encrypted', what: 'the list of its files is encrypted', expected };
  }
  if (error.message === ERR_EOCDR_NOT_FOUND || error.message === ERR_BAD_FORMAT) {
    const got = 'no end of a ZIP in it';
    return { ...base, code: 'zip-refused', what: 'not a ZIP, or cut short', got, expected: 'a whole ZIP' };
  }
  const expected = 'a ZIP that can be read in one way only';
  return {
    ...base,
    code: 'zip-refused',
    what: 'the whole ZIP is refused',
    got: describeEntryError(error),
    expected
  };
}

const describeEntryError = ({ message, reason }: EntryError) => (reason ? `${message}: ${reason}` : message);

function describeBomb(path: string, claimedBytes: number, sizeBytes: number): Problem {
  return {
    code: 'zip-bomb',
    severity: 'error',
    where: { file: path },
    what: 'the whole ZIP is refused: its files claim more bytes than it can hold',
    got: `${claimedBytes} bytes`,
    expected: `at most ${deflateMaxRatio} times its ${sizeBytes} bytes`
  };
}

function describeUnsafeName(path: string, name: string): Problem {
  return {
    code: 'archive-name',
    severity: 'error',
    where: { file: path },
    what: 'a file in it points outside of the archive and is left out',
    got: JSON.stringify(name),
    expected: 'a relative path without ".."'
  };
}

function describeFullFolder(path: string, name: string): Problem {
  return {
    code: 'archive-name',
    severity: 'error',
    where: { file: path },
    what: 'a folder in it has bytes like a file and is left out',
    got: JSON.stringify(name),
    expected: 'a file or a folder'
  };
}

function describeHuge(path: string, entry: ZipFile): Problem {
  return {
    code: 'archive-entry-size',
    severity: 'error',
    where: { file: path },
    what: 'the file is too large to be read out of an archive',
    got: `${entry.uncompressedSize} bytes`,
    expected: `at most ${maxEntryBytes} (drop it unpacked)`
  };
}

function describeEncrypted(path: string, encrypted: number, total: number): Problem {
  return {
    code: 'zip-encrypted',
    severity: 'error',
    where: { file: path },
    what: 'files in it are encrypted and cannot be read',
    got: `${encrypted} of ${total} files encrypted`,
    expected: 'a ZIP without a password'
  };
}

function describeDamage(path: string, error: unknown): DataError {
  return new DataError({
    code: 'archive-entry-damaged',
    where: { file: path },
    what: 'the file is damaged inside the ZIP',
    got: error instanceof Error ? describeEntryError(error) : String(error),
    expected: 'the bytes that were packed'
  });
}
