import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../../src/lib/judge/batch/askBatch';
import { anthropicBatch } from '../../../src/lib/judge/providers/anthropicBatch';
import { openAiBatch } from '../../../src/lib/judge/providers/openAiBatch';
import { endpoint, makeProvider, submittedAt } from './batchTools';

const base = `${endpoint.baseUrl}/messages/batches`;
const hour = 3_600_000;
const at = (ms: number): string => new Date(Date.parse(submittedAt) + ms).toISOString();

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
