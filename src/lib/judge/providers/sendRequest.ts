import { isJsonObject, type JsonValue } from '../../core/json';
import type { Clock } from '../Clock';
import type { Abilities, ChatRequest, Endpoint, Failure, Result } from './Provider';
import { providers } from './providers';
import { parseBody } from './parseBody';
import { readHiddenStatus, readMessage } from './readError';
import { readFailure } from './readFailure';
import { addQuery, composeHeaders, scrub } from './secrets';

export interface SendTools {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly fetch?: typeof fetch;
}

/**
 * Asks once. The only place that sees the key: it goes into the one header that the provider wants and to the one address
 * that the user chose, redirects are refused, and whatever comes back is rid of it.
 *
 * @throws only the signal's reason; everything else is a failure
 */
export async function sendRequest(
  endpoint: Endpoint,
  request: ChatRequest,
  abilities: Abilities,
  { clock, timeoutMs, signal, fetch: send = fetch }: SendTools
): Promise<Result> {
  signal.throwIfAborted();
  const deadline = new AbortController();
  let isLate = false;
  const both = AbortSignal.any([signal, deadline.signal]);
  clock.sleep(timeoutMs, both).then(
    () => {
      isLate = true;
      deadline.abort();
    },
    () => undefined
  );
  let response: Response | null = null;
  try {
    response = await send(...compose(endpoint, request, abilities, both));
    const text = await response.text();
    return readResponse(endpoint, response, scrub(endpoint, text), clock.now());
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, failure: describeBreak(error, response, isLate, timeoutMs) };
  } finally {
    deadline.abort();
  }
}

function compose(
  endpoint: Endpoint,
  request: ChatRequest,
  abilities: Abilities,
  signal: AbortSignal
): [string, RequestInit] {
  const { wire } = providers[endpoint.provider];
  const init: RequestInit = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...composeHeaders(endpoint) },
    body: JSON.stringify(wire.compose(request, endpoint.model, abilities)),
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal
  };
  return [addQuery(wire.address(endpoint), endpoint), init];
}

function readResponse(endpoint: Endpoint, response: Response, body: string, nowMs: number): Result {
  if (!response.ok) return { ok: false, failure: readFailure(response, body, nowMs) };
  const content = parseBody(body);
  const hidden = readHiddenStatus(content);
  if (hidden !== null) {
    const failure = readFailure({ status: hidden, headers: response.headers }, body, nowMs);
    // What broke in the middle of an answer was begun, and perhaps charged.
    return { ok: false, failure: { ...failure, mayBePaid: isJsonObject(content) && 'choices' in content } };
  }
  const answer = providers[endpoint.provider].wire.readAnswer(content);
  if (answer) return { ok: true, reply: { body, answer } };
  const [kind, message] = describeOther(content, body);
  const { status } = response;
  return { ok: false, failure: { kind, status, message, retryAfterMs: null, mayBePaid: true } };
}

/** Server-sent events, or an object a line. */
const stream = /^\s*(?:(?:event|data|id|retry|:)|\{[^\n]*\}\s*\n\s*\{)/;

/** A body that is no answer: whole JSON of another form is what this server says, anything else may pass. */
function describeOther(content: JsonValue | undefined, body: string): readonly [Failure['kind'], string] {
  if (content !== undefined) {
    const words = readMessage(content).slice(0, 200);
    return ['other-form', `the response has another form${words === '' ? '' : `: ${words}`}`];
  }
  return stream.test(body)
    ? ['streamed', 'the server streams its answer although it was asked for a whole one']
    : ['malformed', 'the response is cut or no JSON'];
}

/** A browser says no more than "Failed to fetch", whatever it was. */
function describeBreak(
  error: unknown,
  response: Response | null,
  isLate: boolean,
  timeoutMs: number
): Failure {
  const kind = isLate ? 'timeout' : 'network';
  const message = isLate
    ? `no answer within ${Math.round(timeoutMs / 1000)} s`
    : `${response ? 'the connection broke off' : 'no connection, or the browser refused it'} (${error instanceof Error ? error.name : 'Error'})`;
  return {
    kind,
    status: response?.status ?? null,
    message,
    retryAfterMs: null,
    mayBePaid: isLate || response?.ok === true
  };
}
