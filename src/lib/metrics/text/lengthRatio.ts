import { splitWords } from '../../core/pythonText';
import type { Score } from '../../core/score';
import type { MetricMeta, TextMetric, TextPair } from '../metric';
import { extraMeta } from '../extraMeta';

const meta: MetricMeta = {
  ...extraMeta.text,
  id: 'length-ratio',
  version: '1',
  label: 'Length ratio',
  variant: 'white-space words',
  range: [0, null],
  higherIsBetter: null,
  digits: 3,
  source: 'Papineni, Roukos, Ward and Zhu (2002); agrees exactly with sacrebleu 2.6.0, `sys_len / ref_len`.',
  definition:
    'How many words the response has, divided by how many the reference has; both normalised as for BLEU. 1 is the reference’s own length, below it the response says less, above it more: neither is better in itself.',
  edgeCases: 'An empty response gives 0. Against an empty reference there is no value.',
  namesakes:
    'Over a whole corpus the lengths are summed first. Where BLEU’s brevity penalty is reported as a length ratio, it never exceeds 1.'
};

/** @see meta for the definition and the edge cases */
function compute({ responseText, answerText }: TextPair): Score {
  const referenceLength = splitWords(answerText).length;
  if (referenceLength === 0) return { value: null, reason: 'the reference is empty' };
  return { value: splitWords(responseText).length / referenceLength };
}

export const lengthRatio: TextMetric = { kind: 'text', meta, compute };
