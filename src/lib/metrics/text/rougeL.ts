import type { Score } from '../../core/score';
import type { MetricMeta, TextMetric, TextPair } from '../metric';
import { computeFMeasure } from './fMeasure';
import { readRougeTokens } from './rougeTokens';
import { extraMeta } from '../extraMeta';

const meta: MetricMeta = {
  ...extraMeta.text,
  id: 'rouge-l',
  version: '1',
  label: 'ROUGE-L',
  variant: 'F-measure, sentence level, no stemming',
  source: 'Lin (2004), as in rouge-score 0.1.2 `rougeL` without stemmer; agrees within 1e-12.',
  definition:
    'The F-measure of the longest common subsequence of tokens, taken over the whole texts, both normalised as for BLEU. Tokens are runs of a–z and 0–9 in lower case.',
  edgeCases: 'A text without tokens gives 0. Letters outside a–z separate tokens.',
  namesakes:
    'ROUGE-Lsum splits into sentences first. The paper’s own F-measure weighs recall far more than precision; this weighs both alike, as rouge-score does.'
};

/** Symmetric in its two texts. @see meta for the definition and the edge cases */
function compute(pair: TextPair): Score {
  const [candidate, reference] = readRougeTokens(pair);
  if (candidate.length === 0 || reference.length === 0) return { value: 0 };
  const common = computeCommonLength(candidate, reference);
  return { value: computeFMeasure(common / candidate.length, common / reference.length) };
}

/** The length of the longest common subsequence; two rows of the usual table at a time. */
function computeCommonLength(a: Uint32Array, b: Uint32Array): number {
  let above = new Uint32Array(b.length + 1);
  let row = new Uint32Array(b.length + 1);
  for (const token of a) {
    for (let j = 0; j < b.length; j++) {
      row[j + 1] = token === b[j] ? above[j]! + 1 : Math.max(above[j + 1]!, row[j]!);
    }
    [above, row] = [row, above];
  }
  return above[b.length]!;
}

export const rougeL: TextMetric = { kind: 'text', meta, compute };
