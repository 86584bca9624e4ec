import type { Cause } from './Cause';
import { asksTooLong, causeOf } from './failurePolicy';
import type { ChatRequest, Failure, FailureKind } from './providers/Provider';

/** Why nothing more is asked, or a question has no verdict. */
export interface Obstacle {
  readonly reason: string;
  readonly cause: Cause;
  /** Of the cause `limit`: the largest output limit that the server names. */
  readonly atMost?: number;
}

/** What the server looked at and did not take. */
const refusals: ReadonlySet<FailureKind> = new Set(['flagged', 'too-large', 'refused']);
const latestMs = 8.64e15;

/** In words for the one who runs the judge. */
export function describeFailure(
  failure: Failure,
  { maxOutputTokens }: Pick<ChatRequest, 'maxOutputTokens'>,
  nowMs: number
): Obstacle {
  const { kind, message, atMost } = failure;
  const cause = causeOf(kind);
  if (kind === 'limit') {
    const most = atMost === undefined ? '' : `, at most ${atMost.toLocaleString('en')} here`;
    const limit = `the output limit of ${maxOutputTokens.toLocaleString('en')} tokens is refused${most}`;
    return { reason: `not judged: ${limit}: ${message}`, cause, ...(atMost !== undefined && { atMost }) };
  }
  if (asksTooLong(failure)) {
    const until = new Date(Math.min(latestMs, nowMs + failure.retryAfterMs!));
    const day = until.toISOString().slice(0, 10);
    return { reason: `not judged: the provider asks to wait until ${day}: ${message}`, cause };
  }
  const who = refusals.has(kind) ? 'the provider refused the request: ' : '';
  return { reason: `not judged: ${who}${message}`, cause };
}
