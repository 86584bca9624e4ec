import { isJsonObject, type JsonValue } from '../../core/json';
import type { Failure, FailureKind } from './Provider';

/** What of a provider's words may be shown: a server that echoes the request must not spread it. */
const longestMessage = 300;

const noVision =
  /(not support|n't support|unsupported|no endpoints? found that support|not a multimodal|cannot (?:read|accept)|only text).{0,60}(image|vision|multimodal)|(image|vision|multimodal).{0,60}(not supported|unsupported|not support|n't support|is not enabled)|not a (multimodal|vision) model/i;
const noModel =
  /model.{0,80}(not (?:be )?found|does not exist|not exist|unknown|not available|is not a valid model)|(no such|unknown|invalid) model|try pulling it/i;
const noKey =
  /api[ _-]?key.{0,40}(not valid|invalid|incorrect|missing|expired)|(invalid|incorrect|missing).{0,20}api[ _-]?key|API_KEY_INVALID/i;
const noCredit =
  /insufficient_quota|exceeded your current quota|credit balance|insufficient (credits?|funds|balance)|billing/i;

/** What a provider's refusal means. Statuses first, then words: the same fault has other statuses elsewhere. */
export function readFailure(
  status: number,
  body: JsonValue | undefined,
  headers: Headers,
  nowMs: number
): Failure {
  const message = readMessage(body) || `HTTP ${status}`;
  return {
    kind: findKind(status, `${message} ${readCode(body)}`),
    status,
    message: message.slice(0, longestMessage),
    retryAfterMs: readRetryAfter(headers, nowMs) ?? readDelay(body, message),
    mayBePaid: false
  };
}

function findKind(status: number, words: string): FailureKind {
  if (status === 529 || status === 503) return 'overload';
  if (status >= 500) return 'server';
  if (status === 408 || status === 409 || status === 425) return 'server';
  if (status === 402) return 'no-credit';
  if (status === 429) return /insufficient_quota|credit balance/i.test(words) ? 'no-credit' : 'rate';
  if (noVision.test(words)) return 'no-vision';
  if (status === 401 || noKey.test(words)) return 'no-key';
  if (status === 404 || noModel.test(words)) return 'no-model';
  if (status === 403) return 'no-access';
  return noCredit.test(words) ? 'no-credit' : 'refused';
}

/** Providers put their words in `error.message`, `error`, `message` or FastAPI's `detail`. */
function readMessage(body: JsonValue | undefined): string {
  if (Array.isArray(body)) return readMessage(body[0]);
  if (!isJsonObject(body)) return '';
  const { error, message, detail } = body;
  if (isJsonObject(error) && typeof error['message'] === 'string') return error['message'];
  for (const words of [error, message, detail]) if (typeof words === 'string') return words;
  if (!Array.isArray(detail)) return '';
  // The items' `input` is what was sent; only what is wrong with it is told.
  return detail.flatMap((item) => (isJsonObject(item) ? [String(item['msg'] ?? '')] : [])).join('; ');
}

function readCode(body: JsonValue | undefined): string {
  const error = isJsonObject(body) ? body['error'] : undefined;
  if (!isJsonObject(error)) return '';
  return ['code', 'type', 'status'].map((field) => String(error[field] ?? '')).join(' ');
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date; null where the browser hides them. */
function readRetryAfter(headers: Headers, nowMs: number): number | null {
  const exact = Number(headers.get('retry-after-ms') ?? NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const text = headers.get('retry-after');
  if (text === null || text.trim() === '') return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/** Google's `RetryInfo`, and OpenAI's words "Please try again in 1m2.5s": readable where headers are not. */
function readDelay(body: JsonValue | undefined, message: string): number | null {
  const error = isJsonObject(body) ? body['error'] : undefined;
  const details = isJsonObject(error) ? error['details'] : undefined;
  for (const detail of Array.isArray(details) ? details : []) {
    const delay: JsonValue | undefined = isJsonObject(detail) ? detail['retryDelay'] : undefined;
    const seconds = typeof delay === 'string' ? /^([\d.]+)s$/.exec(delay) : null;
    if (seconds) return Number(seconds[1]) * 1000;
  }
  const words = /try again in (?:(\d+)m(?!s))?(?:([\d.]+)(ms|s))?/i.exec(message);
  if (!words || (words[1] === undefined && words[2] === undefined)) return null;
  const rest = Number(words[2] ?? 0) * (words[3] === 'ms' ? 1 : 1000);
  return Number(words[1] ?? 0) * 60_000 + rest;
}
