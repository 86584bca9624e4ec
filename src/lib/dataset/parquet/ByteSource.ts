import { makeBlobEntry, type FileEntry } from '../FileEntry';

/** A file that is read by stretches, wherever it lies. */
export interface ByteSource {
  /** As it is shown: its path in the drop, or its address. */
  readonly name: string;
  readonly byteLength: number;
  /**
   * Exactly the bytes from `start` to before `end`.
   * @throws DataError when they cannot be had
   */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

export function openBlob(name: string, blob: Blob): ByteSource {
  return {
    name,
    byteLength: blob.size,
    read: (start, end) => makeBlobEntry(name, blob.slice(start, end), 0).read()
  };
}

/** A file of a drop; one that is packed is unpacked when it is first read, and kept. */
export function openEntry(entry: FileEntry): ByteSource {
  if (entry.blob) return openBlob(entry.path, entry.blob);
  let whole: Promise<Uint8Array<ArrayBuffer>> | null = null;
  return {
    name: entry.path,
    byteLength: entry.sizeBytes,
    read: async (start, end) => (await (whole ??= entry.read())).slice(start, end)
  };
}
