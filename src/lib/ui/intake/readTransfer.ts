import type { DroppedFile } from '../../dataset/openFiles';

export interface Transfer {
  readonly files: readonly DroppedFile[];
  /** Paths of what the browser could not open, e.g. a file that was moved meanwhile. */
  readonly unreadable: readonly string[];
  /** Of what was dropped or chosen, so that a later visit can read it again; none in browsers without them. */
  readonly handles: readonly FileSystemHandle[];
}

/** Only some browsers have it. */
interface HandleItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** A large folder takes seconds to be walked. */
export interface Walk {
  readonly signal: AbortSignal;
  /** Called with the number of files so far, at every hundredth. */
  onfound(count: number): void;
}

/**
 * Everything that was dropped: files, and folders with all that is in them.
 * @throws the signal's reason when it is aborted
 */
export async function readTransfer({ items }: DataTransfer, way?: Walk): Promise<Transfer> {
  const files: DroppedFile[] = [];
  const unreadable: string[] = [];
  // Entries and handles must be taken before the first await: the browser empties the list when the event is over.
  const dropped = [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({
      entry: item.webkitGetAsEntry(),
      file: item.getAsFile(),
      handle: takeHandle(item)
    }));
  for (const { entry, file } of dropped) {
    if (entry) await walk(entry, { files, unreadable }, way);
    else if (file) files.push({ path: file.name, file });
  }
  const handles = await Promise.all(dropped.map(({ handle }) => handle));
  return { files, unreadable, handles: handles.filter((handle) => handle !== null) };
}

/** Null where the browser has none for it: the files are read all the same. */
function takeHandle(item: DataTransferItem & HandleItem): Promise<FileSystemHandle | null> {
  return item.getAsFileSystemHandle?.().catch(() => null) ?? Promise.resolve(null);
}

/** What a file input holds; a folder input gives each file its path. */
export function readFileInput(input: HTMLInputElement): Transfer {
  const files = [...(input.files ?? [])].map((file) => ({
    path: file.webkitRelativePath || file.name,
    file
  }));
  return { files, unreadable: [], handles: [] };
}

async function walk(
  entry: FileSystemEntry,
  found: { readonly files: DroppedFile[]; readonly unreadable: string[] },
  way?: Walk
): Promise<void> {
  way?.signal.throwIfAborted();
  const path = entry.fullPath.replace(/^\//, '');
  try {
    if (isDirectory(entry)) {
      for (const child of await readDirectory(entry)) await walk(child, found, way);
    } else if (isFile(entry)) {
      found.files.push({ path, file: await openFile(entry) });
      if (found.files.length % 100 === 0) way?.onfound(found.files.length);
    }
  } catch {
    way?.signal.throwIfAborted();
    found.unreadable.push(path);
  }
}

/** `readEntries` gives at most 100 entries a call; an empty answer means the end. */
async function readDirectory(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    );
    if (batch.length === 0) return children;
    for (const child of batch) children.push(child);
  }
}

function openFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
