import type { TextPair } from '../../src/lib/metrics/metric';
import { makeTextPair } from '../../src/lib/metrics/text/textPair';

/** A pair of free texts, as question answering has them. */
export function textPairOf(response: string, answer: string): TextPair {
  return makeTextPair('question-answering', response, answer, []);
}
