import { describe, expect, it } from 'vitest';
import { ApiKey } from '../../../src/lib/judge/ApiKey';
import { isRefusal } from '../../../src/lib/judge/batch/askBatch';
import type { BatchJob } from '../../../src/lib/judge/batch/BatchJob';
import { endTwins } from '../../../src/lib/judge/batch/endTwins';
import {
  arrivalUnknown,
  describeFind,
  describeLoss,
  findLostBatch
} from '../../../src/lib/judge/batch/findLostBatch';
import { readBatchLines } from '../../../src/lib/judge/batch/readBatchLines';
import { storeBatchLines } from '../../../src/lib/judge/batch/storeBatchLines';
import { writeBatchFile } from '../../../src/lib/judge/batch/writeBatchFile';
import { anthropicBatch } from '../../../src/lib/judge/providers/anthropicBatch';
import type { BatchWire, Fetcher, RemoteBatch } from '../../../src/lib/judge/providers/BatchWire';
import { openAiBatch } from '../../../src/lib/judge/providers/openAiBatch';
import type { Endpoint } from '../../../src/lib/judge/providers/Provider';
import { canaryKey, MemoryStore } from '../judgeTools';
import { makeVerdictText } from '../simulator/ProviderSimulator';
import { writeAnswer } from '../simulator/wireShapes';

const endpoint: Endpoint = {
  provider: 'openai',
  baseUrl: 'https://api.example/v1',
  model: 'gpt-test',
  key: new ApiKey(canaryKey)
};
const base = `${endpoint.baseUrl}/messages/batches`;
const submittedAt = '2026-01-10T12:00:00Z';
const hour = 3_600_000;
const at = (ms: number): string => new Date(Date.parse(submittedAt) + ms).toISOString();

/** A provider that gives these answers one after another, and what it was asked. */
function makeProvider(...answers: unknown[]) {
  const asked: { readonly address: string; readonly method: string; readonly body: unknown }[] = [];
  const ask: Fetcher = (address, init) => {
    asked.push({ address, method: init?.method ?? 'GET', body: init?.body });
    const answer = answers.shift() ?? {};
    return Promise.resolve(typeof answer === 'string' ? answer : JSON.stringify(answer));
  };
  return { ask, asked, addresses: () => asked.map((one) => one.address) };
}

const counts = (facts: object = {}) => ({
  processing: 0,
  succeeded: 0,
  errored: 0,
  canceled: 0,
  expired: 0,
  ...facts
});

describe('a batch at OpenAI', () => {
  const name = { medgen_bench_viewer: 'mine' };
  const found = async (...pages: unknown[]) => {
    const { ask, addresses } = makeProvider(...pages);
    const listed = await openAiBatch.find(endpoint, { name: 'mine', submittedAt, requests: 2 }, ask);
    return { ids: listed.map(({ id }) => id), addresses: addresses() };
  };
  const list = `${endpoint.baseUrl}/batches?limit=100`;

  it('is a file, then an order that names it', async () => {
    const { ask, asked } = makeProvider({ id: 'file-1' }, { id: 'b', status: 'validating' });
    const remote = await openAiBatch.submit(endpoint, [{ name: 'q', body: { x: 1 } }], 'mine', ask);
    expect(remote).toEqual({ id: 'b', state: 'running', results: [], note: 'validating' });
    const [file, order] = asked;
    expect([file!.address, file!.method]).toEqual([`${endpoint.baseUrl}/files`, 'POST']);
    const form = file!.body as FormData;
    const sent = form.get('file') as File;
    expect([form.get('purpose'), sent.name, sent.type]).toEqual([
      'batch',
      'batch.jsonl',
      'application/jsonl'
    ]);
    expect(await sent.text()).toBe(
      '{"custom_id":"q","method":"POST","url":"/v1/chat/completions","body":{"x":1}}\n'
    );
    expect([order!.address, order!.method]).toEqual([`${endpoint.baseUrl}/batches`, 'POST']);
    expect(JSON.parse(order!.body as string)).toEqual({
      input_file_id: 'file-1',
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
      metadata: name
    });
  });

  it('without a file was not handed over, whatever the provider said', async () => {
    const { ask } = makeProvider({ no: 'id' });
    const error: unknown = await openAiBatch.submit(endpoint, [], 'mine', ask).catch((one: unknown) => one);
    expect(isRefusal(error)).toBe(true);
    expect(isRefusal(new Error('other'))).toBe(false);
  });

  it.each([
    [{ status: 'completed', output_file_id: 'o' }, 'ended', ['o'], 'completed'],
    [{ status: 'expired', output_file_id: 'o', error_file_id: 'e' }, 'ended', ['o', 'e'], 'expired'],
    [{ status: 'cancelled', output_file_id: null }, 'ended', [], 'cancelled'],
    [{ status: 'in_progress' }, 'running', [], 'in progress'],
    [{ status: 'cancelling' }, 'running', [], 'cancelling'],
    [
      { status: 'in_progress', request_counts: { total: 9, completed: 4, failed: 1 } },
      'running',
      [],
      '4 of 9 answered, 1 failed'
    ],
    [
      { status: 'failed', errors: { data: [{ message: 'a' }, {}, { message: 'c' }] } },
      'failed',
      [],
      'a; ; c'
    ],
    [{ status: 'failed', errors: { data: null } }, 'failed', [], 'failed'],
    [{ status: 'failed', errors: null }, 'failed', [], 'failed']
  ])('that says %j is %s', async (told, state, files, note) => {
    const { ask, asked } = makeProvider({ id: 'b', ...told });
    expect(await openAiBatch.check(endpoint, 'b', ask)).toEqual({
      id: 'b',
      state,
      results: files.map((file) => `${endpoint.baseUrl}/files/${file}/content`),
      note
    });
    expect(asked).toEqual([{ address: `${endpoint.baseUrl}/batches/b`, method: 'GET', body: undefined }]);
  });

  it('is found by its name, page after page', async () => {
    const created = Date.parse(submittedAt) / 1000;
    const other = (id: string) => ({ id, status: 'completed', created_at: created, metadata: { a: 'mine' } });
    const mine = { id: 'm', status: 'completed', metadata: name };
    const first = { data: [other('x'), other('y/z')], has_more: true };
    expect(await found(first, { data: [other('w'), mine], has_more: true })).toEqual({
      ids: ['m'],
      addresses: [list, `${list}&after=y%2Fz`]
    });
    expect(await found({ data: [other('x'), { ...mine, metadata: null }] })).toEqual({
      ids: [],
      addresses: [list]
    });
    expect(await found({ data: [], has_more: true })).toEqual({ ids: [], addresses: [list] });
  });

  it('is not looked for among those that were made a day before it, nor without end', async () => {
    const page = (ms: number) => ({
      data: [{ id: 'x', status: 'completed', created_at: (Date.parse(submittedAt) + ms) / 1000 }],
      has_more: true
    });
    expect((await found(page(-24 * hour - 1000))).addresses).toHaveLength(1);
    expect((await found(page(-24 * hour), { data: [] })).addresses).toHaveLength(2);
    expect((await found(...Array.from({ length: 40 }, () => page(0)))).addresses).toHaveLength(20);
  });

  it('is cancelled at its own address', async () => {
    const { ask, asked } = makeProvider({});
    await openAiBatch.cancel(endpoint, 'b', ask);
    expect(asked).toEqual([
      { address: `${endpoint.baseUrl}/batches/b/cancel`, method: 'POST', body: undefined }
    ]);
  });
});

describe('a batch at Anthropic', () => {
  const told = (id: string, facts: object = {}) => ({
    id,
    processing_status: 'in_progress',
    request_counts: counts({ processing: 2 }),
    created_at: submittedAt,
    ...facts
  });
  const found = async (...pages: unknown[]) => {
    const { ask, addresses } = makeProvider(...pages);
    const listed = await anthropicBatch.find(endpoint, { name: '', submittedAt, requests: 2 }, ask);
    return { ids: listed.map(({ id }) => id), addresses: addresses() };
  };

  it('is one order with all requests', async () => {
    const { ask, asked } = makeProvider(told('b'));
    const remote = await anthropicBatch.submit(endpoint, [{ name: 'q', body: { x: 1 } }], '', ask);
    expect(remote).toEqual({ id: 'b', state: 'running', results: [], note: '0 answered, 2 open, 0 lost' });
    expect(asked.map(({ address, method }) => [address, method])).toEqual([[base, 'POST']]);
    expect(JSON.parse(asked[0]!.body as string)).toEqual({
      requests: [{ custom_id: 'q', params: { x: 1 } }]
    });
  });

  it('that has ended has its results at the endpoint, whatever address is named', async () => {
    const facts = {
      processing_status: 'ended',
      results_url: 'https://elsewhere.example/results',
      request_counts: counts({ succeeded: 7, errored: 1, canceled: 2, expired: 4 })
    };
    const { ask, addresses } = makeProvider(told('b', facts), told('c', { request_counts: null }));
    expect(await anthropicBatch.check(endpoint, 'b', ask)).toEqual({
      id: 'b',
      state: 'ended',
      results: [`${base}/b/results`],
      note: '7 answered, 0 open, 7 lost'
    });
    expect(await anthropicBatch.check(endpoint, 'c', ask)).toMatchObject({ note: 'in progress' });
    expect(addresses()).toEqual([`${base}/b`, `${base}/c`]);
  });

  it('is found by its time and its number of requests', async () => {
    const fits = (facts: object) => found({ data: [told('b', facts)] }).then(({ ids }) => ids.length === 1);
    expect(await fits({})).toBe(true);
    expect(await fits({ created_at: at(-hour / 4) })).toBe(true);
    expect(await fits({ created_at: at(-hour / 4 - 1) })).toBe(false);
    expect(await fits({ created_at: at(2 * hour) })).toBe(true);
    expect(await fits({ created_at: at(2 * hour + 1) })).toBe(false);
    expect(await fits({ created_at: null })).toBe(false);
    const one = { processing: 0, succeeded: 0, errored: 0, canceled: 0, expired: 0 };
    for (const kind of Object.keys(one)) {
      expect(await fits({ request_counts: { ...one, [kind]: 2 } })).toBe(true);
      expect(await fits({ request_counts: { ...one, [kind]: 1 } })).toBe(false);
    }
    expect(await fits({ request_counts: null })).toBe(false);
  });

  it('is looked for page after page, until they are older than it', async () => {
    const page = (created: string, facts: object = {}) => ({
      data: [told('b', { created_at: created })],
      has_more: true,
      last_id: 'l/1',
      ...facts
    });
    const first = `${base}?limit=100`;
    expect(await found(page(at(3 * hour)), page(at(0)), page(at(-hour)))).toEqual({
      ids: ['b'],
      addresses: [first, `${first}&after_id=l%2F1`, `${first}&after_id=l%2F1`]
    });
    expect((await found(page(at(0), { has_more: false }))).addresses).toHaveLength(1);
    expect((await found(page(at(0), { last_id: null }))).addresses).toHaveLength(1);
    expect((await found(page(at(-hour / 4)), { data: [] })).addresses).toHaveLength(2);
    expect((await found(...Array.from({ length: 40 }, () => page(at(0))))).addresses).toHaveLength(20);
  });

  it('is cancelled at its own address', async () => {
    const { ask, asked } = makeProvider({});
    await anthropicBatch.cancel(endpoint, 'b', ask);
    expect(asked).toEqual([{ address: `${base}/b/cancel`, method: 'POST', body: undefined }]);
  });
});

const job = (facts: Partial<BatchJob> = {}): BatchJob => ({
  id: 'mine',
  provider: 'openai',
  baseUrl: endpoint.baseUrl,
  model: endpoint.model,
  wire: 'openai-chat',
  remoteId: 'own',
  state: 'submitted',
  submittedAt,
  entries: ['a', 'b'].map((key) => ({ key, attempt: 2, question: {} as never })),
  sent: { temperature: 0, structure: 'schema', effort: null },
  price: { input: 1, output: 5 },
  mostUsd: 0.5,
  answered: 0,
  lost: 0,
  note: '',
  ...facts
});

const remote = (id: string, facts: Partial<RemoteBatch> = {}): RemoteBatch => ({
  id,
  state: 'running',
  results: [],
  note: `note of ${id}`,
  ...facts
});

/** A wire that lists these batches, and what it was asked to end. */
function makeWire(keepsName: boolean, listed: readonly RemoteBatch[]) {
  const ended: string[] = [];
  const sought: unknown[] = [];
  const wire: BatchWire = {
    ...openAiBatch,
    keepsName,
    find: (_, what) => Promise.resolve((sought.push(what), listed)),
    cancel: (_, id) => Promise.resolve(void ended.push(id))
  };
  return { wire, ended, sought };
}

describe('a batch that was handed over twice', () => {
  const { ask } = makeProvider();
  const listed = [
    remote('own'),
    remote('known'),
    remote('done', { state: 'ended' }),
    remote('twin'),
    remote('triplet')
  ];

  it('is ended but for one where names tell', async () => {
    const { wire, ended, sought } = makeWire(true, listed);
    expect(await endTwins(job(), new Set(['known']), wire, endpoint, ask)).toBe(
      'it had arrived more than once; ended: twin, triplet'
    );
    expect(ended).toEqual(['twin', 'triplet']);
    expect(sought).toEqual([{ name: 'mine', submittedAt, requests: 2 }]);
  });

  it('is told where they do not', async () => {
    const { wire, ended } = makeWire(false, listed);
    expect(await endTwins(job(), new Set(['known']), wire, endpoint, ask)).toBe(
      'batches of the same size were made at that time: twin, triplet; cancel at the provider what you do not know'
    );
    expect(ended).toEqual([]);
  });

  it('is not where there is one alone', async () => {
    const { wire, ended } = makeWire(true, listed.slice(0, 3));
    expect(await endTwins(job(), new Set(['known']), wire, endpoint, ask)).toBe('');
    expect(ended).toEqual([]);
  });
});

describe('a batch whose answer was lost', () => {
  const find = (keepsName: boolean, listed: readonly RemoteBatch[], ...texts: string[]) =>
    findLostBatch(
      job(),
      new Set(['known']),
      makeWire(keepsName, listed).wire,
      endpoint,
      makeProvider(...texts).ask
    );
  const line = (name: string): string =>
    JSON.stringify({ custom_id: name, result: { type: 'succeeded', message: {} } });

  it('is the first of its name', async () => {
    expect(await find(true, [remote('known'), remote('x'), remote('y')])).toEqual({
      kind: 'found',
      remote: remote('x')
    });
    expect(await find(true, [remote('known')])).toEqual({ kind: 'none' });
  });

  it('is told by its answers where there is no name, those of a second file too', async () => {
    const [x, y] = [remote('x', { results: ['1'] }), remote('y', { results: ['2', '3'] })];
    expect(await find(false, [x, y], line('other'), line('other'), line('b'))).toEqual({
      kind: 'found',
      remote: y
    });
    expect(await find(false, [x], line('other'))).toEqual({ kind: 'none' });
  });

  it('is the only one under way, and unknown among several', async () => {
    expect(await find(false, [remote('x')])).toEqual({ kind: 'found', remote: remote('x') });
    expect(await find(false, [remote('x'), remote('y')])).toEqual({ kind: 'several', ids: ['x', 'y'] });
  });

  it('is told in words', () => {
    expect(describeFind({ kind: 'found', remote: remote('x') })).toBe('found again: note of x');
    expect(describeFind({ kind: 'several', ids: ['x', 'y'] })).toBe(
      '2 batches of this size are under way (x, y): look again when they have ended'
    );
    expect(describeFind({ kind: 'none' })).toContain('the provider lists none that fits');
    expect(describeLoss(new Error('cut'))).toContain(arrivalUnknown);
    expect(describeLoss(new Error('cut'))).toMatch(/\(.*cut\)$/);
    expect(arrivalUnknown).toContain('look for it before');
  });
});

describe('the lines of a batch', () => {
  it.each<[unknown, unknown]>([
    [{ response: { status_code: 200, body: { x: 1 } } }, { body: { x: 1 }, failure: '' }],
    [{ response: { body: { x: 1 } } }, { body: { x: 1 }, failure: '' }],
    [{ response: { status_code: 299, body: { x: 1 } } }, { body: { x: 1 }, failure: '' }],
    [{ response: { status_code: 300, body: { x: 1 } } }, { body: null, failure: 'HTTP 300' }],
    [{ response: { status_code: 400, body: { error: { message: 'no' } } } }, { body: null, failure: 'no' }],
    [{ response: { status_code: 200, body: null } }, { body: null, failure: 'HTTP 200' }],
    [{ response: { candidates: [] } }, { body: { candidates: [] }, failure: '' }],
    [{ result: { type: 'succeeded', message: { x: 1 } } }, { body: { x: 1 }, failure: '' }],
    [{ result: { type: 'succeeded' } }, { body: null, failure: 'succeeded' }],
    [{ result: { type: 'expired', message: { x: 1 } } }, { body: null, failure: 'expired' }],
    [{ result: { type: 'errored', error: { message: 'no' } } }, { body: null, failure: 'no' }],
    [{ error: { message: 'late' } }, { body: null, failure: 'late' }],
    [{ error: { code: 5 } }, { body: null, failure: 'no answer' }]
  ])('of %j', (line, told) => {
    const text = JSON.stringify({ custom_id: 'a', ...(line as object) });
    expect(readBatchLines(`\n ${text}\n \n`)).toEqual({
      lines: [{ name: 'a', ...(told as object) }],
      faulty: 0
    });
    expect(readBatchLines(text.replace('custom_id', 'key')).lines).toHaveLength(1);
  });

  it.each([
    'x',
    '[]',
    '1',
    'null',
    '{"custom_id":1,"error":{}}',
    '{"custom_id":"a"}',
    '{"error":{"message":"m"}}'
  ])('that are none are counted: %s', (text) => {
    expect(readBatchLines(text)).toEqual({ lines: [], faulty: 1 });
  });

  it('are a file with a request a line', () => {
    const requests = ['a', 'b'].map((name) => ({ name, body: { of: name } }));
    expect(writeBatchFile(requests, 'anthropic-messages')).toBe(
      '{"custom_id":"a","params":{"of":"a"}}\n{"custom_id":"b","params":{"of":"b"}}\n'
    );
    expect(writeBatchFile(requests, 'gemini')).toBe(
      '{"key":"a","request":{"of":"a"}}\n{"key":"b","request":{"of":"b"}}\n'
    );
  });
});

describe('the answers of a batch', () => {
  const body = writeAnswer('openai', makeVerdictText(3), 'stop', { input: 900, output: 300 });
  const receivedAt = '2026-01-11T00:00:00Z';

  it('are stored as answers of single requests are, at their price', async () => {
    const store = new MemoryStore();
    const stored = await storeBatchLines(job(), [{ name: 'a', body, failure: '' }], store, receivedAt);
    expect(stored).toEqual({ answered: 1, lost: new Map(), strange: 0, open: 1 });
    expect([...store.answers.values()]).toEqual([
      {
        key: 'a',
        attempt: 2,
        question: {},
        body: JSON.stringify(body),
        wire: 'openai-chat',
        usage: { inputTokens: 900, outputTokens: 300 },
        costUsd: (900 * 1 + 300 * 5) / 1e6,
        sent: { temperature: 0, structure: 'schema', effort: null },
        receivedAt
      }
    ]);
  });

  it('that were not counted cost their share of the estimate, and nothing is known without a price', async () => {
    const uncounted = { ...(body as object), usage: undefined };
    const costOf = async (facts: Partial<BatchJob>) => {
      const store = new MemoryStore();
      await storeBatchLines(job(facts), [{ name: 'a', body: uncounted, failure: '' }], store, receivedAt);
      return [...store.answers.values()][0]!.costUsd;
    };
    expect(await costOf({})).toBe(0.25);
    expect(await costOf({ mostUsd: null })).toBe(0);
    expect(await costOf({ price: null })).toBeNull();
  });

  it('that are none are told by their reasons, and those of nobody are counted', async () => {
    const lines = [
      { name: 'a', body: null, failure: 'no' },
      { name: 'b', body: { odd: 1 }, failure: '' },
      { name: 'c', body, failure: '' }
    ];
    const store = new MemoryStore();
    expect(await storeBatchLines(job(), lines, store, receivedAt)).toEqual({
      answered: 0,
      lost: new Map([
        ['no', 1],
        ['the response has another form', 1]
      ]),
      strange: 1,
      open: 0
    });
    const twice = await storeBatchLines(job(), [lines[0]!, lines[0]!], store, receivedAt);
    expect([[...twice.lost], twice.open]).toEqual([[['no', 2]], 1]);
    expect(store.answers.size).toBe(0);
  });
});
