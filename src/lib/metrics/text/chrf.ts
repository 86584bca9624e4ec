import { splitWords } from '../../core/pythonText';
import type { Score } from '../../core/score';
import type { KernelSet } from '../../kernels/KernelSet';
import type { MetricMeta, TextMetric, TextPair } from '../metric';
import { computeFMeasure } from './fMeasure';
import { numberTokens } from './tokens';
import { extraMeta } from '../extraMeta';

const maxOrder = 6;
const beta = 2;

const meta: MetricMeta = {
  ...extraMeta.text,
  id: 'chrf',
  version: '1',
  label: 'chrF',
  variant: 'chrF2, characters to order 6, sentence level',
  range: [0, 100],
  digits: 2,
  source: 'Popović (2015), as in sacrebleu 2.6.0 `CHRF().sentence_score`; agrees within 1e-10.',
  definition:
    'The F-measure, recall weighing twice as much, of the mean precision and the mean recall of character 1- to 6-grams, times 100; white space is left out, case counts. Both texts are normalised as for BLEU. Orders that either text is too short for are left out of the means.',
  edgeCases: 'An empty text gives 0. A single character is compared by itself alone.',
  namesakes:
    'chrF++ adds word 1- and 2-grams. Implementations that run from 0 to 1, or smooth orders without n-grams by a small number, give other values.'
};

/** Not symmetric: recall weighs more. @see meta for the definition and the edge cases */
function compute({ responseText, answerText }: TextPair, kernels: KernelSet): Score {
  const [candidate, reference] = numberTokens([splitCharacters(responseText), splitCharacters(answerText)]);
  const orders = Math.min(maxOrder, candidate.length, reference.length);
  if (orders === 0) return { value: 0 };
  let precision = 0;
  let recall = 0;
  for (let n = 1; n <= orders; n++) {
    const matches = kernels.ngramMatches(candidate, reference, n);
    precision += matches / (candidate.length - n + 1) / orders;
    recall += matches / (reference.length - n + 1) / orders;
  }
  return { value: 100 * computeFMeasure(precision, recall, beta) };
}

/** Code points, as Python counts characters, without white space. */
function splitCharacters(text: string): string[] {
  return [...splitWords(text).join('')];
}

export const chrf: TextMetric = { kind: 'text', meta, compute };
