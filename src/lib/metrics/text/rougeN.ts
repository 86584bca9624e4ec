import type { Score } from '../../core/score';
import type { KernelSet } from '../../kernels/KernelSet';
import type { MetricMeta, TextMetric, TextPair } from '../metric';
import { computeFMeasure } from './fMeasure';
import { readRougeTokens } from './rougeTokens';
import { extraMeta } from '../extraMeta';

function describeRouge(n: 1 | 2): MetricMeta {
  return {
    ...extraMeta.text,
    id: `rouge-${n}`,
    version: '1',
    label: `ROUGE-${n}`,
    variant: 'F-measure, no stemming',
    source: `Lin (2004), as in rouge-score 0.1.2 \`rouge${n}\` without stemmer; agrees within 1e-12.`,
    definition: `The F-measure of the clipped ${n}-gram overlap between response and reference, both normalised as for BLEU. Tokens are runs of a–z and 0–9 in lower case.`,
    edgeCases: `A text of fewer than ${n} tokens gives 0, also against itself. Letters outside a–z separate tokens, so texts in other scripts give 0.`,
    namesakes:
      'ROUGE recall and ROUGE with the Porter stemmer give other numbers; so do implementations that split at white space.'
  };
}

/** Symmetric in its two texts. @see describeRouge for the definition and the edge cases */
function computeRouge(pair: TextPair, kernels: KernelSet, n: 1 | 2): Score {
  const [candidate, reference] = readRougeTokens(pair);
  const matches = kernels.ngramMatches(candidate, reference, n);
  const countNgrams = (tokens: Uint32Array): number => Math.max(1, tokens.length - n + 1);
  return { value: computeFMeasure(matches / countNgrams(candidate), matches / countNgrams(reference)) };
}

const makeRouge = (n: 1 | 2): TextMetric => ({
  kind: 'text',
  meta: describeRouge(n),
  compute: (pair, kernels) => computeRouge(pair, kernels, n)
});

export const rouge1 = makeRouge(1);
export const rouge2 = makeRouge(2);
