import type { DroppedFile } from './openFiles';

export interface ReadHandles {
  readonly files: readonly DroppedFile[];
  /** Paths of what the browser could not open, e.g. a folder that was moved meanwhile. */
  readonly unreadable: readonly string[];
}

interface Found {
  readonly files: DroppedFile[];
  readonly unreadable: string[];
}

/** Everything behind handles that the browser lets the page read: files, and folders with all that is in them. */
export async function readHandles(handles: readonly FileSystemHandle[]): Promise<ReadHandles> {
  const found: Found = { files: [], unreadable: [] };
  for (const handle of handles) await walk(handle, handle.name, found);
  return found;
}

async function walk(handle: FileSystemHandle, path: string, found: Found): Promise<void> {
  try {
    if (isFolder(handle)) {
      for await (const [name, child] of handle.entries()) await walk(child, `${path}/${name}`, found);
    } else if (isFile(handle)) {
      found.files.push({ path, file: await handle.getFile() });
    }
  } catch {
    found.unreadable.push(path);
  }
}

const isFolder = (handle: FileSystemHandle): handle is FileSystemDirectoryHandle =>
  handle.kind === 'directory';

const isFile = (handle: FileSystemHandle): handle is FileSystemFileHandle => handle.kind === 'file';
