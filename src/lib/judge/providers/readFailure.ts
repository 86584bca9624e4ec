import type { JsonValue } from '../../core/json';
import { readRetryAfter } from '../../core/readRetryAfter';
import { parseBody } from './parseBody';
import type { Failure, FailureKind } from './Provider';
import { readCode, readDelay, readMessage } from './readError';
import { isAboutLimit, readLargestLimit } from './readLimit';
import * as words from './refusalWords';

/** What of a provider's words may be shown: a server that echoes the request must not spread it. */
const longestMessage = 300;

/**
 * What a provider's refusal means. Statuses first, then words: the same fault has other statuses elsewhere.
 * @param text the body, without the key
 */
export function readFailure(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  text: string,
  nowMs: number
): Failure {
  const body = parseBody(text);
  const message = readMessage(body) || describePlain(status, text, body);
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

/** A plain text, or the title of a page: gateways and firewalls have no JSON. */
function describePlain(status: number, text: string, body: JsonValue | undefined): string {
  const isPage = /^\s*<(?:!doctype|html)/i.test(text);
  const plain = isPage ? (/<title[^>]*>([^<]*)/i.exec(text)?.[1] ?? '') : body === undefined ? text : '';
  const line = plain.replaceAll(/\s+/g, ' ').trim();
  return line === '' ? `HTTP ${status}` : `HTTP ${status}: ${line}`;
}

function findKind(status: number, said: string): FailureKind {
  if (status === 529 || status === 503) return 'overload';
  // llama.cpp says it under 500.
  if (status >= 500) return words.noVision.test(said) ? 'no-vision' : 'server';
  if (status === 408 || status === 409 || status === 425) return 'server';
  if (status === 402) return 'no-credit';
  if (status === 429) return findLimited(said);
  if (words.flagged.test(said)) return 'flagged';
  if (status === 401 || words.noKey.test(said)) return 'no-key';
  return findRefused(status, said);
}

function findLimited(said: string): FailureKind {
  if (words.neverPasses.test(said)) return 'too-large';
  return words.noCreditOrQuota.test(said) ? 'no-credit' : 'rate';
}

function findRefused(status: number, said: string): FailureKind {
  if (words.noVision.test(said)) return 'no-vision';
  if (words.noModel.test(said)) return 'no-model';
  if (words.notForYou.test(said)) return 'no-access';
  if (words.noCredit.test(said)) return 'no-credit';
  // Without a word of the model, it may as well be the address.
  if (status === 404 || status === 405 || status === 410) return 'no-path';
  if (status === 403) return words.noAccess.test(said) ? 'no-access' : 'refused';
  return isAboutLimit(said) ? 'limit' : 'refused';
}
