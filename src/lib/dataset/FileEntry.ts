import { DataError, type Problem } from '../core/problem';

/** One file of a drop, wherever it lies: on the disk, in a ZIP, in a TAR. */
export interface FileEntry {
  /** From the root of the drop, with `/`; an archive counts as a folder: `run.zip/predictions/x.jsonl`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
  /** @throws DataError when the bytes are gone or damaged */
  read(): Promise<Uint8Array<ArrayBuffer>>;
  /** The same bytes piece by piece; it ends with the same DataError. */
  stream?(): ReadableStream<Uint8Array>;
  /** The file itself where it lies unpacked, so that a stretch of it can be read. */
  readonly blob?: Blob;
}

/** What an archive gives: its files, unread, and what is wrong with it. */
export interface OpenedArchive {
  readonly entries: readonly FileEntry[];
  readonly problems: readonly Problem[];
}

/** A file of the disk. */
export function makeBlobEntry(path: string, blob: Blob, modifiedMs: number): FileEntry {
  return makeSliceEntry({ path, sizeBytes: blob.size, modifiedMs }, () => blob);
}

/** A stretch of a file. It is cut when it is asked for: a browser takes a minute for the slices of a large archive. */
export function makeSliceEntry(
  { path, sizeBytes, modifiedMs }: Pick<FileEntry, 'path' | 'sizeBytes' | 'modifiedMs'>,
  cut: () => Blob
): FileEntry {
  const refuse = (error: unknown): never => {
    throw new DataError({
      code: 'file-unreadable',
      where: { file: path },
      what: 'the file cannot be read any more',
      got: error instanceof Error ? error.name : String(error),
      expected: 'the file as it was dropped (drop it again)'
    });
  };
  return {
    path,
    sizeBytes,
    modifiedMs,
    get blob() {
      return cut();
    },
    read: () =>
      cut()
        .arrayBuffer()
        .then((buffer) => new Uint8Array(buffer), refuse),
    stream: () => readGuarded(cut(), refuse)
  };
}

/** A file that changes on the disk after the drop fails in the middle of its stream. */
function readGuarded(blob: Blob, refuse: (error: unknown) => never): ReadableStream<Uint8Array> {
  const reader = blob.stream().getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read().catch(refuse);
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason)
  });
}

/** All bytes of a stream in one array. */
export async function collectBytes(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    sizeBytes += next.value.length;
  }
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
