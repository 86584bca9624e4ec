import { afterEach, describe, expect, it } from 'vitest';
import { batchWires, isRefusal, makeFetcher } from '../../src/lib/judge/batch/askBatch';
import type { BatchJob } from '../../src/lib/judge/batch/BatchJob';
import { composeBatch } from '../../src/lib/judge/batch/composeBatch';
import { endTwins } from '../../src/lib/judge/batch/endTwins';
import { describeFind, describeLoss, findLostBatch } from '../../src/lib/judge/batch/findLostBatch';
import { readBatchLines } from '../../src/lib/judge/batch/readBatchLines';
import { storeBatchLines } from '../../src/lib/judge/batch/storeBatchLines';
import type { RemoteBatch } from '../../src/lib/judge/providers/BatchWire';
import { providers } from '../../src/lib/judge/providers/providers';
import { makeOptions, makeQuestions, MemoryStore } from './judgeTools';
import { BatchSimulator, writeBatch, type BatchSimulatorOptions } from './simulator/BatchSimulator';
import { ProviderSimulator } from './simulator/ProviderSimulator';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

const samples = 12;

/** A batch that is handed over, as the page keeps it before it knows how that ends. */
async function lose(shape: 'openai' | 'anthropic', options: Partial<BatchSimulatorOptions>) {
  const simulator = await BatchSimulator.open({ shape, ...options });
  open.push(simulator);
  const store = new MemoryStore();
  const base = makeOptions(simulator.baseUrl, { store });
  const endpoint = { ...base.endpoint, provider: shape };
  const asked = { ...base, endpoint };
  const { abilities } = providers[shape];
  const composed = await composeBatch(makeQuestions(samples), asked, abilities, 0.5);
  const fetcher = makeFetcher(endpoint, { signal: base.signal });
  const wire = batchWires[shape]!;
  const job: BatchJob = {
    ...composed,
    id: 'name-of-this-batch',
    provider: shape,
    baseUrl: endpoint.baseUrl,
    model: endpoint.model,
    wire: providers[shape].wire.format,
    remoteId: null,
    state: 'unsure',
    submittedAt: new Date().toISOString(),
    price: null,
    answered: 0,
    lost: 0,
    note: ''
  };
  const error: unknown = await wire
    .submit(endpoint, composed.requests, job.id, fetcher)
    .catch((thrown: unknown) => thrown);
  const find = (known: readonly string[] = []) => findLostBatch(job, new Set(known), wire, endpoint, fetcher);
  return { simulator, error, find, job, store, fetcher, endpoint };
}

describe.each(['openai', 'anthropic'] as const)('a batch of %s whose answer is lost', (shape) => {
  it('is found in the provider’s list, and its answers are collected without another one', async () => {
    const { simulator, error, find, job, store, fetcher } = await lose(shape, { breaks: 'after' });
    expect(isRefusal(error)).toBe(false);
    expect(describeLoss(error)).toMatch(/may be with the provider, and be paid/);
    const found = await find();
    expect(found).toMatchObject({ kind: 'found', remote: { id: 'batch-1' } });
    const { results } = (found as { remote: RemoteBatch }).remote;
    const texts = await Promise.all(results.map((address) => fetcher(address)));
    const { lines } = readBatchLines(texts.join('\n'));
    expect(await storeBatchLines(job, lines, store, job.submittedAt)).toMatchObject({ answered: samples });
    expect(simulator.made).toBe(1);
    // One that another batch of this browser is known to be is none of this.
    expect(await find(['batch-1'])).toEqual({ kind: 'none' });
  });

  it('is found while it is under way', async () => {
    const { find } = await lose(shape, { breaks: 'after', checks: 9 });
    expect(await find()).toMatchObject({ kind: 'found', remote: { state: 'running' } });
  });

  it('and that a browser sent again by itself is ended but for one, or told', async () => {
    const { find, job, fetcher, simulator, endpoint } = await lose(shape, { breaks: 'after', checks: 99 });
    // As the browser does it.
    await batchWires[shape]!.submit(endpoint, [], job.id, fetcher);
    if (shape === 'anthropic') simulator.asked = job.entries.map(({ key }) => ({ name: key, sample: 1 }));
    const found = await find();
    const kept = { ...job, remoteId: 'batch-1' };
    const words = await endTwins(kept, new Set(), batchWires[shape]!, endpoint, fetcher);
    expect(simulator.made).toBe(2);
    if (shape === 'openai') {
      expect(found).toMatchObject({ kind: 'found', remote: { id: 'batch-1' } });
      expect(words).toBe('it had arrived more than once; ended: batch-2');
      expect(simulator.ended).toEqual(['batch-2']);
    } else {
      expect(found).toEqual({ kind: 'several', ids: ['batch-1', 'batch-2'] });
      expect(words).toMatch(/same size were made at that time: batch-2; cancel at the provider/);
      expect(simulator.ended).toEqual([]);
    }
  });

  it('is not found where it never arrived, whatever else is there', async () => {
    const long = { created_at: shape === 'openai' ? 1 : '2020-01-01T00:00:00Z' };
    const others = [writeBatch(shape, 'in_progress'), writeBatch(shape, 'completed', long)];
    const { find, simulator, error } = await lose(shape, { breaks: 'before', others });
    expect(isRefusal(error)).toBe(false);
    expect(await find()).toEqual({ kind: 'none' });
    expect(describeFind({ kind: 'none' })).toMatch(/look again in a minute, then forget it/);
    expect(simulator.made).toBe(0);
  });

  it('that the provider refused was not handed over', async () => {
    const simulator = await ProviderSimulator.open({
      script: () => ({ do: 'refuse', status: 401, message: 'no' })
    });
    open.push(simulator);
    const { endpoint, signal } = makeOptions(`${simulator.url}/v1`);
    const at = { ...endpoint, provider: shape };
    const error: unknown = await batchWires[shape]!.submit(at, [], 'name', makeFetcher(at, { signal })).catch(
      (thrown: unknown) => thrown
    );
    expect(isRefusal(error)).toBe(true);
  });
});

it('a batch whose file is lost was not handed over', async () => {
  const { error, simulator } = await lose('openai', { breaks: 'file' });
  expect(isRefusal(error)).toBe(true);
  expect(String(error)).toMatch(/the file of the batch did not arrive, so nothing was handed over/);
  expect(simulator.made).toBe(0);
});

it('two batches of one size at one time are told apart by their answers, and until then not at all', async () => {
  const now = { created_at: new Date().toISOString() };
  const counts = { canceled: 0, errored: 0, expired: 0, processing: 2, succeeded: 0 };
  const others = ['batch-2', 'batch-3'].map((id) =>
    writeBatch('anthropic', 'in_progress', { ...now, id, request_counts: counts })
  );
  const simulator = await BatchSimulator.open({ shape: 'anthropic', others });
  open.push(simulator);
  const { endpoint, signal } = makeOptions(simulator.baseUrl);
  const at = { ...endpoint, provider: 'anthropic' as const };
  const entry = { key: 'a', attempt: 0, question: {} as never };
  const job = { id: '1', submittedAt: now.created_at, entries: [entry, entry] } as unknown as BatchJob;
  const found = await findLostBatch(job, new Set(), batchWires.anthropic!, at, makeFetcher(at, { signal }));
  expect(found).toEqual({ kind: 'several', ids: ['batch-2', 'batch-3'] });
  expect(describeFind(found)).toMatch(/2 batches .*batch-2, batch-3.*when they have ended/);
});
