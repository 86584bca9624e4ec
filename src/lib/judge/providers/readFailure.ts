import type { JsonValue } from '../../core/json';
import { readRetryAfter } from '../../core/readRetryAfter';
import type { Failure, FailureKind } from './Provider';
import { readCode, readDelay, readMessage } from './readError';
import { isAboutLimit, readLargestLimit } from './readLimit';

/** What of a provider's words may be shown: a server that echoes the request must not spread it. */
const longestMessage = 300;

/** The picture or text of this sample, not what is asked in general. */
const flagged =
  /moderation|flagged|content[ _-]?(?:policy|filter|management)|content_filter|responsible.?ai|safety (?:system|reasons?|filter|policy)|violat\w+.{0,40}polic|harmful content|prohibited content/i;
const noVision =
  /(?:no endpoints?|model|provider|server).{0,80}(?:not support|n't support|cannot (?:read|accept)|only text|unsupported).{0,60}(?:image|vision|multimodal)|image_url is only supported by certain models|no endpoints? found that support image|(?:image|vision|multimodal)(?: inputs?| content)?.{0,30}(?:is|are|not|isn't|aren't) (?:not )?(?:supported|enabled).{0,40}(?:model|server|endpoint|provider)|not a (?:multimodal|vision) model/i;
const noModel =
  /model.{0,80}(not (?:be )?found|does not exist|not exist|unknown|not available|is not a valid model|deprecated)|(no such|unknown|invalid) model|try pulling it|model_not_found/i;
/** LiteLLM looks a key that it does not know up in a database, and complains where it has none. */
const noKey =
  /api[ _-]?key.{0,40}(not valid|invalid|incorrect|missing|expired)|(invalid|incorrect|missing).{0,20}api[ _-]?key|API_KEY_INVALID|no_db_connection/i;
const noAccess =
  /permission|not (?:allowed|authori[sz]ed|permitted|have access)|may not use|access|your (?:project|organi[sz]ation|team|account)|forbidden/i;
const noCredit =
  /insufficient_quota|exceeded your current quota|credit balance|insufficient (credits?|funds|balance)|billing/i;
/** A limit a minute, or a quota, that the request alone is above: waiting does not help. */
const neverPasses =
  /request too large|too large for .{0,60}(?:tokens|requests) per (?:min|day)|larger than the .{0,40}per.minute/i;
const noQuota = /\blimit: 0\b/;

/** What a provider's refusal means. Statuses first, then words: the same fault has other statuses elsewhere. */
export function readFailure(
  status: number,
  body: JsonValue | undefined,
  headers: Headers,
  nowMs: number
): Failure {
  const message = readMessage(body) || `HTTP ${status}`;
  const kind = findKind(status, `${message} ${readCode(body)}`);
  const atMost = kind === 'limit' ? readLargestLimit(message) : null;
  return {
    kind,
    status,
    message: message.slice(0, longestMessage),
    retryAfterMs: readRetryAfter(headers, nowMs) ?? readDelay(body, message),
    mayBePaid: false,
    ...(atMost !== null && { atMost })
  };
}

function findKind(status: number, words: string): FailureKind {
  if (status === 529 || status === 503) return 'overload';
  if (status >= 500) return 'server';
  if (status === 408 || status === 409 || status === 425) return 'server';
  if (status === 402) return 'no-credit';
  if (status === 429) return findLimited(words);
  if (flagged.test(words)) return 'flagged';
  if (status === 401 || noKey.test(words)) return 'no-key';
  return findRefused(status, words);
}

function findLimited(words: string): FailureKind {
  if (neverPasses.test(words)) return 'too-large';
  return /insufficient_quota|credit balance/i.test(words) || noQuota.test(words) ? 'no-credit' : 'rate';
}

function findRefused(status: number, words: string): FailureKind {
  if (noVision.test(words)) return 'no-vision';
  if (noModel.test(words)) return 'no-model';
  // Without a word of the model, it may as well be the address.
  if (status === 404 || status === 405) return 'no-path';
  if (status === 403) return noAccess.test(words) ? 'no-access' : 'refused';
  if (noCredit.test(words)) return 'no-credit';
  return isAboutLimit(words) ? 'limit' : 'refused';
}
