import { sha256Hex, sha256HexOfText } from '../core/hash';
import { Pacer } from '../dataset/Pacer';
import type { SystemPredictions } from './drop';

/** So much JSON is hashed at once. The records of a system fill a tenth of it; where they hold images, many times. */
const blockBytes = 2 ** 26;

const pieceCharacters = 2 ** 18;

/**
 * The same prediction files give the same text, whatever folder or archive they came in: the SHA-256 of the records' JSON,
 * or where that is longer than a block the SHA-256 of its blocks' hashes. No string holds all of it.
 */
export async function identifySource({ rows }: SystemPredictions): Promise<string> {
  const pacer = new Pacer();
  const hashes: string[] = [];
  let block: Uint8Array<ArrayBuffer>[] = [];
  let sizeBytes = 0;
  for (const piece of writePieces(rows)) {
    const bytes = new TextEncoder().encode(piece);
    block.push(bytes);
    sizeBytes += bytes.length;
    if (pacer.isDue) await pacer.pause();
    if (sizeBytes < blockBytes) continue;
    hashes.push(await hashBlock(block));
    [block, sizeBytes] = [[], 0];
  }
  const last = await hashBlock(block);
  return hashes.length === 0 ? last : sha256HexOfText([...hashes, last].join());
}

const hashBlock = async (pieces: Uint8Array<ArrayBuffer>[]): Promise<string> =>
  sha256Hex(new Uint8Array(await new Blob(pieces).arrayBuffer()));

function* writePieces(rows: SystemPredictions['rows']): Generator<string> {
  let piece = '[';
  for (const [i, row] of rows.entries()) {
    const record = row.status === 'ready' ? row.prediction.record : row.record;
    piece += (i > 0 ? ',' : '') + JSON.stringify(record);
    if (piece.length < pieceCharacters) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}]`;
}
