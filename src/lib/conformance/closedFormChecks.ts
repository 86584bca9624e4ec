import type { ParsedAnswer } from '../core/score';
import type { CheckGroup } from './check';
import { compareTexts, quote } from './compare';
import { scoreTexts } from './scoring';

interface ClosedFormCase {
  readonly task: 'multiple-choice' | 'blank-filling';
  readonly response: string;
  readonly answer: string;
  readonly choices: readonly string[];
  readonly score: number | null;
  readonly parse_status: 'parsed' | 'NA';
  readonly parsed_answer: string | null;
  readonly expected_answer: string | null;
  readonly parse_failure_reason: string | null;
}

export const closedFormChecks: CheckGroup = {
  id: 'em',
  title: 'EM: how answers are read out of free responses',
  reference: 'the evaluator’s own parser (2026)',
  agreement: 'exactly: score, status, both answers, reason',
  list: async (vectors) => {
    const cases = await vectors.readJson<ClosedFormCase[]>('closed_form.json');
    return cases.map((golden) => {
      const expected = describe(golden.score, {
        status: golden.parse_status,
        answer: golden.parsed_answer,
        expected: golden.expected_answer,
        failure: golden.parse_failure_reason
      });
      return {
        name: `${golden.task}: ${quote(golden.response)} against ${quote(golden.answer)}`,
        expected,
        run: async (tools) => {
          const { scores, texts } = await scoreTexts(golden, 'em', tools);
          if (!texts?.parsed) return { got: 'not parsed', passes: false };
          return compareTexts(expected, describe(scores['em']?.value ?? null, texts.parsed));
        }
      };
    });
  }
};

/** `1: "b. heart", reference "b. heart"` or `NA (empty): null, reference "b. heart"`. */
function describe(score: number | null, { status, answer, expected, failure }: ParsedAnswer): string {
  const head = failure === null ? `${score}` : `${score ?? 'NA'} (${status}, ${failure})`;
  return `${head}: ${JSON.stringify(answer)}, reference ${JSON.stringify(expected)}`;
}
