import { sha256Hex } from '../core/hash';
import { hashBlob } from '../core/hashBlob';
import { DataError } from '../core/problem';

/** What a file must be, as whoever described it says. */
export interface ExpectedFile {
  readonly file: string;
  readonly byteLength: number;
  /** 64 hexadecimal digits in lower case. */
  readonly sha256: string;
}

/** @throws DataError when the length or the SHA-256 differs */
export async function requireFile(
  content: Uint8Array<ArrayBuffer> | Blob,
  expected: ExpectedFile
): Promise<void> {
  const byteLength = content instanceof Blob ? content.size : content.length;
  if (byteLength !== expected.byteLength) throw describeLength(expected, byteLength);
  const sha256 = await (content instanceof Blob ? hashBlob(content) : sha256Hex(content));
  if (sha256 === expected.sha256) return;
  throw new DataError({
    code: 'file-hash',
    where: { file: expected.file },
    what: 'not the file that is described: its SHA-256 differs',
    got: sha256,
    expected: expected.sha256
  });
}

export function describeLength({ file, byteLength }: ExpectedFile, got: number | string): DataError {
  return new DataError({
    code: 'file-length',
    where: { file },
    what: 'not the file that is described: its length differs',
    got: `${got} bytes`,
    expected: `${byteLength} bytes`
  });
}
