import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JudgedFiles } from '../../src/lib/run/judgeSubject';
import { makeOptions } from '../judge/judgeTools';
import { ProviderSimulator, type Script } from '../judge/simulator/ProviderSimulator';
import { closeBrowser, openBrowser } from '../store/ownBrowser';
import { fillDesk, judgedFiles, keepRun } from './judgeDesk';
import { waitFor } from '../waitFor';

let JudgeTrial: typeof import('../../src/lib/state/JudgeTrial.svelte').JudgeTrial;
let JudgeRunner: typeof import('../../src/lib/state/JudgeRunner.svelte').JudgeRunner;
const simulators: ProviderSimulator[] = [];

beforeEach(async () => {
  openBrowser();
  vi.stubGlobal('navigator', {});
  ({ JudgeTrial } = await import('../../src/lib/state/JudgeTrial.svelte'));
  ({ JudgeRunner } = await import('../../src/lib/state/JudgeRunner.svelte'));
});

afterEach(async () => {
  for (const simulator of simulators.splice(0)) await simulator.close();
});
afterAll(closeBrowser);

const answer: Script = () => ({ do: 'answer' });

async function open(counts: readonly number[], script = answer, files: JudgedFiles = judgedFiles) {
  const simulator = await ProviderSimulator.open({ script });
  simulators.push(simulator);
  const chosen = [];
  for (const [i, count] of counts.entries()) chosen.push(await keepRun(`run ${i}`, 1 + 10 * i, count));
  const { endpoint } = makeOptions(`${simulator.url}/v1`);
  const { desk } = await fillDesk(chosen, endpoint, {}, { files });
  return { desk, simulator, trial: new JudgeTrial(desk) };
}

describe('the dry run', () => {
  it('shows the first, the middle and the last question whole, and sends nothing', async () => {
    const { trial, simulator } = await open([3, 4]);
    expect(trial.step).toBe('none');
    const preparing = trial.prepare();
    expect(trial.step).toBe('preparing');
    await preparing;
    expect([trial.step, trial.failure, simulator.requests]).toEqual(['shown', '', []]);
    expect(trial.items.map(({ system, question }) => [system, question.subject.sampleId])).toEqual([
      ['run 0', 's1'],
      ['run 1', 's11'],
      ['run 1', 's14']
    ]);
    const [first] = trial.items;
    expect(first!.userText).toContain('sample-1: what is seen?');
    expect(first!.systemText).not.toBe('');
    expect(first!.images).toHaveLength(1);
    expect(first).toMatchObject({ failure: null, outcome: null });
  });

  it.each([
    [0, []],
    [1, ['s1']],
    [2, ['s1', 's2']]
  ])('of %i questions shows each once', async (count, ids) => {
    const { trial } = await open([count]);
    await trial.prepare();
    expect(trial.items.map(({ question }) => question.subject.sampleId)).toEqual(ids);
  });

  it('sends exactly what it showed, shows the answers, and the run does not pay for them again', async () => {
    const { desk, trial, simulator } = await open([5]);
    await trial.prepare();
    const asking = trial.ask();
    expect(trial.step).toBe('asking');
    await asking;
    expect([trial.step, trial.failure]).toEqual(['asked', '']);
    // The simulator's score follows from the sample's number.
    expect(trial.items.map(({ outcome }) => outcome!.verdict!.overall_score)).toEqual([2, 4, 6]);
    const bodies = simulator.requests.map(({ body }) => body);
    expect(bodies).toHaveLength(3);
    for (const { userText, systemText } of trial.items) {
      const parts = [userText, systemText].map((text) => JSON.stringify(text).slice(1, -1));
      expect(bodies.filter((body) => parts.every((part) => body.includes(part)))).toHaveLength(1);
    }
    const runner = new JudgeRunner(desk);
    await runner.start();
    expect(simulator.requests).toHaveLength(5);
    expect(runner.progress).toMatchObject({ done: 5, remembered: 3 });
    runner.close();
  });

  it('says of a question why it cannot be sent, and asks the others', async () => {
    const noImage: JudgedFiles = {
      ...judgedFiles,
      find: (path, from) => (from === '' ? judgedFiles.find(path, from) : undefined)
    };
    const { trial, simulator } = await open([2], answer, noImage);
    await trial.prepare();
    expect(trial.items.map(({ failure }) => failure)).toEqual([
      expect.stringMatching(/an image is not among the files of this visit/),
      expect.stringMatching(/an image is not among the files of this visit/)
    ]);
    await trial.ask();
    expect([trial.step, simulator.requests]).toEqual(['asked', []]);
    expect(trial.items.every(({ outcome }) => outcome === null)).toBe(true);
  });

  it('that cannot be prepared at all says so and shows nothing', async () => {
    const { desk } = await open([2]);
    const images = { loadKernels: () => Promise.reject(new Error('no kernels')) };
    const trial = new JudgeTrial({ ...desk, images } as unknown as typeof desk);
    await trial.prepare();
    expect([trial.step, trial.failure, trial.items]).toEqual(['none', 'no kernels', []]);
  });

  it('is over without a word when the form changes while it asks', async () => {
    const { trial, simulator } = await open([3], () => ({ do: 'hang' }));
    await trial.prepare();
    const asking = trial.ask();
    await waitFor(() => expect(simulator.requests).not.toEqual([]));
    trial.clear();
    await asking;
    expect([trial.failure, trial.items]).toEqual(['', []]);
  });

  it('does not ask while a judge is asked elsewhere, and says so', async () => {
    const request = (_: string, __: object, ask: (lock: null) => Promise<void>) => ask(null);
    const { trial, simulator } = await open([2]);
    await trial.prepare();
    vi.stubGlobal('navigator', { locks: { request } });
    await trial.ask();
    expect(trial.failure).toMatch(/asked already, here or in another tab/);
    expect(simulator.requests).toEqual([]);
  });

  it('keeps to the spending cap', async () => {
    const { desk, simulator } = await open([3]);
    const price = {
      ...{ provider: 'openai', model: 'gpt-test', date: '2026-01-01' },
      ...{ inputUsdPerMillion: 1000, outputUsdPerMillion: 1000 }
    };
    const capped = { ...desk, price, capUsd: 0.000_001 } as unknown as typeof desk;
    const trial = new JudgeTrial(capped);
    await trial.prepare();
    await trial.ask();
    expect(simulator.requests).toEqual([]);
    expect(trial.items.every(({ outcome }) => !outcome?.verdict)).toBe(true);
  });
});
