import type { JudgeScaleTop } from '../benchmark/judge';
import type { StoredAnswer } from './AnswerStore';
import { parseVerdict } from './parseVerdict';
import type { Answer } from './providers/Provider';
import { providers } from './providers/providers';
import type { Verdict } from './Verdict';

/** What the answers to a question come to. */
export type Conclusion =
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  /** Nothing was asked yet. */
  | { readonly kind: 'open' }
  /** One more try: the answer that is wrong, and what is wrong with it. */
  | { readonly kind: 'repair'; readonly text: string; readonly faults: readonly string[] }
  | { readonly kind: 'unscored'; readonly reason: string };

/** Reads stored answers again, as after a reload or with a newer version of this page. Pure; asks nothing. */
export function concludeAnswers(answers: readonly StoredAnswer[], scale: JudgeScaleTop): Conclusion {
  const last = answers.at(-1);
  if (!last) return { kind: 'open' };
  const answer = readStoredAnswer(last);
  if (!answer) return { kind: 'unscored', reason: 'the stored answer cannot be read' };
  if (answer.finish === 'refusal') {
    return { kind: 'unscored', reason: `the judge declined: ${shorten(answer.text) || 'no words'}` };
  }
  const parsed = parseVerdict(answer.text, scale);
  if (parsed.ok) return { kind: 'verdict', verdict: parsed.verdict };
  const faults =
    answer.finish === 'length' ? ['the answer was cut at the output limit', ...parsed.faults] : parsed.faults;
  if (answers.length === 1) return { kind: 'repair', text: answer.text, faults };
  return { kind: 'unscored', reason: `no valid verdict in two answers: ${shorten(faults.join('; '))}` };
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
