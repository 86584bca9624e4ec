import { describe, expect, it } from 'vitest';
import { DataError } from '../../../src/lib/core/problem';
import { ApiKey } from '../../../src/lib/judge/ApiKey';
import { isRefusal, makeFetcher } from '../../../src/lib/judge/batch/askBatch';
import type { Clock } from '../../../src/lib/judge/Clock';
import { listModels } from '../../../src/lib/judge/providers/listModels';
import { probe } from '../../../src/lib/judge/providers/probe';
import type { Endpoint, Failure } from '../../../src/lib/judge/providers/Provider';
import { sendRequest } from '../../../src/lib/judge/providers/sendRequest';
import { canaryKey } from '../judgeTools';
import { able, bare, full, unable } from './asked';

const endpoint: Endpoint = {
  provider: 'openai',
  baseUrl: 'https://api.example/v1',
  model: 'gpt-test',
  key: new ApiKey(canaryKey)
};
const { signal } = new AbortController();

/** Time that never passes. */
const still: Clock = { now: () => 0, sleep: () => new Promise(() => undefined) };
/** Time that is over at once. */
const late: Clock = { now: () => 0, sleep: () => Promise.resolve() };

type Sent = { readonly url: string; readonly init: RequestInit };

/** A server that answers so, and what it was sent. */
function makeServer(answer: () => Response | Promise<Response>) {
  const sent: Sent[] = [];
  const send: typeof fetch = (url, init = {}) => {
    sent.push({ url: String(url), init });
    return Promise.resolve().then(answer);
  };
  return { sent, fetch: send };
}

const cut = (status = 200): Response =>
  new Response(new ReadableStream({ start: (reader) => reader.error(new TypeError('cut')) }), { status });

/** What keeps key and content from going anywhere else. */
const guarded = {
  credentials: 'omit',
  cache: 'no-store',
  redirect: 'error',
  referrerPolicy: 'no-referrer'
};

describe('a request', () => {
  const answer = { choices: [{ finish_reason: 'stop', message: { content: 'seen' } }] };
  const ask = (
    reply: () => Response | Promise<Response>,
    facts: { clock?: Clock; timeoutMs?: number; signal?: AbortSignal; endpoint?: Partial<Endpoint> } = {}
  ) => {
    const server = makeServer(reply);
    const tools = { clock: still, timeoutMs: 1000, signal, fetch: server.fetch, ...facts };
    const result = sendRequest({ ...endpoint, ...facts.endpoint }, full, able, tools);
    return { result, sent: server.sent };
  };
  const failureOf = async (...args: Parameters<typeof ask>) => {
    const result = await ask(...args).result;
    return result.ok ? null : result.failure;
  };

  it('goes to the one address with the key in its header, and nowhere else', async () => {
    const { result, sent } = ask(() => Response.json(answer), { endpoint: { query: 'api-version=1' } });
    expect(await result).toEqual({
      ok: true,
      reply: {
        body: JSON.stringify(answer),
        answer: { text: 'seen', finish: 'stop', usage: null, model: null }
      }
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]!.url).toBe('https://api.example/v1/chat/completions?api-version=1');
    expect(sent[0]!.init).toMatchObject({
      ...guarded,
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${canaryKey}` }
    });
    expect(JSON.parse(sent[0]!.init.body as string)).toMatchObject({ model: 'gpt-test', temperature: 0 });
  });

  it('that is echoed comes back without the key', async () => {
    const echo = { ...answer, model: `of ${canaryKey}` };
    const result = await ask(() => Response.json(echo)).result;
    expect(JSON.stringify(result)).not.toContain(canaryKey);
    const refused = await failureOf(() => Response.json({ error: { message: canaryKey } }, { status: 400 }));
    expect(refused).toMatchObject({ kind: 'refused', status: 400, mayBePaid: false });
    expect(refused!.message).not.toContain(canaryKey);
  });

  it('that fails under status 200 is a failure, paid where an answer had begun', async () => {
    const error = { code: 502, message: 'upstream' };
    expect(await failureOf(() => Response.json({ error }))).toMatchObject({
      kind: 'server',
      status: 502,
      message: 'upstream',
      mayBePaid: false
    });
    const begun = { choices: [{ error, message: { content: 'se' } }] };
    expect(await failureOf(() => Response.json(begun))).toMatchObject({ kind: 'server', mayBePaid: true });
  });

  it.each<[string, Failure['kind'], string]>([
    ['{"other":1}', 'other-form', 'the response has another form'],
    ['{"message":"what?"}', 'other-form', 'the response has another form: what?'],
    [`{"message":"${'x'.repeat(300)}"}`, 'other-form', `the response has another form: ${'x'.repeat(200)}`],
    ['data: {"x":1}\n\n', 'streamed', 'the server streams its answer although it was asked for a whole one'],
    [': ping\n\n', 'streamed', 'the server streams its answer although it was asked for a whole one'],
    ['{"a":1}\n{"b":2}', 'streamed', 'the server streams its answer although it was asked for a whole one'],
    ['{"choices":[{"mess', 'malformed', 'the response is cut or no JSON'],
    ['<html>', 'malformed', 'the response is cut or no JSON'],
    ['', 'malformed', 'the response is cut or no JSON']
  ])('that is answered by %j may be paid, and is of kind %s', async (body, kind, message) => {
    expect(await failureOf(() => new Response(body))).toEqual({
      kind,
      status: 200,
      message,
      retryAfterMs: null,
      mayBePaid: true
    });
  });

  it('that breaks off says what is known of it', async () => {
    const refuse = () => Promise.reject(new TypeError('Failed to fetch'));
    const unpaid = { kind: 'network', retryAfterMs: null, mayBePaid: false };
    expect(await failureOf(refuse)).toEqual({
      ...unpaid,
      status: null,
      message: 'no connection, or the browser refused it (TypeError)'
    });
    expect(await failureOf(() => Promise.reject('odd' as never))).toMatchObject({
      message: 'no connection, or the browser refused it (Error)'
    });
    expect(await failureOf(() => cut())).toEqual({
      ...unpaid,
      status: 200,
      mayBePaid: true,
      message: 'the connection broke off (TypeError)'
    });
    expect(await failureOf(() => cut(500))).toMatchObject({ status: 500, mayBePaid: false });
  });

  it('that takes too long is given up, and may be paid', async () => {
    let given: AbortSignal | null | undefined;
    const hang: typeof fetch = (_, init) => {
      given = init?.signal;
      return new Promise((_, reject) =>
        init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason))
      );
    };
    const tools = { clock: late, timeoutMs: 61_400, signal, fetch: hang };
    expect(await sendRequest(endpoint, bare, unable, tools)).toEqual({
      ok: false,
      failure: {
        kind: 'timeout',
        status: null,
        message: 'no answer within 61 s',
        retryAfterMs: null,
        mayBePaid: true
      }
    });
    expect(given!.aborted).toBe(true);
  });

  it('rejects with the signal’s reason alone, before and while it is under way', async () => {
    const before = ask(() => Response.json(answer), { signal: AbortSignal.abort('left') });
    await expect(before.result).rejects.toBe('left');
    expect(before.sent).toHaveLength(0);
    const leave = new AbortController();
    const during = ask(() => (leave.abort('left'), Promise.reject(new TypeError('gone'))), {
      signal: leave.signal
    });
    await expect(during.result).rejects.toBe('left');
  });

  it('leaves no timer behind', async () => {
    let timer: AbortSignal | undefined;
    const clock: Clock = { now: () => 0, sleep: (_, own) => ((timer = own), new Promise(() => undefined)) };
    await ask(() => Response.json(answer), { clock }).result;
    expect(timer!.aborted).toBe(true);
  });
});

describe('what is asked of a batch', () => {
  const askOne = async (answer: () => Response | Promise<Response>, own: AbortSignal = signal) => {
    const server = makeServer(answer);
    const ask = makeFetcher({ ...endpoint, query: 'v=1' }, { signal: own, fetch: server.fetch });
    const got: unknown = await ask('https://api.example/v1/batches').catch((error: unknown) => error);
    return { got, sent: server.sent, ask };
  };
  const problemOf = (got: unknown) => got instanceof DataError && got.problem;

  it('goes out guarded, with a content type where it is a text', async () => {
    const { got, sent, ask } = await askOne(() => new Response(`all of ${canaryKey}`));
    expect(got).toBe(`all of …${canaryKey.slice(-4)}`);
    await ask('https://api.example/v1/files', { method: 'POST', body: '{}' });
    await ask('https://api.example/v1/files', { method: 'POST', body: new FormData() });
    const authorization = `Bearer ${canaryKey}`;
    expect(sent.map(({ url, init }) => [url, init.method, init.headers])).toEqual([
      ['https://api.example/v1/batches?v=1', 'GET', { authorization }],
      ['https://api.example/v1/files?v=1', 'POST', { 'content-type': 'application/json', authorization }],
      ['https://api.example/v1/files?v=1', 'POST', { authorization }]
    ]);
    expect(sent[0]!.init).toMatchObject(guarded);
    expect('body' in sent[0]!.init).toBe(false);
    expect(sent[1]!.init.body).toBe('{}');
  });

  it('is refused below status 500, and lost from there on', async () => {
    const answer = (status: number) => () => Response.json({ error: { message: 'no' } }, { status });
    const { got } = await askOne(answer(499));
    expect(problemOf(got)).toMatchObject({
      code: 'batch',
      what: 'the provider did not take the request',
      got: 'no',
      expected: 'HTTP 200'
    });
    expect(isRefusal(got)).toBe(true);
    expect(isRefusal((await askOne(answer(500))).got)).toBe(false);
  });

  it('is lost where the connection breaks, at any time', async () => {
    for (const answer of [() => Promise.reject(new TypeError('no')), () => cut()]) {
      const { got } = await askOne(answer);
      expect(problemOf(got)).toMatchObject({
        code: 'batch-lost',
        what: 'no answer came from the provider',
        got: 'TypeError',
        expected: 'the endpoint within reach of pages (CORS)'
      });
    }
    const { got } = await askOne(() => Promise.reject('odd' as never));
    expect(problemOf(got)).toMatchObject({ got: 'no connection' });
  });

  it('rejects with the signal’s reason where the page left', async () => {
    const gone = AbortSignal.abort('left');
    expect((await askOne(() => Promise.reject(new TypeError('no')), gone)).got).toBe('left');
    expect((await askOne(() => cut(), gone)).got).toBe('left');
  });
});

describe('without a word of the user', () => {
  it('a probe has no key, and tells whether anybody is there', async () => {
    const server = makeServer(() => new Response(null));
    expect(await probe('https://api.example', { signal, fetch: server.fetch })).toBe(true);
    const { mode, credentials, headers, body } = server.sent[0]!.init;
    expect([mode, credentials, headers, body]).toEqual(['no-cors', 'omit', undefined, undefined]);
    expect(server.sent[0]!.init).toMatchObject({ cache: 'no-store', referrerPolicy: 'no-referrer' });
    const dead = makeServer(() => Promise.reject(new TypeError('no')));
    expect(await probe('https://api.example', { signal, fetch: dead.fetch })).toBe(false);
    const gone = { signal: AbortSignal.abort('left'), fetch: dead.fetch };
    await expect(probe('https://api.example', gone)).rejects.toBe('left');
  });

  it('a list of models is asked for guarded, and what it says is told', async () => {
    const list = {
      data: [{ id: 'b' }, { id: 'a' }, { id: 'c', architecture: { input_modalities: ['text'] } }]
    };
    const server = makeServer(() => Response.json(list));
    const listed = await listModels(endpoint, { signal, clock: still, fetch: server.fetch });
    expect(listed.ok && listed.models.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(server.sent[0]!.init).toMatchObject(guarded);
    const failing = async (answer: () => Response | Promise<Response>, own = signal) => {
      const failed = makeServer(answer);
      const result = await listModels(endpoint, { signal: own, clock: still, fetch: failed.fetch });
      return result.ok ? null : result.failure;
    };
    expect(await failing(() => new Response('[]'))).toEqual({
      kind: 'other-form',
      message: 'the list has another form'
    });
    expect(await failing(() => Promise.reject(new TypeError('no')))).toEqual({
      kind: 'network',
      message: 'no connection, or the browser refused it (TypeError)'
    });
    const left = failing(() => Promise.reject(new TypeError('no')), AbortSignal.abort('left'));
    await expect(left).rejects.toBe('left');
  });
});
