import type { Problem } from '../core/problem';
import { makeBlobEntry, type FileEntry, type OpenedArchive } from './FileEntry';
import { FileTree } from './FileTree';
import { extensionOf, isPackedText, isSystemFile, splitPath } from './filePath';
import { unpackEntry } from './openGzip';
import { openTar, openTarGz } from './openTar';
import { openZip } from './openZip';
import { Pacer } from './Pacer';
import { archiveOf, sniffArchive, type ArchiveKind } from './sniffArchive';

/** A file that the user dropped or chose. */
export interface DroppedFile {
  /** Below what was dropped: `webkitRelativePath`, the path walked in a dropped folder, or just the name. */
  readonly path: string;
  readonly file: File;
}

export interface OpenedFiles {
  readonly tree: FileTree;
  readonly problems: readonly Problem[];
}

const openers: Readonly<
  Record<ArchiveKind, (path: string, file: File, pacer: Pacer) => Promise<OpenedArchive>>
> = { zip: openZip, tar: openTar, 'tar.gz': openTarGz };

const unreadArchives = new Set([
  ...['7z', 'rar', 'bz2', 'xz', 'zst', 'lz4', 'lzma', 'br', 'z'],
  ...['tbz', 'tbz2', 'txz', 'tzst']
]);

/**
 * Everything that was dropped as one tree; ZIPs and TARs become folders of their own name. Nothing but the archives'
 * lists of files is read. What cannot be opened is a problem, and everything else is still there.
 * @throws the signal's reason once it is aborted
 */
export async function openFiles(files: readonly DroppedFile[], signal?: AbortSignal): Promise<OpenedFiles> {
  signal?.throwIfAborted();
  const pacer = new Pacer(signal);
  const found = new Map<string, FileEntry>();
  const { latest, problems } = await takeLatest(files, pacer);
  for (const [path, file] of latest) {
    if (pacer.isDue) await pacer.pause();
    const opened = await open(path, file, pacer);
    for (const problem of opened.problems) problems.push(problem);
    for (const entry of opened.entries) {
      if (pacer.isDue) await pacer.pause();
      const problem = take(found, entry);
      if (problem) problems.push(problem);
    }
  }
  if (files.length === 0) problems.push(emptyDrop);
  return { tree: await FileTree.build(found.values(), pacer), problems };
}

/** By path. An archive that is dropped again takes the place of the whole earlier one: files of two are never mixed. */
async function takeLatest(
  files: readonly DroppedFile[],
  pacer: Pacer
): Promise<{ latest: ReadonlyMap<string, File>; problems: Problem[] }> {
  const latest = new Map<string, File>();
  const problems: Problem[] = [];
  for (const { path: givenPath, file } of files) {
    if (pacer.isDue) await pacer.pause();
    const path = splitPath(givenPath).join('/');
    if (isSystemFile(path)) continue;
    const earlier = latest.get(path);
    latest.set(path, file);
    const isSame = earlier?.size === file.size && earlier.lastModified === file.lastModified;
    if (earlier && !isSame) problems.push(describeSamePath(path, earlier.size, file.size));
  }
  return { latest, problems };
}

const emptyDrop: Problem = {
  code: 'empty-drop',
  severity: 'error',
  where: {},
  what: 'the drop is empty',
  got: 'no files',
  expected: 'prediction files (JSONL, JSON, CSV, Parquet), a folder of them, or a ZIP or TAR'
};

async function open(path: string, file: File, pacer: Pacer): Promise<OpenedArchive> {
  const { kind, unread } = await sniffArchive(path, file);
  if (unread) return { entries: [], problems: [describeUnread(path, unread)] };
  if (kind) return openers[kind](path, file, pacer);
  if (unreadArchives.has(lastExtension(extensionOf(path))))
    return { entries: [], problems: [describeUnread(path, extensionOf(path).toUpperCase())] };
  return { entries: [makeBlobEntry(path, file, file.lastModified)], problems: [] };
}

/** Puts a file into the drop, unless it is none of the user's or cannot be opened there. */
function take(found: Map<string, FileEntry>, entry: FileEntry): Problem | null {
  if (isSystemFile(entry.path)) return null;
  if (isArchive(entry.path)) return describeNested(entry);
  return add(found, isPackedText(entry.path) ? unpackEntry(entry) : entry);
}

const lastExtension = (extension: string) => extension.slice(extension.lastIndexOf('.') + 1);

function isArchive(path: string): boolean {
  return archiveOf(path) !== null || unreadArchives.has(lastExtension(extensionOf(path)));
}

/** The later of two files with one path replaces the earlier: it is the one that was dropped again after a correction. */
function add(found: Map<string, FileEntry>, entry: FileEntry): Problem | null {
  const earlier = found.get(entry.path);
  found.set(entry.path, entry);
  if (!earlier) return null;
  if (earlier.sizeBytes === entry.sizeBytes && earlier.modifiedMs === entry.modifiedMs) return null;
  return describeSamePath(entry.path, earlier.sizeBytes, entry.sizeBytes);
}

function describeSamePath(file: string, earlierBytes: number, laterBytes: number): Problem {
  return {
    code: 'same-path',
    severity: 'warning',
    where: { file },
    what: 'two different files have this path; the later one is read',
    got: `${earlierBytes} and ${laterBytes} bytes`,
    expected: 'one file a path'
  };
}

function describeNested({ path }: FileEntry): Problem {
  return {
    code: 'nested-archive',
    severity: 'error',
    where: { file: path },
    what: 'an archive inside an archive is not opened',
    got: extensionOf(path).toUpperCase(),
    expected: 'its files (unpack it and drop the folder)'
  };
}

function describeUnread(path: string, got: string): Problem {
  return {
    code: 'archive-kind',
    severity: 'error',
    where: { file: path },
    what: 'this kind of archive is not opened',
    got,
    expected: 'ZIP, TAR, TAR.GZ or a folder'
  };
}
