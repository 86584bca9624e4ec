import { afterEach, describe, expect, it } from 'vitest';
import { batchWires, makeFetcher } from '../../src/lib/judge/batch/askBatch';
import type { BatchJob } from '../../src/lib/judge/batch/BatchJob';
import { composeBatch } from '../../src/lib/judge/batch/composeBatch';
import { readBatchLines } from '../../src/lib/judge/batch/readBatchLines';
import { storeBatchLines } from '../../src/lib/judge/batch/storeBatchLines';
import { writeBatchFile } from '../../src/lib/judge/batch/writeBatchFile';
import type { JudgeOptions } from '../../src/lib/judge/JudgeOptions';
import { providers } from '../../src/lib/judge/providers/providers';
import { canaryKey, collect, makeOptions, makeQuestions, MemoryStore } from './judgeTools';
import { BatchSimulator, type BatchSimulatorOptions } from './simulator/BatchSimulator';
import { ProviderSimulator } from './simulator/ProviderSimulator';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

const price = {
  provider: 'openai' as const,
  model: 'gpt-test',
  inputUsdPerMillion: 2,
  outputUsdPerMillion: 10,
  date: '2026-01-01'
};
const samples = 12;

async function handOver(options: BatchSimulatorOptions, facts: Partial<JudgeOptions> = {}) {
  const simulator = await BatchSimulator.open(options);
  open.push(simulator);
  const store = new MemoryStore();
  const base = makeOptions(simulator.baseUrl, { store, price, capUsd: 1, ...facts });
  const endpoint = { ...base.endpoint, provider: options.shape };
  const asked = { ...base, endpoint };
  const composed = await composeBatch(makeQuestions(samples), asked, providers[options.shape].abilities, 0.5);
  const fetcher = makeFetcher(endpoint, { signal: base.signal });
  const wire = batchWires[options.shape]!;
  const remote = await wire.submit(endpoint, composed.requests, '1', fetcher);
  const job: BatchJob = {
    id: '1',
    provider: options.shape,
    baseUrl: endpoint.baseUrl,
    model: endpoint.model,
    wire: providers[options.shape].wire.format,
    remoteId: remote.id,
    state: 'submitted',
    submittedAt: '2026-01-01T00:00:00Z',
    entries: composed.entries,
    sent: composed.sent,
    price: { input: 1, output: 5 },
    mostUsd: composed.mostUsd,
    answered: 0,
    lost: 0,
    note: ''
  };
  const check = () => wire.check(endpoint, remote.id, fetcher);
  const take = async () => {
    const { results } = await check();
    const texts = await Promise.all(results.map((address) => fetcher(address)));
    return storeBatchLines(job, readBatchLines(texts.join('\n')).lines, store, '2026-01-02T00:00:00Z');
  };
  return { simulator, store, asked, composed, check, take, job, remote };
}

describe.each(['openai', 'anthropic'] as const)('a batch of %s', (shape) => {
  it('that is open keeps its questions from being paid for again, by a run or by another batch', async () => {
    const { asked, composed, take, simulator } = await handOver({ shape });
    const handedOver = new Set(composed.entries.map(({ key }) => key));
    const more = makeQuestions(samples + 1);
    const { abilities } = providers[shape];
    const second = await composeBatch(more, { ...asked, handedOver }, abilities, 0.5);
    expect(second.entries.map(({ question }) => question.sampleId)).toEqual([`id-${samples + 1}`]);
    const { outcomes, progress } = await collect(makeQuestions(samples), { ...asked, handedOver });
    expect(progress).toMatchObject({ requests: 0, unscored: samples });
    expect(new Set(outcomes.map(({ cause }) => cause))).toEqual(new Set(['batch']));
    expect(outcomes.every(({ lasting }) => !lasting)).toBe(true);
    expect(simulator.paths.filter((path) => /completions|messages$/.test(path))).toEqual([]);
    await take();
    const after = await collect(makeQuestions(samples), { ...asked, handedOver });
    expect(after.progress).toMatchObject({ requests: 0, scored: samples });
  });

  it('that is answered late is collected when it has ended, and no run pays for it again', async () => {
    const { simulator, check, take, asked, store, remote } = await handOver({ shape, checks: 2 });
    expect(remote.state).toBe('running');
    expect((await check()).state).toBe('running');
    expect((await check()).state).toBe('running');
    expect(await take()).toMatchObject({ answered: samples, strange: 0, open: 0 });
    const [first] = [...store.answers.values()];
    // 900 and 300 tokens at half the price.
    expect(first!.costUsd).toBeCloseTo((900 * 1 + 300 * 5) / 1e6, 12);
    const { outcomes, progress } = await collect(makeQuestions(samples), asked);
    expect(progress).toMatchObject({ requests: 0, scored: samples, spentUsd: 0 });
    for (const { question, verdict } of outcomes) {
      expect(verdict!.overall_score).toBe(1 + (Number(question.subject.sampleId.slice(3)) % 10));
    }
    expect(simulator.headers.every((headers) => JSON.stringify(headers).split(canaryKey).length === 2)).toBe(
      true
    );
    expect(simulator.paths.join()).not.toContain(canaryKey);
  });

  it('that is answered in part leaves the rest to be asked', async () => {
    const fate = (sample: number) => (sample <= 3 ? 'error' : sample <= 5 ? 'never' : 'answer');
    const { take, asked, store } = await handOver({ shape, fate });
    const stored = await take();
    expect(stored).toMatchObject({ answered: samples - 5, open: 2 });
    expect([...stored.lost]).toEqual([['the request is not valid', 3]]);
    const alone = await ProviderSimulator.open();
    open.push(alone);
    // The same endpoint by name: the rest goes where a run goes.
    const toAlone: typeof fetch = (url, init) =>
      fetch(String(url).replace(new URL(String(url)).origin, alone.url), init);
    const { progress } = await collect(makeQuestions(samples), { ...asked, store, fetch: toAlone });
    expect(progress).toMatchObject({ requests: 5, scored: samples });
  });

  it('that is never answered stores nothing', async () => {
    const { take, check, store } = await handOver({ shape, checks: 1_000 });
    for (let i = 0; i < 5; i++) expect((await check()).state).toBe('running');
    expect(await take()).toMatchObject({ answered: 0, open: samples });
    expect(store.answers.size).toBe(0);
  });

  it('is not handed over where it could pass the cap', async () => {
    await expect(handOver({ shape }, { capUsd: 0.1 })).rejects.toThrow(
      /could pass the spending cap.*room for \d requests below \$0\.1/
    );
    const { composed } = await handOver({ shape });
    expect(composed.mostUsd).toBeLessThanOrEqual(1);
    // Half of twelve answers at the limit, and their input.
    expect(composed.mostUsd).toBeGreaterThan((samples * 4096 * 10) / 2 / 1e6);
  });

  it('has only what no answer settles', async () => {
    const { take, asked } = await handOver({ shape, fate: (sample) => (sample < 4 ? 'never' : 'answer') });
    await take();
    const again = await composeBatch(makeQuestions(samples), asked, providers[shape].abilities, 0.5);
    expect(again.entries).toHaveLength(3);
    expect(again.leftOut).toBe(samples - 3);
  });
});

describe('a batch that OpenAI gives up', () => {
  it('says why', async () => {
    const { check } = await handOver({ shape: 'openai', fails: true });
    expect(await check()).toMatchObject({ state: 'failed', note: 'file is empty' });
  });
});

describe('the file of a batch', () => {
  const requests = [{ name: 'a'.repeat(64), body: { model: 'm' } }];

  it.each([
    [
      'openai-chat',
      { custom_id: requests[0]!.name, method: 'POST', url: '/v1/chat/completions', body: { model: 'm' } }
    ],
    ['anthropic-messages', { custom_id: requests[0]!.name, params: { model: 'm' } }],
    ['gemini', { key: requests[0]!.name, request: { model: 'm' } }]
  ] as const)('is as %s takes it', (wire, line) => {
    expect(JSON.parse(writeBatchFile(requests, wire))).toEqual(line);
  });

  it('is read back whatever is between its lines', () => {
    const text = [
      '{"custom_id":"a","response":{"status_code":200,"body":{"x":1}}}',
      'not a line',
      '',
      '{"key":"b","response":{"candidates":[]}}',
      '{"custom_id":"c","result":{"type":"expired"}}',
      '{"custom_id":"d","response":null,"error":{"message":"too late"}}',
      '{"other":1}'
    ].join('\n');
    expect(readBatchLines(text)).toEqual({
      faulty: 2,
      lines: [
        { name: 'a', body: { x: 1 }, failure: '' },
        { name: 'b', body: { candidates: [] }, failure: '' },
        { name: 'c', body: null, failure: 'expired' },
        { name: 'd', body: null, failure: 'too late' }
      ]
    });
  });
});
