import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProviderId } from '../../src/lib/judge/providers/Provider';
import type { JudgeDesk } from '../../src/lib/state/JudgeDesk.svelte';
import { makeOptions } from '../judge/judgeTools';
import {
  BatchSimulator,
  writeBatchLine,
  type BatchSimulatorOptions
} from '../judge/simulator/BatchSimulator';
import { ProviderSimulator } from '../judge/simulator/ProviderSimulator';
import { closeBrowser, openBrowser, refuseStorage } from '../store/ownBrowser';
import { fillDesk, keepRun } from './judgeDesk';

const saved: { name: string; blob: Blob }[] = [];
vi.mock('../../src/lib/report/saveFile', () => ({
  saveFile: (file: (typeof saved)[number]) => void saved.push(file)
}));

let JudgeBatches: typeof import('../../src/lib/state/JudgeBatches.svelte').JudgeBatches;
let answers: typeof import('../../src/lib/store/judgeAnswers');
const simulators: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  openBrowser();
  saved.splice(0);
  ({ JudgeBatches } = await import('../../src/lib/state/JudgeBatches.svelte'));
  answers = await import('../../src/lib/store/judgeAnswers');
});

afterEach(async () => {
  vi.restoreAllMocks();
  for (const simulator of simulators.splice(0)) await simulator.close();
});
afterAll(closeBrowser);

const price = {
  ...{ provider: 'openai' as const, model: 'gpt-test', date: '2026-01-01' },
  ...{ inputUsdPerMillion: 2, outputUsdPerMillion: 10 }
};

async function open(
  count: number,
  options: Partial<BatchSimulatorOptions> = {},
  provider: ProviderId = 'openai',
  facts: Partial<Pick<JudgeDesk, 'price' | 'capUsd'>> = { price }
) {
  const simulator = await BatchSimulator.open({ shape: 'openai', ...options });
  simulators.push(simulator);
  const run = await keepRun('gpt', 1, count);
  const endpoint = { ...makeOptions(simulator.baseUrl).endpoint, provider };
  const { desk } = await fillDesk([run], endpoint, {}, facts);
  return { simulator, endpoint, desk, batches: new JudgeBatches(desk) };
}

describe('a batch that is handed over', () => {
  it('is remembered with what it may cost, and its answers are stored when it is collected', async () => {
    // A look for twins of it at the handing over may be one of them.
    const { simulator, batches } = await open(3, { checks: 2 });
    expect(batches.canSubmit).toBe(true);
    const submitting = batches.submit();
    expect(batches.isBusy).toBe(true);
    await submitting;
    expect([batches.isBusy, batches.failure]).toEqual([false, '']);
    expect(batches.note).toBe('3 requests are handed over; come back within a day to collect.');
    expect(simulator.asked.map(({ sample }) => sample)).toEqual([1, 2, 3]);
    const [job] = batches.jobs;
    expect(job).toMatchObject({
      ...{ provider: 'openai', model: 'gpt-test', remoteId: 'batch-1', state: 'submitted' },
      // Half of the usual price.
      ...{ price: { input: 1, output: 5 }, answered: 0, lost: 0 }
    });
    expect(job!.mostUsd).toBeGreaterThan(0);
    await batches.collect(job!);
    expect(batches.jobs[0]).toMatchObject({ state: 'submitted', note: expect.stringMatching(/^Not ended/) });
    expect(await answers.listAnswers()).toEqual([]);
    for (let i = 0; i < 2 && batches.jobs[0]!.state === 'submitted'; i++)
      await batches.collect(batches.jobs[0]!);
    expect(batches.failure).toBe('');
    expect(batches.jobs[0]).toMatchObject({
      state: 'collected',
      answered: 3,
      lost: 0,
      note: '3 answers stored'
    });
    const stored = await answers.listAnswers();
    expect(stored.map(({ question }) => question.sampleId).toSorted()).toEqual(['s1', 's2', 's3']);
    // 900 and 300 tokens at half the price.
    for (const { costUsd } of stored) expect(costUsd).toBeCloseTo((900 * 1 + 300 * 5) / 1e6, 12);
  });

  it('is still there on the next visit, and its questions are in no second batch', async () => {
    const { desk, batches, simulator } = await open(2);
    await batches.submit();
    vi.resetModules();
    const { JudgeBatches: Again } = await import('../../src/lib/state/JudgeBatches.svelte');
    const later = new Again(desk);
    await later.load();
    expect(later.jobs).toEqual(batches.jobs);
    const before = simulator.paths.filter((path) => path === 'POST /v1/batches').length;
    await later.submit();
    expect(later.note).toMatch(/^Every question has an answer already, or is in a batch/);
    expect(simulator.paths.filter((path) => path === 'POST /v1/batches')).toHaveLength(before);
    await later.forget(later.jobs[0]!);
    expect(later.jobs).toEqual([]);
    await later.submit();
    expect(later.note).toMatch(/^2 requests are handed over/);
  });

  it('of which some fail and some never come says how many, and why', async () => {
    const fates = ['answer', 'error', 'never', 'error'] as const;
    const { batches } = await open(4, { fate: (sample) => fates[sample - 1]! });
    await batches.submit();
    await batches.collect(batches.jobs[0]!);
    expect(batches.jobs[0]).toMatchObject({
      ...{ state: 'collected', answered: 1, lost: 3 },
      note: '1 answers stored; 2 × the request is not valid; 1 without a line'
    });
    // What has no answer is open again.
    await batches.submit();
    expect(batches.note).toMatch(/^3 requests are handed over/);
  });

  it('that the provider gives up is marked so, and is asked again', async () => {
    const { batches } = await open(2, { fails: true });
    await batches.submit();
    await batches.collect(batches.jobs[0]!);
    expect(batches.jobs[0]).toMatchObject({
      ...{ state: 'failed', answered: 0, lost: 2 },
      note: expect.stringMatching(/^The provider gave it up: .*file is empty/)
    });
    await batches.submit();
    expect(batches.note).toMatch(/^2 requests are handed over/);
  });

  it('is collected only where it was handed over', async () => {
    const { batches, desk } = await open(1);
    await batches.submit();
    const [job] = batches.jobs;
    const { connection } = desk;
    for (const endpoint of [
      { ...connection.endpoint, provider: 'anthropic' as const },
      { ...connection.endpoint, baseUrl: 'https://elsewhere.invalid/v1' }
    ]) {
      const other = new JudgeBatches({ ...desk, connection: { endpoint } } as unknown as JudgeDesk);
      await other.collect(job!);
      expect(other.failure).toMatch(/^This batch is at http:\/\/127\.0\.0\.1:\d+\/v1: choose OpenAI/);
    }
    expect(await answers.listAnswers()).toEqual([]);
  });

  it('is not handed over where it could pass the cap: nothing is sent of it, nothing is remembered', async () => {
    const { batches, simulator } = await open(3, {}, 'openai', { price, capUsd: 0.000_1 });
    await batches.submit();
    expect(batches.failure).toMatch(/could pass the spending cap/);
    expect([batches.jobs, simulator.asked, batches.isBusy]).toEqual([[], [], false]);
  });

  it('that cannot be remembered says so instead of a success', async () => {
    const { batches } = await open(1);
    refuseStorage('judge-batches', new DOMException('no', 'SecurityError'));
    await batches.submit();
    expect([batches.failure, batches.note]).toEqual([expect.stringMatching(/no/), '']);
  });
});

describe('a small question goes first', () => {
  it('and nothing is handed over where it fails', async () => {
    const { desk, simulator } = await open(2);
    const strict = await ProviderSimulator.open({ key: 'another key' });
    simulators.push(strict);
    const endpoint = { ...desk.connection.endpoint, baseUrl: `${strict.url}/v1` };
    const connection = { endpoint, provider: endpoint.provider };
    const batches = new JudgeBatches({ ...desk, connection } as unknown as JudgeDesk);
    await batches.submit();
    expect(batches.failure).toMatch(/^Nothing was handed over, because a small question failed: /);
    expect([strict.requests.length, simulator.asked, batches.jobs]).toEqual([1, [], []]);
  });

  it('and it ends without a word when the page is left', async () => {
    const { batches } = await open(2);
    batches.close();
    await batches.submit();
    expect([batches.failure, batches.jobs, batches.isBusy]).toEqual(['', [], false]);
  });
});

describe('a batch that is taken along', () => {
  it('is a file of the open questions at the full price, whose answers are read back', async () => {
    const { batches, simulator } = await open(3, {}, 'compatible');
    expect(batches.canSubmit).toBe(false);
    await batches.submit();
    expect(batches.jobs).toEqual([]);
    await batches.takeAlong();
    expect(simulator.paths).toEqual([]);
    expect(saved.map(({ name }) => name)).toEqual(['judge_batch.jsonl']);
    const lines = (await saved[0]!.blob.text()).trim().split('\n');
    const names = lines.map((line) => (JSON.parse(line) as { custom_id: string }).custom_id);
    const [job] = batches.jobs;
    expect(job).toMatchObject({ state: 'file', remoteId: null, price: { input: 2, output: 10 } });
    expect(names).toEqual(job!.entries.map(({ key }) => key));
    const answered = names.map((name, i) => JSON.stringify(writeBatchLine('openai', name, i < 2, i + 1)));
    const files = [
      new File([answered[0]!, '\n', 'not a line\n'], 'a.jsonl'),
      new File(
        [answered[1]!, '\n', answered[2]!, '\n', JSON.stringify(writeBatchLine('openai', 'other', true, 9))],
        'b.jsonl'
      )
    ];
    await batches.read(job!, files);
    expect(batches.jobs[0]).toMatchObject({
      ...{ state: 'collected', answered: 2, lost: 1 },
      note: '2 answers stored; 1 × the request is not valid; 1 lines of other batches; 1 lines that cannot be read'
    });
    expect(batches.note).toMatch(/stored answers are read without paying/);
    const stored = await answers.listAnswers();
    expect(stored.map(({ costUsd }) => costUsd)).toEqual([0.0048, 0.0048]);
  });

  it('is not collected by a file without one of its answers', async () => {
    const { batches } = await open(2, {}, 'compatible');
    await batches.takeAlong();
    await batches.read(batches.jobs[0]!, [new File(['{}\n'], 'a.jsonl')]);
    expect(batches.jobs[0]).toMatchObject({ state: 'file', answered: 0, lost: 2 });
    expect(await answers.listAnswers()).toEqual([]);
  });

  it('is none where nothing is open', async () => {
    const { batches } = await open(0, {}, 'compatible');
    await batches.takeAlong();
    expect([batches.jobs, saved]).toEqual([[], []]);
    expect(batches.note).toMatch(/^Every question has an answer already/);
  });
});
