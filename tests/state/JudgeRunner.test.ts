import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JudgeSettings } from '../../src/lib/state/judgeSettings';
import type { StoredRun } from '../../src/lib/store/runs';
import { makeOptions } from '../judge/judgeTools';
import { ProviderSimulator, type Script } from '../judge/simulator/ProviderSimulator';
import { closeBrowser, openBrowser, refuseStorage } from '../store/ownBrowser';
import { fillDesk, keepRun } from './judgeDesk';
import { waitFor } from '../waitFor';

let JudgeRunner: typeof import('../../src/lib/state/JudgeRunner.svelte').JudgeRunner;
let runs: typeof import('../../src/lib/store/runs');
const simulators: ProviderSimulator[] = [];
const runners: InstanceType<typeof JudgeRunner>[] = [];

beforeEach(async () => {
  openBrowser();
  // Without locks, as on a page that is not served securely: other tests here are other tabs.
  vi.stubGlobal('navigator', {});
  ({ JudgeRunner } = await import('../../src/lib/state/JudgeRunner.svelte'));
  runs = await import('../../src/lib/store/runs');
});

afterEach(async () => {
  for (const runner of runners.splice(0)) runner.close();
  for (const simulator of simulators.splice(0)) await simulator.close();
  vi.restoreAllMocks();
});
afterAll(closeBrowser);

/** A runner over a form, and the server that it asks. */
async function openRunner(chosen: readonly StoredRun[], script: Script, change: Partial<JudgeSettings> = {}) {
  const simulator = await ProviderSimulator.open({ script });
  simulators.push(simulator);
  const { endpoint } = makeOptions(`${simulator.url}/v1`);
  const { desk, replaced } = await fillDesk(chosen, endpoint, change);
  const runner = new JudgeRunner(desk);
  runners.push(runner);
  return { runner, simulator, replaced };
}

const asked = ({ requests }: ProviderSimulator): number =>
  requests.filter(({ method }) => method === 'POST').length;

const answer: Script = () => ({ do: 'answer' });

describe('the judge at work', () => {
  it('goes through the chosen runs, and each has its scores at the end, stored', async () => {
    const chosen = [await keepRun('gpt', 1, 3), await keepRun('qwen', 11, 2)];
    const { runner, simulator, replaced } = await openRunner(chosen, answer);
    expect([runner.step, runner.isBusy]).toEqual(['idle', false]);
    const running = runner.start();
    expect([runner.step, runner.isBusy, runner.systems]).toEqual(['running', true, ['gpt', 'qwen']]);
    await running;
    expect([runner.step, runner.failure, asked(simulator)]).toEqual(['ended', '', 5]);
    expect(runner.progress).toMatchObject({ system: 'qwen', done: 5, total: 5, scored: 5, unscored: 0 });
    expect(runner.judged.map(({ system }) => system)).toEqual(['gpt', 'qwen']);
    expect(replaced).toEqual(runner.judged);
    const stored = (await runs.readRun('gpt'))!;
    // The simulator's score follows from the sample's number.
    expect(stored.rows.map(({ scores }) => scores['judge-w-gt-overall'])).toEqual(
      [2, 3, 4].map((value) => ({ value }))
    );
    expect(runner.answers.map(({ system, outcome }) => [system, outcome.question.subject.sampleId])).toEqual([
      ['gpt', 's1'],
      ['gpt', 's2'],
      ['gpt', 's3'],
      ['qwen', 's11'],
      ['qwen', 's12']
    ]);
    expect([runner.judge, runner.scale, runner.purpose]).toEqual(['the judge', 10, 'scores']);
  });

  it('pays for no answer twice', async () => {
    const chosen = [await keepRun('gpt', 1, 3)];
    await (await openRunner(chosen, answer)).runner.start();
    const { runner, simulator } = await openRunner(chosen, answer);
    const again = simulators[0]!;
    const before = asked(again);
    // Another server is another judge.
    await runner.start();
    expect([asked(again) - before, asked(simulator)]).toEqual([0, 3]);
    await runner.start();
    expect(asked(simulator)).toBe(3);
    expect(runner.progress).toMatchObject({ done: 3, remembered: 3 });
  });

  it('stops where it is told to; what was under way still comes in, and it goes on there', async () => {
    const chosen = [await keepRun('gpt', 1, 6), await keepRun('qwen', 11, 2)];
    const { runner, simulator } = await openRunner(chosen, ({ sample }) => {
      if (sample === 3) runner.stop();
      return { do: 'answer' };
    });
    await runner.start();
    expect([runner.step, runner.failure]).toEqual(['ended', '']);
    const first = asked(simulator);
    expect(first).toBeLessThan(6);
    expect(runner.progress!.scored).toBe(first);
    expect((await runs.readRun('gpt'))!.rows.filter(({ verdicts }) => verdicts)).toHaveLength(first);
    await runner.start();
    expect([asked(simulator), runner.progress!.scored]).toEqual([8, 8]);
  });

  it('waits while it is paused', async () => {
    const chosen = [await keepRun('gpt', 1, 3)];
    const { runner, simulator } = await openRunner(chosen, ({ sample }) => {
      if (sample === 1) runner.pause();
      return { do: 'answer' };
    });
    const running = runner.start();
    await waitFor(() => expect(runner.step).toBe('paused'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([asked(simulator), runner.isBusy]).toEqual([1, true]);
    runner.resume();
    expect(runner.step).toBe('running');
    await running;
    expect(asked(simulator)).toBe(3);
  });

  it('asks once more only where there is no verdict', async () => {
    const chosen = [await keepRun('gpt', 1, 3)];
    let isRefusing = true;
    const { runner, simulator } = await openRunner(chosen, ({ sample }) =>
      sample === 2 && isRefusing ? { do: 'answer', text: 'no', finish: 'refusal' } : { do: 'answer' }
    );
    await runner.start();
    expect(runner.progress).toMatchObject({ scored: 2, unscored: 1 });
    expect(runner.unscored).toHaveLength(1);
    const lacking = runner.answers.filter(({ outcome }) => outcome.question.subject.sampleId === 's2');
    isRefusing = false;
    const before = asked(simulator);
    await runner.askAgain(lacking);
    expect([asked(simulator) - before, runner.progress!.total, runner.unscored]).toEqual([1, 1, []]);
    expect(runner.answers).toHaveLength(3);
    expect((await runs.readRun('gpt'))!.rows.every(({ verdicts }) => verdicts)).toBe(true);
  });

  it('asks each question as often as repeatability needs, and leaves the run alone', async () => {
    const chosen = [await keepRun('gpt', 1, 2)];
    const { runner, simulator, replaced } = await openRunner(chosen, answer, {
      purpose: 'repeats',
      repeats: 3
    });
    await runner.start();
    expect([asked(simulator), runner.answers.length, runner.purpose]).toEqual([6, 6, 'repeats']);
    expect([replaced, runner.judged]).toEqual([[], []]);
    expect((await runs.readRun('gpt'))!.rows.some(({ verdicts }) => verdicts)).toBe(false);
  });

  it('asks nothing where answers cannot be kept, and says why', async () => {
    const chosen = [await keepRun('gpt', 1, 2)];
    refuseStorage('judge-answers', new DOMException('no', 'SecurityError'));
    const { runner, simulator } = await openRunner(chosen, answer);
    await runner.start();
    expect([runner.step, asked(simulator)]).toEqual(['ended', 0]);
    expect(runner.failure).toMatch(/does not let the page keep answers, so nothing is asked/);
  });

  it('asks nothing while another tab asks', async () => {
    const chosen = [await keepRun('gpt', 1, 2)];
    const request = (_: string, __: object, ask: (lock: null) => Promise<void>) => ask(null);
    vi.stubGlobal('navigator', { locks: { request } });
    const { runner, simulator } = await openRunner(chosen, answer);
    await runner.start();
    expect([runner.failure, asked(simulator)]).toEqual([
      expect.stringMatching(/asked already, here or in another tab/),
      0
    ]);
  });

  it('ends at once without a word when the page is left', async () => {
    const chosen = [await keepRun('gpt', 1, 3)];
    const { runner, simulator } = await openRunner(chosen, ({ sample }) => {
      if (sample === 2) runner.close();
      return { do: 'hang' };
    });
    const running = runner.start();
    await waitFor(() => expect(asked(simulator)).toBe(1));
    runner.close();
    await running;
    expect([runner.step, runner.failure]).toEqual(['ended', '']);
  });
});
