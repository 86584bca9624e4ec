import { describeError } from '../core/describeError';
import { DataError } from '../core/problem';
import { PartialFile } from './PartialFile';
import { describeLength, requireFile, type ExpectedFile } from './requireFile';

/** Gets the bytes loaded so far. */
export type ProgressListener = (loadedBytes: number) => void;

/**
 * A file of a model, checked against the length and hash that its description gives.
 * @throws DataError when it cannot be loaded or is another file; the signal's reason once it is aborted
 */
export async function loadModelFile(
  url: string,
  expected: ExpectedFile,
  onProgress: ProgressListener,
  signal: AbortSignal
): Promise<Blob> {
  const response = await request(url, signal);
  const partial = new PartialFile();
  for await (const chunk of readChunks(response, signal)) {
    partial.add(chunk);
    // A longer file is not the one that was described; the rest need not be loaded to know.
    if (partial.loadedBytes > expected.byteLength)
      throw describeLength(expected, `more than ${expected.byteLength}`);
    onProgress(partial.loadedBytes);
  }
  const file = partial.toBlob();
  await requireFile(file, expected);
  return file;
}

/** The description of a model, or a site's list of them. Throws as `loadModelFile` does. */
export async function loadModelText(url: string, signal: AbortSignal): Promise<string> {
  const response = await request(url, signal);
  return response.text().catch((error: unknown) => refuse(url, describeError(error), signal));
}

async function request(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal }).catch((error: unknown) =>
    refuse(url, describeError(error), signal)
  );
  return response.ok ? response : refuse(url, `HTTP ${response.status}`, signal);
}

async function* readChunks(response: Response, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader
        .read()
        .catch((error: unknown) => refuse(response.url, describeError(error), signal));
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function refuse(url: string, got: string, signal: AbortSignal): never {
  signal.throwIfAborted();
  throw new DataError({
    code: 'model-unreachable',
    where: { file: url },
    what: 'the model cannot be loaded from this address',
    got,
    expected: 'a file that this page may read (otherwise save it to your disk and drop it here)'
  });
}
