import { sha256HexOfText } from '../core/hash';
import type { SystemPredictions } from './drop';

/** The same prediction files give the same text, whatever folder or archive they came in. */
export function identifySource({ rows }: SystemPredictions): Promise<string> {
  const records = rows.map((row) => (row.status === 'ready' ? row.prediction.record : row.record));
  return sha256HexOfText(JSON.stringify(records));
}
