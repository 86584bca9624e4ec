import { describeError } from '../core/describeError';
import { DataError } from '../core/problem';

/** A Results JSON of 119,000 rows has some 150 MB; what is larger is no run. */
const maxBytes = 512 * 1024 * 1024;

/**
 * The text of a Results JSON that lies anywhere on the web, with the credentials of no one.
 * @param onProgress told the bytes read so far
 * @throws DataError `results-unreachable` or `results-size`
 */
export async function loadResults(url: string, onProgress: (bytes: number) => void): Promise<string> {
  const response = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' }).catch(
    (error: unknown) => refuse(url, describeError(error))
  );
  if (!response.ok) refuse(url, `HTTP ${response.status}`);
  const reader = response.body?.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    bytes += next.value.length;
    if (bytes > maxBytes) {
      await reader?.cancel();
      refuseSize(url);
    }
    chunks.push(next.value);
    onProgress(bytes);
  }
  return new Blob(chunks).text();
}

function refuse(url: string, got: string): never {
  throw new DataError({
    code: 'results-unreachable',
    where: { file: url },
    what: 'the results cannot be loaded from this address',
    got,
    expected: 'a file that other sites may read (CORS); otherwise download it and import it on the Runs page'
  });
}

function refuseSize(url: string): never {
  throw new DataError({
    code: 'results-size',
    where: { file: url },
    what: 'too large for a Results JSON',
    got: `more than ${maxBytes} bytes`
  });
}
