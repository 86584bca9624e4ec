import { sha256Hex } from './hash';

/** Up to here the browser's own hash, which needs all bytes at once and copies them. */
const mostAtOnceBytes = 2 ** 25;
/** Small enough that the page stays alive between two. */
const pieceBytes = 2 ** 22;

/** SHA-256 of a file as 64 hexadecimal digits; of a large one never more than a piece is in memory. */
export async function hashBlob(blob: Blob): Promise<string> {
  if (blob.size <= mostAtOnceBytes) return sha256Hex(new Uint8Array(await blob.arrayBuffer()));
  const [{ sha256 }, { bytesToHex }] = await Promise.all([
    import('@noble/hashes/sha2.js'),
    import('@noble/hashes/utils.js')
  ]);
  const hash = sha256.create();
  const read = (start: number): Promise<ArrayBuffer> => blob.slice(start, start + pieceBytes).arrayBuffer();
  let next = read(0);
  for (let start = 0; start < blob.size; start += pieceBytes) {
    const piece = new Uint8Array(await next);
    // On its way while this one is hashed.
    next = read(start + pieceBytes);
    hash.update(piece);
  }
  return bytesToHex(hash.digest());
}
