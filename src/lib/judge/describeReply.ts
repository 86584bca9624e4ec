import type { SentSettings, StoredAnswer } from './AnswerStore';
import type { AnswerFacts } from './JudgeOptions';
import type { Abilities, ChatRequest, Endpoint, Reply } from './providers/Provider';
import { providers } from './providers/providers';
import { readStoredAnswer } from './readAnswers';
import type { OpenQuestion } from './Recall';

interface Sent {
  readonly open: OpenQuestion;
  readonly request: ChatRequest;
  readonly abilities: Abilities;
}

/** An answer as it is stored. */
export function describeReply(
  { open, request, abilities }: Sent,
  { body, answer }: Reply,
  costUsd: number | null,
  { provider }: Endpoint,
  nowMs: number
): StoredAnswer {
  return {
    key: open.key,
    attempt: findAttempt(open),
    question: { ...open.asked, maxOutputTokens: request.maxOutputTokens },
    body,
    wire: providers[provider].wire.format,
    usage: answer.usage,
    costUsd,
    receivedAt: new Date(nowMs).toISOString(),
    sent: describeSent(abilities, request)
  };
}

/** What a request holds under the abilities that are left. */
export const describeSent = (
  { structure, temperature, effort, detail }: Abilities,
  request: Pick<ChatRequest, 'effort' | 'detail'>
): SentSettings => ({
  structure,
  temperature: temperature ? 0 : null,
  effort: effort ? request.effort : null,
  imageDetail: detail ? request.detail : null
});

/** Each time that a question is asked begins at an even number. */
function findAttempt({ earlier, answers }: OpenQuestion): number {
  const last = earlier.at(-1)?.attempt ?? -1;
  const first = answers[0]?.attempt ?? 2 * Math.ceil((last + 1) / 2);
  return first + answers.length;
}

/** Null where no answer came. */
export function describeFacts({ earlier, answers }: OpenQuestion): AnswerFacts | null {
  const all = [...earlier, ...answers];
  const last = all.at(-1);
  if (!last) return null;
  const costs = all.map(({ costUsd }) => costUsd);
  return {
    model: readStoredAnswer(last)?.model ?? null,
    sent: last.sent ?? null,
    maxOutputTokens: last.question.maxOutputTokens,
    receivedAt: last.receivedAt,
    costUsd: costs.every((cost) => cost === null)
      ? null
      : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0)
  };
}
