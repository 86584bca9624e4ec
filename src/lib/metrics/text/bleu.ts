import { splitWords } from '../../core/pythonText';
import type { Score } from '../../core/score';
import type { KernelSet } from '../../kernels/KernelSet';
import type { MetricMeta, TextMetric, TextPair } from '../metric';
import { numberTokens } from './tokens';

const orders = [1, 2, 3, 4];

/** What smoothing method 1 puts in the place of a count of zero. */
const epsilon = 0.1;

const meta: MetricMeta = {
  id: 'bleu',
  version: '1',
  label: 'BLEU',
  variant: 'sentence BLEU-4, smoothing method 1, white-space tokens',
  unit: null,
  range: [0, 1],
  higherIsBetter: true,
  formats: ['vqa', 'generate'],
  threshold: 0.09,
  officialKey: 'BLEU',
  digits: 4,
  source:
    'Papineni, Roukos, Ward and Zhu (2002), as in NLTK 3.8 `sentence_bleu` with `SmoothingFunction().method1` (Chen and Cherry, 2014); agrees within 1e-12.',
  definition:
    'The geometric mean of the clipped 1- to 4-gram precisions of the response against the one reference, times the brevity penalty exp(1 − reference length / response length) where the response is shorter. Tokens are what Python’s `str.split()` gives on the normalised texts; case and punctuation count. A count of zero matches becomes 0.1.',
  edgeCases:
    'An empty response, an empty reference, or no common token at all gives 0. Identical texts of fewer than four tokens stay below 1 (three tokens: 0.5623), because the missing n-grams count as 0.1 of one. Multiple-choice answers are expanded to the full option first, so a right letter gives 1 for options of three words or more.',
  namesakes:
    'Corpus BLEU and sacreBLEU pool the counts over all samples, tokenise punctuation apart and run from 0 to 100; other smoothing methods move short texts by tenths. The mean of sentence scores is not corpus BLEU.',
  group: 'official'
};

/** Not symmetric: precision counts the response's n-grams. @see meta for the definition and the edge cases */
function compute({ responseText, answerText }: TextPair, kernels: KernelSet): Score {
  const [candidate, reference] = numberTokens([splitWords(responseText), splitWords(answerText)]);
  const matches = orders.map((n) => kernels.ngramMatches(candidate, reference, n));
  if (matches[0] === 0) return { value: 0 };
  const logPrecisions = orders.map((n, i) => {
    const ngrams = Math.max(1, candidate.length - n + 1);
    return kernels.log((matches[i] || epsilon) / ngrams);
  });
  const meanLog = logPrecisions.reduce((sum, log) => sum + log / orders.length, 0);
  return { value: brevityPenalty(candidate.length, reference.length, kernels) * kernels.exp(meanLog) };
}

function brevityPenalty(candidateLength: number, referenceLength: number, kernels: KernelSet): number {
  return candidateLength > referenceLength ? 1 : kernels.exp(1 - referenceLength / candidateLength);
}

export const bleu: TextMetric = { kind: 'text', meta, compute };
