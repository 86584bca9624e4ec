import { sha256Hex } from '../core/hash';
import { makeBlobEntry } from '../dataset/FileEntry';
import type { Reply } from './api';
import type { FileToRead, HashedBytes } from './filesApi';
import { reply } from './reply';

/** More than this is read file by file: one buffer of it would be hard to get. */
const maxBytesTogether = 2 ** 26;

/**
 * Reads files of the disk and hashes them. All together are one read, because to a browser a read costs more than the bytes of a
 * small file; where that fails each is read alone, and has its own answer.
 */
export async function readTogether(files: readonly FileToRead[]): Promise<Reply<HashedBytes>[]> {
  const together = await readAtOnce(files);
  return Promise.all(
    files.map(({ path, blob }, i) =>
      reply(async () => hash(together?.[i] ?? (await makeBlobEntry(path, blob, 0).read())))
    )
  );
}

async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<HashedBytes> {
  return { bytes, sha256: await sha256Hex(bytes) };
}

/** Null where one of them cannot be read, or is not any more what it was. */
async function readAtOnce(files: readonly FileToRead[]): Promise<Uint8Array<ArrayBuffer>[] | null> {
  const sizeBytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
  if (sizeBytes > maxBytesTogether) return null;
  const whole = await new Blob(files.map(({ blob }) => blob)).arrayBuffer().catch(() => null);
  if (whole?.byteLength !== sizeBytes) return null;
  let end = 0;
  return files.map(({ blob }) => new Uint8Array(whole, (end += blob.size) - blob.size, blob.size));
}
