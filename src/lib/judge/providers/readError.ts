import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';

/** Providers put their words in `error.message`, `error`, `message`, FastAPI's `detail` and others; a list has them in its first. */
export function readMessage(body: JsonValue | undefined): string {
  if (Array.isArray(body)) return readMessage(body[0]);
  if (!isJsonObject(body)) return '';
  const { message, detail, error_msg: baidu, base_resp: miniMax } = body;
  const error = findError(body) ?? body['error'];
  if (isJsonObject(error) && typeof error['message'] === 'string')
    return `${error['message']}${readRaw(error)}`;
  const others = isJsonObject(miniMax) ? [baidu, miniMax['status_msg']] : [baidu];
  for (const words of [error, message, detail, ...others]) if (typeof words === 'string') return words;
  return Array.isArray(detail) ? detail.map(readDetail).join('; ') : '';
}

/** Error of a response, wherever it stands: OpenRouter has one that comes in the middle of an answer in its first choice. */
export function findError(body: JsonValue | undefined): JsonObject | null {
  if (!isJsonObject(body)) return null;
  if (saysError(body['error'])) return body['error'];
  const choices = body['choices'];
  const first = Array.isArray(choices) ? choices[0] : undefined;
  return isJsonObject(first) && saysError(first['error']) ? first['error'] : null;
}

/** one-api and its kin have an error of empty fields beside every answer. */
const saysError = (error: JsonValue | undefined): error is JsonObject =>
  isJsonObject(error) && Object.values(error).some((field) => field !== '' && field !== null && field !== 0);

/**
 * The status that an error under status 200 stands for; null where the body is none. OpenRouter tells errors of the
 * model's own server so, also in the middle of an answer; some servers have a text for it, older ones of vLLM the object
 * itself.
 */
export function readHiddenStatus(body: JsonValue | undefined): number | null {
  if (!isJsonObject(body)) return null;
  const error = findError(body) ?? (body['object'] === 'error' ? body : null);
  const isText = typeof body['error'] === 'string' && body['error'] !== '';
  if (!error) return isText ? 500 : null;
  const code = Number(error['code']);
  return Number.isInteger(code) && code >= 400 && code < 600 ? code : 500;
}

export function readCode(body: JsonValue | undefined): string {
  const error = findError(Array.isArray(body) ? body[0] : body);
  return error ? ['code', 'type', 'status'].map((field) => toWord(error[field])).join(' ') : '';
}

/** OpenRouter says "Provider returned error", and what that provider said beside it. */
function readRaw({ metadata }: JsonObject): string {
  const raw = isJsonObject(metadata) ? metadata['raw'] : undefined;
  if (typeof raw !== 'string' || raw === '') return '';
  try {
    return `: ${readMessage(JSON.parse(raw) as JsonValue) || raw}`;
  } catch {
    return `: ${raw}`;
  }
}

/** An item's `input` is what was sent; only where, and what is wrong with it, is told. */
function readDetail(item: JsonValue): string {
  if (!isJsonObject(item)) return String(item);
  const { loc, msg } = item;
  const path = Array.isArray(loc) ? loc.map(toWord).join('.') : '';
  return path === '' ? toWord(msg) : `${path}: ${toWord(msg)}`;
}

const toWord = (value: JsonValue | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Google's `RetryInfo`, or words: readable where headers are not. */
export function readDelay(body: JsonValue | undefined, message: string): number | null {
  const details = findError(Array.isArray(body) ? body[0] : body)?.['details'];
  for (const detail of Array.isArray(details) ? details : []) {
    const delay: JsonValue | undefined = isJsonObject(detail) ? detail['retryDelay'] : undefined;
    const seconds = typeof delay === 'string' ? /^([\d.]+)s$/.exec(delay) : null;
    if (seconds) return Number(seconds[1]) * 1000;
  }
  return readDelayInWords(message);
}

/** "try again in 1h2m3.5s", "retry in 32.5s", "retry after 26 seconds". */
function readDelayInWords(message: string): number | null {
  const time =
    /(?:try again|retry) (?:in|after) ((?:[\d.]+ ?(?:hours?|h|minutes?|ms|m|seconds?|s)(?![a-z])[ ,]*)+)/i.exec(
      message
    );
  if (!time) return null;
  const parts = [...time[1]!.matchAll(/([\d.]+) ?(h|ms|m|s)/gi)];
  const lengths = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  return parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * lengths[unit!.toLowerCase() as keyof typeof lengths],
    0
  );
}
