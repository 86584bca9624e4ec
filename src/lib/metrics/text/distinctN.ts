import { splitWords } from '../../core/pythonText';
import type { Score } from '../../core/score';
import type { MetricMeta, TextMetric, TextPair } from '../metric';
import { extraMeta } from '../extraMeta';

function describeDistinct(n: 1 | 2): MetricMeta {
  return {
    ...extraMeta.text,
    id: `distinct-${n}`,
    version: '1',
    label: `distinct-${n}`,
    variant: 'a response at a time, scaled by its tokens',
    source: `Li, Galley, Brockett, Gao and Dolan (2016); agrees exactly with the ${n}-grams of NLTK 3.8 \`ngrams\`.`,
    definition: `How many different ${n}-grams the response has, divided by how many tokens it has. Tokens are the white-space words of the normalised response. The reference plays no part: this is a measure of repetition, not of correctness.`,
    edgeCases: `An empty response has no value${n === 2 ? ', a single token gives 0' : ''}. Long responses come out lower than short ones.`,
    namesakes:
      'Over a whole corpus the value is far lower. Others divide by the number of n-grams instead of tokens.'
  };
}

/** Takes no account of the reference. @see describeDistinct for the definition and the edge cases */
function computeDistinct({ responseText }: TextPair, n: 1 | 2): Score {
  const tokens = splitWords(responseText);
  if (tokens.length === 0) return { value: null, reason: 'the response is empty' };
  // No token holds a space, so joining by one keeps different n-grams different.
  const ngrams = tokens.slice(n - 1).map((_, i) => tokens.slice(i, i + n).join(' '));
  return { value: new Set(ngrams).size / tokens.length };
}

const makeDistinct = (n: 1 | 2): TextMetric => ({
  kind: 'text',
  meta: describeDistinct(n),
  compute: (pair) => computeDistinct(pair, n)
});

export const distinct1 = makeDistinct(1);
export const distinct2 = makeDistinct(2);
