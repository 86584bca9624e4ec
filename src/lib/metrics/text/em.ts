import type { Score } from '../../core/score';
import type { MetricMeta, TextMetric, TextPair } from '../metric';

const meta: MetricMeta = {
  id: 'em',
  version: '1',
  label: 'EM',
  variant: 'closed-form exact match, unparsable is NA',
  unit: null,
  range: [0, 1],
  higherIsBetter: true,
  formats: ['vqa'],
  tasks: ['multiple-choice', 'blank-filling'],
  threshold: null,
  officialKey: 'Text_EM',
  digits: 3,
  source: 'MedGEN-Bench evaluator (2026), `compute_closed_form_exact_match`; agrees exactly.',
  definition:
    '1 where the answer parsed out of the free response equals the parsed reference answer, else 0; multiple-choice and blank-filling only. Multiple choice: from the last line upwards, a stated letter (“Final answer: B”) or a line that is just an option; then the last letter standing alone that names an option; then the longest option text that occurs. Without any known options the whole text is compared. Blank filling: the last line, without “Answer:” and outer punctuation, when it has at most 20 words. Case and white space do not count.',
  edgeCases:
    'A response that cannot be parsed is NA and not 0: it is left out of the mean, and n says how many are in. A reference answer that cannot be parsed gives NA too. The article “a” counts as option A when nothing better is found, and a stated letter that is no option counts as a wrong answer, as in the evaluator.',
  namesakes:
    'SQuAD-style exact match drops articles and all punctuation; others count what cannot be parsed as wrong, which gives lower means. An early release of the evaluator compared the whole normalised texts.',
  group: 'official'
};

/** Why there is no value, by the parser's own word for it. */
const reasons: Readonly<Record<string, string>> = {
  empty: 'NA: the response is empty',
  no_option_detected: 'NA: no option could be found in the response',
  no_short_answer: 'NA: the last line of the response holds no answer of at most 20 words',
  reference_unparsed: 'NA: the reference answer could not be parsed'
};

/** Symmetric in its two texts. @see meta for the definition and the edge cases */
function compute({ parsed }: TextPair): Score | undefined {
  if (!parsed) return undefined;
  if (parsed.failure !== null) {
    return { value: null, reason: reasons[parsed.failure] ?? `NA: ${parsed.failure}`, na: true };
  }
  return { value: parsed.answer === parsed.expected ? 1 : 0 };
}

export const em: TextMetric = { kind: 'text', meta, compute };
