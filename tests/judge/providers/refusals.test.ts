import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../../src/lib/judge/describeFailure';
import { causeOf, followFailure, triesOf, type Consequence } from '../../../src/lib/judge/failurePolicy';
import type { Failure, FailureKind } from '../../../src/lib/judge/providers/Provider';
import {
  readCode,
  readDelay,
  readHiddenStatus,
  readMessage
} from '../../../src/lib/judge/providers/readError';
import { readFailure } from '../../../src/lib/judge/providers/readFailure';
import { isAboutLimit, isTooLarge, readLargestLimit } from '../../../src/lib/judge/providers/readLimit';
import { rowRefusals } from '../rowRefusals';
import { wholeRefusals } from '../wordScripts';

const nowMs = Date.UTC(2026, 0, 1);
const day = 86_400_000;

const read = (status: number, body: unknown, headers: Record<string, string> = {}): Failure =>
  readFailure(
    { status, headers: new Headers(headers) },
    typeof body === 'string' ? body : JSON.stringify(body),
    nowMs
  );
const say = (message: string) => ({ error: { message } });

describe('a refusal', () => {
  it.each([...wholeRefusals, ...rowRefusals])('is understood: $name', ({ status, body, cause, reason }) => {
    const failure = read(status, body);
    const obstacle = describeFailure(failure, { maxOutputTokens: 4096 }, nowMs);
    expect(obstacle.cause).toBe(cause);
    expect(obstacle.reason).toMatch(reason);
    expect(failure).toMatchObject({ status, mayBePaid: false, retryAfterMs: null });
  });

  it.each<[number, string, FailureKind]>([
    [529, '', 'overload'],
    [503, 'model: x not found', 'overload'],
    [500, '', 'server'],
    [502, 'bad gateway', 'server'],
    [504, '', 'server'],
    [408, '', 'server'],
    [409, '', 'server'],
    [425, '', 'server'],
    [402, '', 'no-credit'],
    [429, 'slow down', 'rate'],
    [429, 'Request too large for gpt-4.1 in organization', 'too-large'],
    [429, 'insufficient_quota', 'no-credit'],
    [429, 'Quota exceeded, limit: 0', 'no-credit'],
    [429, 'Quota exceeded, limit: 10', 'rate'],
    [401, 'who are you', 'no-key'],
    [400, 'Incorrect API key provided', 'no-key'],
    [403, 'You are not allowed to sample from this model', 'no-access'],
    [403, 'Nothing of that', 'refused'],
    [404, 'Not Found', 'no-path'],
    [405, 'Method Not Allowed', 'no-path'],
    [410, 'Gone', 'no-path'],
    [404, 'The model `x` does not exist', 'no-model'],
    [400, 'Your credit balance is too low', 'no-credit'],
    [400, 'max_tokens: 9000 > 8192', 'limit'],
    [400, 'messages[0] is wrong', 'refused'],
    [400, 'The request was flagged by moderation', 'flagged'],
    [401, 'The request was flagged by moderation', 'flagged'],
    [422, 'this model does not support image input', 'no-vision']
  ])('of status %i, “%s”, is of kind %s', (status, message, kind) => {
    expect(read(status, say(message)).kind).toBe(kind);
  });

  it('is known by its code where the words say nothing', () => {
    expect(read(400, { error: { message: 'no', code: 'content_filter' } }).kind).toBe('flagged');
    expect(read(400, { error: { message: 'no', type: 'insufficient_quota' } }).kind).toBe('no-credit');
    expect(read(400, [{ error: { message: 'no', status: 'API_KEY_INVALID' } }]).kind).toBe('no-key');
    expect(read(429, { error: { message: 'no', code: 'insufficient_quota' } }).kind).toBe('no-credit');
  });

  it.each([
    ['<html><head><title>\n  Sorry,\n blocked </title></head>', 'HTTP 403: Sorry, blocked'],
    ['  <!doctype HTML><title lang="en">No</title>', 'HTTP 403: No'],
    ['<html><body>nothing named</body></html>', 'HTTP 403'],
    ['upstream\n\tis   away\n', 'HTTP 403: upstream is away'],
    ['{"some":"JSON"}', 'HTTP 403'],
    ['', 'HTTP 403']
  ])('without words in JSON says %j', (text, message) => {
    expect(read(403, text).message).toBe(message);
  });

  it('is told by no more than 300 letters', () => {
    expect(read(400, say('a'.repeat(301))).message).toBe('a'.repeat(300));
  });

  it('names the largest limit only where it is about the limit', () => {
    expect(read(400, say('max_tokens must be at most 512')).atMost).toBe(512);
    expect(read(400, say('At most 5 image(s) may be provided'))).not.toHaveProperty('atMost');
    expect(read(400, say('max_tokens is not known here'))).not.toHaveProperty('atMost');
  });

  it('waits as the header says before what the body says', () => {
    const body = say('Please try again in 20s');
    expect(read(429, body, { 'retry-after': '3' }).retryAfterMs).toBe(3000);
    expect(read(429, body).retryAfterMs).toBe(20_000);
  });
});

describe('the words of an error', () => {
  it.each<[unknown, string]>([
    [{ error: { message: 'a' }, message: 'b' }, 'a'],
    [{ error: 'a', message: 'b' }, 'a'],
    [{ message: 'b', detail: 'c' }, 'b'],
    [{ detail: 'c' }, 'c'],
    [{ error_msg: 'd' }, 'd'],
    [{ base_resp: { status_msg: 'e' } }, 'e'],
    [{ base_resp: 'e' }, ''],
    [[{ error: { message: 'first' } }, { error: { message: 'second' } }], 'first'],
    [{ choices: [{ error: { message: 'in the middle' } }] }, 'in the middle'],
    [{ choices: [] }, ''],
    [{ error: { message: '', code: null, param: 0 }, message: 'beside' }, ''],
    [
      { detail: [{ loc: ['body', 0, 'max_tokens'], msg: 'too large' }, 'plain'] },
      'body.0.max_tokens: too large; plain'
    ],
    [{ detail: [{ msg: 'nowhere' }, { loc: [] }] }, 'nowhere; '],
    [
      { error: { message: 'Provider returned error', metadata: { raw: 'why' } } },
      'Provider returned error: why'
    ],
    [{ error: { message: 'M', metadata: { raw: '{"error":{"message":"deep"}}' } } }, 'M: deep'],
    [{ error: { message: 'M', metadata: { raw: '{"x":1}' } } }, 'M: {"x":1}'],
    [{ error: { message: 'M', metadata: { raw: '' } } }, 'M'],
    [{ error: { message: 'M', metadata: { raw: 5 } } }, 'M'],
    [{ error: { message: 'M', metadata: 'raw' } }, 'M'],
    [{ error: { message: 5 } }, ''],
    ['text', ''],
    [null, ''],
    [[], '']
  ])('in %j are “%s”', (body, words) => {
    expect(readMessage(body as never)).toBe(words);
  });

  it('are beside its code, type and status', () => {
    expect(readCode({ error: { code: 400, type: 'a', status: 'B' } })).toBe('400 a B');
    expect(readCode({ error: { code: null, type: 'a' } }).trim()).toBe('a');
    expect(readCode([{ error: { code: 'x' } }]).trim()).toBe('x');
    expect(readCode({ message: 'none' })).toBe('');
  });
});

describe('an error under status 200', () => {
  it.each<[unknown, number | null]>([
    [{ error: { code: 429, message: 'm' } }, 429],
    [{ error: { code: '502', message: 'm' } }, 502],
    [{ error: { code: 400 } }, 400],
    [{ error: { code: 599 } }, 599],
    [{ error: { code: 399 } }, 500],
    [{ error: { code: 600 } }, 500],
    [{ error: { code: 404.5 } }, 500],
    [{ error: { code: 'server_error' } }, 500],
    [{ error: 'away' }, 500],
    [{ error: '' }, null],
    [{ error: { message: '', code: null } }, null],
    [{ object: 'error', code: 404, message: 'no such model' }, 404],
    [{ object: 'chat.completion' }, null],
    [{ choices: [{ error: { code: 503, message: 'm' } }] }, 503],
    [{ choices: [{ message: {} }] }, null],
    [{ choices: 'x' }, null],
    ['error', null],
    [undefined, null]
  ])('%j stands for %s', (body, status) => {
    expect(readHiddenStatus(body as never)).toBe(status);
  });
});

describe('a wait in a body', () => {
  it.each<[string, number | null]>([
    ['Please try again in 1h2m3.5s.', 3_723_500],
    ['Please try again in 250ms.', 250],
    ['try again in 1.5s', 1500],
    ['retry after 26 seconds', 26_000],
    ['Please retry in 2 minutes, 5 seconds or later', 125_000],
    ['Try Again In 1 Hour', 3_600_000],
    ['retry in 3 hours', 10_800_000],
    ['retry after 1 minute 1 second', 61_000],
    ['retry in a moment', null],
    ['it took 26 seconds', null],
    ['', null]
  ])('“%s” is %s ms', (message, ms) => {
    expect(readDelay(undefined, message)).toBe(ms);
  });

  it('is Google’s RetryInfo before any words', () => {
    const info = (...details: unknown[]) => ({ error: { message: 'm', details } }) as never;
    expect(readDelay(info({ reason: 'x' }, 'y', { retryDelay: '32.5s' }), 'retry in 1s')).toBe(32_500);
    expect(readDelay([info({ retryDelay: '7s' })] as never, '')).toBe(7000);
    expect(readDelay(info({ retryDelay: '7 s' }), 'retry in 1s')).toBe(1000);
    expect(readDelay(info({ retryDelay: 'in 7s' }), '')).toBeNull();
    expect(readDelay(info({ retryDelay: '7s later' }), '')).toBeNull();
    expect(readDelay(info({ retryDelay: 7 }), '')).toBeNull();
    expect(readDelay({ error: { message: 'm', details: 'none' } }, '')).toBeNull();
  });
});

describe('the largest output limit', () => {
  it.each<[string, number | null]>([
    ['max_tokens is too large: 9,000. This model supports at most 8,192 completion tokens.', 8192],
    ['max_tokens: 64000 > 8192, which is the maximum allowed', 8192],
    ['max_tokens must be less than or equal to 4_096', 4096],
    ['max_tokens may go up to 2048', 2048],
    ['max_tokens must not exceed 1024', 1024],
    ['max_tokens must be <= 512', 512],
    ['max_tokens must be ≤512', 512],
    ['the maximum for max_tokens is 300', 300],
    ['max_tokens has a maximum value of: 300', 300],
    ['the output limit is 77', 77],
    ['an output limit of 77', 77],
    ['the supported range is from 1 (inclusive) to 8193 (exclusive)', 8192],
    ['the valid range is 1, 8192', 8192],
    ['max_tokens out of range [1-4096]', 4096],
    ['max_tokens out of range 1 – 4096', 4096],
    ['input length and `max_tokens` exceed context limit: 197000 + 4096 > 200000', 3000],
    ['exceed context limit: 200000 + 4096 > 200000', null],
    ['`max_new_tokens` must be <= 4096. Given: 3000 `inputs` tokens', 1096],
    ['maximum context length is 4096 tokens and your request has 1200 input tokens', 2896],
    ['maximum context length of 4096 tokens; the prompt contains at least 96 input tokens', 4000],
    ['maximum context length is 4096 tokens, but has 1000 input tokens', 3096],
    ['maximum context length is 4,096 tokens: 1,096 in the messages, 8,000 in the completion', 3000],
    ['maximum context length is 4096 tokens: 96 tokens in your prompt', 4000],
    ['maximum context length is 2048 tokens. Your messages resulted in 2900 tokens.', null],
    ['maximum context length is 2048 tokens and your request has 2048 input tokens', null],
    ['max_tokens is not supported', null]
  ])('in “%s” is %s', (message, most) => {
    expect(readLargestLimit(message)).toBe(most);
  });

  it('is asked for only where a refusal names it, and is too large only where it says so', () => {
    for (const name of ['max_tokens', 'max_completion_tokens', 'maxOutputTokens', 'output token limit']) {
      expect([isAboutLimit(`${name} is odd`), isTooLarge(`${name} is odd`)]).toEqual([true, false]);
      expect(isTooLarge(`${name} is too large`)).toBe(true);
    }
    expect([isAboutLimit('temperature is too large'), isTooLarge('temperature is too large')]).toEqual([
      false,
      false
    ]);
  });
});

describe('what follows from a failure', () => {
  const fail = (kind: FailureKind, facts: Partial<Failure> = {}): Failure => ({
    kind,
    status: 400,
    message: 'words',
    retryAfterMs: null,
    mayBePaid: false,
    ...facts
  });

  it.each<[FailureKind, Consequence, Consequence]>([
    ['rate', 'wait', 'wait'],
    ['overload', 'wait', 'wait'],
    ['server', 'again', 'again'],
    ['network', 'again', 'again'],
    ['timeout', 'again', 'again'],
    ['malformed', 'again', 'again'],
    ['no-key', 'stop', 'stop'],
    ['no-credit', 'stop', 'stop'],
    ['streamed', 'stop', 'stop'],
    ['limit', 'stop', 'leave'],
    ['no-access', 'stop', 'leave'],
    ['no-model', 'stop', 'leave'],
    ['no-vision', 'stop', 'leave'],
    ['no-path', 'stop', 'leave'],
    ['flagged', 'leave', 'leave'],
    ['too-large', 'leave', 'leave'],
    ['other-form', 'leave', 'leave'],
    ['refused', 'leave', 'leave']
  ])('of kind %s is %s before any answer and %s after one', (kind, before, after) => {
    expect([followFailure(fail(kind), false), followFailure(fail(kind), true)]).toEqual([before, after]);
  });

  it('ends the run where the wait is longer than a day', () => {
    for (const kind of ['rate', 'server'] as const) {
      expect(followFailure(fail(kind, { retryAfterMs: day + 1 }), true)).toBe('stop');
      expect(followFailure(fail(kind, { retryAfterMs: day }), true)).not.toBe('stop');
    }
    expect(followFailure(fail('refused', { retryAfterMs: day + 1 }), true)).toBe('leave');
  });

  it('is fewer tries where each may be paid', () => {
    expect(triesOf(fail('server'))).toBe(4);
    expect(triesOf(fail('network', { mayBePaid: true }))).toBe(2);
    expect(triesOf(fail('malformed'))).toBe(2);
    expect(triesOf(fail('timeout'))).toBe(2);
  });

  it('has a cause that tells what to do', () => {
    expect(causeOf('flagged')).toBe('flagged');
    expect(causeOf('too-large')).toBe('too-large');
    expect(causeOf('limit')).toBe('limit');
    expect(causeOf('refused')).toBe('refused');
    expect(causeOf('no-key')).toBe('setup');
    expect(causeOf('server')).toBe('connection');
    expect(causeOf('other-form')).toBe('connection');
  });

  it('is told in words: who refused what, and until when to wait', () => {
    const tell = (failure: Failure) => describeFailure(failure, { maxOutputTokens: 4096 }, nowMs);
    for (const kind of ['flagged', 'too-large', 'refused'] as const) {
      expect(tell(fail(kind)).reason).toBe('not judged: the provider refused the request: words');
    }
    expect(tell(fail('no-key'))).toEqual({ reason: 'not judged: words', cause: 'setup' });
    expect(tell(fail('limit'))).toEqual({
      reason: 'not judged: the output limit of 4,096 tokens is refused: words',
      cause: 'limit'
    });
    expect(tell(fail('limit', { atMost: 2048 }))).toEqual({
      reason: 'not judged: the output limit of 4,096 tokens is refused, at most 2,048 here: words',
      cause: 'limit',
      atMost: 2048
    });
    expect(tell(fail('rate', { retryAfterMs: 3 * day })).reason).toBe(
      'not judged: the provider asks to wait until 2026-01-04: words'
    );
    expect(tell(fail('rate', { retryAfterMs: 1e17 })).reason).toContain('until +275760-09');
  });
});
