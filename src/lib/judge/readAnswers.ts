import type { JudgeScaleTop } from '../benchmark/judge';
import type { StoredAnswer } from './AnswerStore';
import type { Cause } from './Cause';
import { dropThoughts } from './dropThoughts';
import { parsePairVerdict, type PairVerdict } from './pair/parsePairVerdict';
import { parseVerdict } from './parseVerdict';
import type { Answer } from './providers/Provider';
import { providers } from './providers/providers';
import type { Verdict } from './Verdict';

/** What the answers to a question come to. */
export type Conclusion =
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly answer: StoredAnswer }
  | { readonly kind: 'choice'; readonly choice: PairVerdict; readonly answer: StoredAnswer }
  /** Nothing was asked yet. */
  | { readonly kind: 'open' }
  /** One more try: the answer that is wrong, and what is wrong with it. */
  | { readonly kind: 'repair'; readonly text: string; readonly faults: readonly string[] }
  | {
      readonly kind: 'unscored';
      readonly reason: string;
      readonly cause: Cause;
      /** The same for answers with the same fault, whatever the numbers in them. */
      readonly fault: string;
    };

/**
 * Reads stored answers again, as after a reload or with a newer version of this page. Where a question was asked several
 * times, the last verdict counts; without one, the last time. Pure; asks nothing.
 */
export function concludeAnswers(answers: readonly StoredAnswer[], scale: JudgeScaleTop): Conclusion {
  if (answers.length === 0) return { kind: 'open' };
  const rounds = [...Map.groupBy(answers, ({ attempt }) => Math.floor(attempt / 2)).values()];
  const conclusions = rounds.map((round) => concludeRound(round, scale));
  return conclusions.findLast(({ kind }) => kind === 'verdict' || kind === 'choice') ?? conclusions.at(-1)!;
}

function concludeRound(answers: readonly StoredAnswer[], scale: JudgeScaleTop): Conclusion {
  const last = answers.at(-1)!;
  const answer = readStoredAnswer(last);
  if (!answer) {
    return unscored('no-verdict', 'the stored answer cannot be read');
  }
  const { finish } = answer;
  const text = dropThoughts(answer.text);
  const found = readText(last, text, scale);
  if ('kind' in found) return found;
  if (finish === 'refusal') return unscored('declined', `the judge declined: ${shorten(text) || 'no words'}`);
  const { faults } = found;
  // Where nothing of the answer itself came, the limit went to what the model thought: a repair would meet it again.
  if (finish === 'length' && !text.includes('{'))
    return unscored('cut', describeCut(last, 'before the answer'));
  const all = finish === 'length' ? ['the answer was cut at the output limit', ...faults] : faults;
  if (answers.length === 1) return { kind: 'repair', text, faults: all };
  if (finish === 'length') return unscored('cut', describeCut(last, 'in two answers'));
  return unscored('no-verdict', `no valid verdict in two answers: ${shorten(faults.join('; '))}`);
}

/** The verdict, or what is wrong. */
function readText(
  answer: StoredAnswer,
  text: string,
  scale: JudgeScaleTop
): Conclusion | { readonly faults: readonly string[] } {
  if (answer.question.rivalHash !== undefined) {
    const pair = parsePairVerdict(text);
    return pair.ok ? { kind: 'choice', choice: pair.verdict, answer } : pair;
  }
  const parsed = parseVerdict(text, scale);
  return parsed.ok ? { kind: 'verdict', verdict: parsed.verdict, answer } : parsed;
}

const describeCut = ({ question }: StoredAnswer, where: string): string =>
  `cut at the output limit of ${question.maxOutputTokens.toLocaleString('en')} tokens, ${where}`;

function unscored(cause: Cause, reason: string): Conclusion {
  return { kind: 'unscored', cause, reason, fault: `${cause}: ${reason.replaceAll(/\d+/g, '#')}` };
}

/** The model's text out of a stored body; null where the body is not of its format. */
export function readStoredAnswer({ body, wire }: StoredAnswer): Answer | null {
  const format = Object.values(providers).find((facts) => facts.wire.format === wire);
  try {
    return format?.wire.readAnswer(JSON.parse(body)) ?? null;
  } catch {
    return null;
  }
}

const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
