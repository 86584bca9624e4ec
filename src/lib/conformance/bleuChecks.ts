import type { CheckGroup, Outcome } from './check';
import { compareNumbers, formatNumbers, quote } from './compare';
import { scoreTexts } from './scoring';

interface BleuCase {
  readonly response: string;
  readonly answer: string;
  readonly normalized_response: string;
  readonly normalized_answer: string;
  readonly bleu: number;
}

export const bleuChecks: CheckGroup = {
  id: 'bleu',
  title: 'BLEU',
  reference: 'NLTK 3.8, sentence_bleu with smoothing method 1, on the evaluator’s normalised texts',
  agreement: 'within 1e-12, the normalised texts exactly',
  list: async (vectors) => {
    const cases = await vectors.readJson<BleuCase[]>('bleu.json');
    return cases.map((golden) => ({
      name: `${quote(golden.response)} against ${quote(golden.answer)}`,
      expected: formatNumbers([golden.bleu]),
      run: async (tools) => {
        const { scores, texts } = await scoreTexts(golden, 'bleu', tools);
        const outcome = compareNumbers([golden.bleu], [scores['bleu']?.value ?? null], 1e-12);
        return requireTexts(outcome, golden, texts ?? { response: '', answer: '' });
      }
    }));
  }
};

/** The value alone could be right by chance. */
function requireTexts(
  outcome: Outcome,
  golden: BleuCase,
  { response, answer }: { readonly response: string; readonly answer: string }
): Outcome {
  if (response === golden.normalized_response && answer === golden.normalized_answer) return outcome;
  const got = `${outcome.got} of the normalised texts ${JSON.stringify(response)} and ${JSON.stringify(answer)}`;
  return { ...outcome, got, passes: false };
}
