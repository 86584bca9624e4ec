import { sha256HexOfText } from '../core/hash';
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
  const [{ sha256 }, { bytesToHex }] = await Promise.all([
    import('@noble/hashes/sha2.js'),
    import('@noble/hashes/utils.js')
  ]);
  const pacer = new Pacer();
  const encode = makeEncoder();
  const hashes: string[] = [];
  let [block, sizeBytes] = [sha256.create(), 0];
  for (const piece of writePieces(rows)) {
    const bytes = encode(piece);
    block.update(bytes);
    sizeBytes += bytes.length;
    if (pacer.isDue) await pacer.pause();
    if (sizeBytes < blockBytes) continue;
    hashes.push(bytesToHex(block.digest()));
    [block, sizeBytes] = [sha256.create(), 0];
  }
  const last = bytesToHex(block.digest());
  return hashes.length === 0 ? last : sha256HexOfText([...hashes, last].join());
}

/** UTF-8 in one buffer again and again: what it gave is good until it is asked for more. */
function makeEncoder(): (text: string) => Uint8Array {
  const encoder = new TextEncoder();
  // A record may make a piece longer, and a character takes up to three bytes.
  const buffer = new Uint8Array(4 * pieceCharacters);
  return (text) => {
    if (text.length * 3 > buffer.length) return encoder.encode(text);
    return buffer.subarray(0, encoder.encodeInto(text, buffer).written);
  };
}

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
