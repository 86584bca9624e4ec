import { describeError } from '../core/describeError';
import { DataError } from '../core/problem';
import type { ProgressListener } from './loadModel';
import type { PartialFile } from './PartialFile';

interface ResumableFile {
  readonly url: string;
  /** As the host's list of files has it. */
  readonly byteLength: number;
  readonly partial: PartialFile;
}

/** A connection that brings nothing new so often in a row is given up. */
const maxIdleTries = 3;

/**
 * A large file of a host that other pages may read. A connection that is cut is taken up where it was; so is a download that
 * was cancelled, with the same `partial`.
 * @throws DataError when the host refuses, or the file has another length; the signal's reason once it is aborted
 */
export async function loadResumable(
  { url, byteLength, partial }: ResumableFile,
  onProgress: ProgressListener,
  signal: AbortSignal
): Promise<Blob> {
  for (let idle = 0; partial.loadedBytes < byteLength;) {
    const before = partial.loadedBytes;
    const failure = await continueLoading(url, partial, onProgress, signal);
    signal.throwIfAborted();
    idle = partial.loadedBytes > before ? 0 : idle + 1;
    if (idle === maxIdleTries) throw refuse(url, failure ?? 'nothing more', `${byteLength} bytes`);
  }
  if (partial.loadedBytes === byteLength) return partial.toBlob();
  const got = `${partial.loadedBytes} bytes`;
  partial.clear();
  throw refuse(url, got, `${byteLength} bytes, as the host's list says`);
}

/** One request; gives what ended it too early, null where it came to its end. */
async function continueLoading(
  url: string,
  partial: PartialFile,
  onProgress: ProgressListener,
  signal: AbortSignal
): Promise<string | null> {
  const start = partial.loadedBytes;
  try {
    const headers: HeadersInit = start > 0 ? { range: `bytes=${start}-` } : {};
    const response = await fetch(url, { headers, signal });
    // 416: the file has changed and is shorter now.
    if (response.status === 416) partial.clear();
    if (!response.ok || !response.body) throw refuse(url, `HTTP ${response.status}`, 'the file');
    // A host without ranges sends all of it again.
    if (response.status === 200) partial.clear();
    await readParts(response.body, partial, onProgress);
    return null;
  } catch (error) {
    if (error instanceof DataError) throw error;
    return describeError(error);
  }
}

/** What came before a cut is kept. */
async function readParts(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  partial: PartialFile,
  onProgress: ProgressListener
): Promise<void> {
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    partial.add(next.value);
    onProgress(partial.loadedBytes);
  }
}

function refuse(url: string, got: string, expected: string): DataError {
  return new DataError({
    code: 'model-unreachable',
    where: { file: url },
    what: 'the file cannot be loaded from this address; what has come is kept for another try',
    got,
    expected
  });
}
