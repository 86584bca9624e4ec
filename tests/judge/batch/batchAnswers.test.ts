import { describe, expect, it } from 'vitest';
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
import type { BatchWire, RemoteBatch } from '../../../src/lib/judge/providers/BatchWire';
import { openAiBatch } from '../../../src/lib/judge/providers/openAiBatch';
import { MemoryStore } from '../judgeTools';
import { makeVerdictText } from '../simulator/ProviderSimulator';
import { writeAnswer } from '../simulator/wireShapes';
import { endpoint, makeProvider, submittedAt } from './batchTools';

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
