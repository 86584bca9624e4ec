import { splitWords } from '../../core/pythonText';
import type { Score } from '../../core/score';
import type { KernelSet } from '../../kernels/KernelSet';
import type { MetricMeta, TextMetric, TextPair } from '../metric';
import { computeFMeasure } from './fMeasure';
import { numberTokens } from './tokens';
import { extraMeta } from '../extraMeta';

const punctuation = /[!-/:-@[-`{-~]/g;

/** No letter, digit or `_` may touch the word: Python's `\b` is Unicode-aware. */
const articles = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;

const meta: MetricMeta = {
  ...extraMeta.text,
  id: 'token-f1',
  version: '1',
  label: 'Token F1',
  variant: 'as in SQuAD',
  source:
    'Rajpurkar, Zhang, Lopyrev and Liang (2016), as in transformers 4.41.2 `squad_metrics.compute_f1`; agrees within 1e-12.',
  definition:
    'The F-measure of the tokens that both texts share, each as often as in the text that has it less often. The texts are normalised as for BLEU, then lower-cased, freed of ASCII punctuation and of the articles a, an and the, and split at white space.',
  edgeCases: 'Two texts without tokens give 1, one of them without gives 0.',
  namesakes:
    'An early release of the evaluator had a token F1 on runs of letters and digits that kept the articles; it was withdrawn.'
};

/** Symmetric in its two texts. @see meta for the definition and the edge cases */
function compute({ responseText, answerText }: TextPair, kernels: KernelSet): Score {
  const [candidate, reference] = numberTokens([splitTokens(responseText), splitTokens(answerText)]);
  if (candidate.length === 0 || reference.length === 0) {
    return { value: candidate.length === reference.length ? 1 : 0 };
  }
  const common = kernels.ngramMatches(candidate, reference, 1);
  return { value: computeFMeasure(common / candidate.length, common / reference.length) };
}

function splitTokens(text: string): string[] {
  return splitWords(text.toLowerCase().replaceAll(punctuation, '').replaceAll(articles, ' '));
}

export const tokenF1: TextMetric = { kind: 'text', meta, compute };
