import { ZipReader, type ArchiveWarning, type Entry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import type { Problem } from '../core/problem';
import { BlockReader } from './BlockReader';
import { collectBytes, type FileEntry, type OpenedArchive } from './FileEntry';
import { deflateMaxRatio, maxEntryBytes, maxTextRatio, minBombBytes } from './limits';
import type { Pacer } from './Pacer';
import { parseArchivePath } from './filePath';
import {
  describeAmbiguity,
  describeBomb,
  describeDamage,
  describeDuplicates,
  describeEncrypted,
  describeEntryBomb,
  describeExtraBytes,
  describeFullFolder,
  describeHuge,
  describeLinks,
  describeMethods,
  describeNames,
  describeOverlaps,
  describeRefusal,
  describeUnsafeNames,
  type ZipFile
} from './zipProblems';

/**
 * zip.js leaves CRC, overlaps and the names in local headers unchecked unless told. Names are checked here, one by one, so
 * that one bad name does not cost the whole archive. The custom build inflates with the browser's own DecompressionStream: no
 * workers.
 */
const options = {
  strictness: 'balanced',
  filenameValidation: 'tolerant',
  checkLocalFilename: true,
  checkCrc32: true,
  checkOverlappingEntry: true,
  useWebWorkers: false
} as const;

/** Lists the files of a ZIP; each is inflated when it is read, and its CRC is checked every time. */
export async function openZip(path: string, file: Blob, pacer: Pacer): Promise<OpenedArchive> {
  const reader = new ZipReader(new BlockReader(file), options);
  const problems: Problem[] = [];
  try {
    const listed = await listFiles(path, reader, file.size, pacer);
    if ('refusal' in listed) return { entries: [], problems: [listed.refusal] };
    await pacer.pause();
    const ambiguity = await findAmbiguity(reader, file);
    if (ambiguity !== null) return { entries: [], problems: [describeAmbiguity(path, ambiguity)] };
    const sorted = sortOut(path, listed.files);
    problems.push(...listed.problems, ...describeExtraBytes(path, reasonsOf(reader)), ...sorted.problems);
    return { entries: sorted.entries, problems };
  } catch (error) {
    pacer.signal?.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    return { entries: [], problems: [describeRefusal(path, error)] };
  }
}

type Reader = ZipReader<Blob>;

/** What it claims is summed up while it is listed: a bomb is refused before all its entries are known. */
async function listFiles(
  path: string,
  reader: Reader,
  sizeBytes: number,
  pacer: Pacer
): Promise<{ files: ZipFile[]; problems: Problem[] } | { refusal: Problem }> {
  const files: ZipFile[] = [];
  const problems: Problem[] = [];
  let [claimedBytes, packedBytes] = [0, 0];
  for await (const entry of reader.getEntriesGenerator()) {
    if (isFile(entry)) files.push(entry);
    else if (entry.uncompressedSize > 0) problems.push(describeFullFolder(path, entry.filename));
    claimedBytes += entry.uncompressedSize;
    packedBytes += entry.compressedSize;
    if (claimedBytes > deflateMaxRatio * sizeBytes)
      return { refusal: describeBomb(path, claimedBytes, sizeBytes) };
    if (packedBytes > sizeBytes) return { refusal: describeOverlaps(path, packedBytes, sizeBytes) };
    if (pacer.isDue) await pacer.pause();
  }
  const refusal = findBomb(path, files, sizeBytes);
  return refusal ? { refusal } : { files, problems };
}

/** Many files that are no bombs may be one together. */
function findBomb(path: string, files: readonly ZipFile[], sizeBytes: number): Problem | null {
  const others = files.filter((entry) => !isBomb(entry));
  const sum = (size: (entry: ZipFile) => number) => others.reduce((total, entry) => total + size(entry), 0);
  const together = {
    uncompressedSize: sum((entry) => entry.uncompressedSize),
    compressedSize: sum((entry) => entry.compressedSize)
  };
  return isBomb(together) ? describeBomb(path, together.uncompressedSize, sizeBytes, maxTextRatio) : null;
}

const isFile = (entry: Entry): entry is ZipFile => !entry.directory;

const reasonsOf = ({ warnings = [] }: Reader): ReadonlySet<ArchiveWarning['reason']> =>
  new Set(warnings.map(({ reason }) => reason));

/** What makes two readers see different files; bytes around the archive and between its records do not. */
const ambiguities: readonly ArchiveWarning['reason'][] = [
  'mismatched central directory offset',
  'mismatched zip64 end of central directory record',
  'prepended central directory',
  'wrapped entries count'
];

async function findAmbiguity(reader: Reader, file: Blob): Promise<string | null> {
  const reasons = reasonsOf(reader);
  const trailing = 'trailing central directory data';
  if (reasons.has(trailing) && !(await isZip64Record(reader, file))) return trailing;
  return ambiguities.find((reason) => reasons.has(reason)) ?? null;
}

/**
 * From 2 GiB on Python writes the records of ZIP64 although nothing needs them: they must say what the plain record says.
 */
async function isZip64Record(
  { directoryOffset = 0, directoryLength = 0 }: Reader,
  file: Blob
): Promise<boolean> {
  const start = directoryOffset + directoryLength;
  const view = new DataView(await file.slice(start, start + 56 + 20 + 4).arrayBuffer());
  const signatures = [view.getUint32(0, true), view.getUint32(56, true), view.getUint32(76, true)];
  if (signatures.join() !== [0x06064b50, 0x07064b50, 0x06054b50].join()) return false;
  return (
    Number(view.getBigUint64(40, true)) === directoryLength &&
    Number(view.getBigUint64(48, true)) === directoryOffset &&
    Number(view.getBigUint64(64, true)) === start
  );
}

function sortOut(path: string, files: readonly ZipFile[]): OpenedArchive {
  const entries: FileEntry[] = [];
  const problems: Problem[] = [];
  const named = files.map((entry) => ({ entry, inner: parseArchivePath(entry.filename) }));
  const counts = new Map<string, number>();
  for (const { inner } of named) if (inner !== null) counts.set(inner, (counts.get(inner) ?? 0) + 1);
  for (const { entry, inner } of named) {
    if (inner === null || counts.get(inner)! > 1 || entry.encrypted || !isReadable(entry) || isLink(entry))
      continue;
    const place = `${path}/${inner}`;
    if (entry.uncompressedSize > maxEntryBytes) problems.push(describeHuge(place, entry));
    else if (isBomb(entry)) problems.push(describeEntryBomb(place, entry));
    else entries.push(makeZipEntry(place, entry));
  }
  const refused = {
    unsafe: named.filter(({ inner }) => inner === null).map(({ entry }) => entry),
    twice: [...counts].filter(([, count]) => count > 1).map(([inner]) => inner)
  };
  problems.push(
    ...describeUnsafeNames(path, refused.unsafe),
    ...describeDuplicates(path, refused.twice),
    ...describeLinks(path, files.filter(isLink)),
    ...describeEncrypted(path, files),
    ...describeMethods(
      path,
      files.filter((entry) => !entry.encrypted && !isReadable(entry))
    ),
    ...describeNames(path, files)
  );
  return { entries, problems };
}

/** Stored or DEFLATE. */
const isReadable = ({ compressionMethod }: ZipFile): boolean =>
  compressionMethod === 0 || compressionMethod === 8;

/** Written on Unix, with the mode of a link: its bytes are a path. */
const isLink = ({ versionMadeBy, externalFileAttributes }: ZipFile): boolean =>
  versionMadeBy >> 8 === 3 && ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;

const isBomb = ({
  compressedSize,
  uncompressedSize
}: Pick<ZipFile, 'compressedSize' | 'uncompressedSize'>): boolean =>
  uncompressedSize > minBombBytes && uncompressedSize > maxTextRatio * compressedSize;

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
