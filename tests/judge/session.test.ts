import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DataError } from '../../src/lib/core/problem';
import { Admission } from '../../src/lib/judge/Admission';
import { askJudge } from '../../src/lib/judge/askJudge';
import { Channel } from '../../src/lib/judge/Channel';
import { realClock, type Clock } from '../../src/lib/judge/Clock';
import { FaultStreak } from '../../src/lib/judge/FaultStreak';
import type { JudgeOptions, JudgeOutcome } from '../../src/lib/judge/JudgeOptions';
import { Outcomes, type Ending } from '../../src/lib/judge/Outcomes';
import { Pace } from '../../src/lib/judge/Pace';
import type { Price } from '../../src/lib/judge/prices';
import type { OpenQuestion } from '../../src/lib/judge/Recall';
import { makeOptions, makeQuestions, makeVerdict } from './judgeTools';
import { bare } from './providers/asked';

/** Time that never passes. */
const still: Clock = { now: () => 0, sleep: () => new Promise(() => undefined) };
const price: Price = {
  provider: 'openai',
  model: 'gpt-test',
  inputUsdPerMillion: 0,
  outputUsdPerMillion: 1000,
  date: '2026-01-01'
};
/** Costs a dollar at most, by that price. */
const dollar = { ...bare, maxOutputTokens: 1000 };
const options = (facts: Partial<JudgeOptions> = {}): JudgeOptions =>
  makeOptions('https://api.example/v1', { clock: still, ...facts });

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe('the way out of a run', () => {
  it('is open for what the cap has room for, and waits for what is under way', async () => {
    const admission = new Admission(options({ price, capUsd: 2 }));
    const first = (await admission.admit(dollar))!;
    expect(first.reservation.costUsd).toBe(1);
    admission.throttle.succeed(first.ticket);
    await admission.admit(dollar);
    const third = admission.admit(dollar);
    expect(await isSettled(third)).toBe(false);
    admission.budget.release(first.reservation);
    expect(await isSettled(third)).toBe(false);
    admission.wake();
    expect((await third)!.reservation.costUsd).toBe(1);
    expect(admission.stopped).toBeNull();
  });

  it('is closed by a cap that leaves no room, for good and with that reason', async () => {
    const admission = new Admission(options({ price, capUsd: 0.5 }));
    expect(await admission.admit(dollar)).toBeNull();
    const cap = { reason: 'not asked: one more request could pass the spending cap', cause: 'cap' };
    expect(admission.stopped).toEqual(cap);
    admission.stop({ reason: 'later', cause: 'setup' });
    expect(admission.stopped).toEqual(cap);
    expect(await admission.admit({ ...dollar, maxOutputTokens: 1 })).toBeNull();
  });

  it('wakes who waits when the run is stopped, and gives nothing out any more', async () => {
    const admission = new Admission(options({ price, capUsd: 1 }));
    await admission.admit(dollar);
    const changed = admission.whenChanged();
    const waiting = admission.admit(dollar);
    admission.stop({ reason: 'enough', cause: 'setup' });
    await changed;
    expect(await waiting).toBeNull();
    expect(await isSettled(admission.whenChanged())).toBe(false);
  });

  it('gives the money back that it kept for what may not start', async () => {
    const pace = new Pace();
    const admission = new Admission(options({ price, capUsd: 5, pace }));
    pace.pause();
    const waiting = admission.admit(dollar);
    expect(await isSettled(waiting)).toBe(false);
    expect(admission.budget.hasReserved).toBe(true);
    admission.stop({ reason: 'enough', cause: 'setup' });
    pace.resume();
    expect(await waiting).toBeNull();
    expect([admission.budget.hasReserved, admission.throttle.running]).toEqual([false, 0]);
  });

  it('is closed by the stop button, and rejects where the page left', async () => {
    const pace = new Pace();
    const stopped = new Admission(options({ pace }));
    pace.stop();
    expect(await stopped.admit(bare)).toBeNull();
    expect(stopped.stopped).toEqual({ reason: 'not asked: the run was stopped', cause: 'unasked' });
    const left = new Admission(options({ signal: AbortSignal.abort('left') }));
    await expect(left.admit(bare)).rejects.toBe('left');
    const leave = new AbortController();
    const full = new Admission(options({ price, capUsd: 1, signal: leave.signal }));
    await full.admit(dollar);
    const waiting = full.admit(dollar).catch(String);
    leave.abort('left');
    full.wake();
    expect(await waiting).toBe('left');
  });
});

describe('outcomes', () => {
  const [question, other] = makeQuestions(2);
  const open = (key: string, own = question!): OpenQuestion => ({
    question: own,
    key,
    asked: {} as never,
    earlier: [],
    answers: [],
    failures: 0,
    requests: 0
  });
  async function tell(act: (outcomes: Outcomes) => void) {
    const outcomes = new Outcomes(5, (counts) => counts as never);
    act(outcomes);
    outcomes.steps.close();
    const steps = await Array.fromAsync(outcomes.steps);
    return { told: steps.flatMap(({ outcome }) => outcome ?? []), progress: steps.at(-1)?.progress, steps };
  }

  it('are told whole, and counted', async () => {
    const verdict = makeVerdict(5);
    const { told, progress } = await tell((outcomes) => {
      outcomes.finish([question!], 'a', { verdict, lasting: true });
      outcomes.finish([question!], null, { reason: 'no', cause: 'limit', atMost: 7, lasting: false });
      outcomes.finish([question!], 'c', {
        choice: { winner: 'A', explanation: '' },
        lasting: true,
        remembered: true
      });
    });
    const nothing = {
      choice: null,
      verdict: null,
      reason: null,
      cause: null,
      facts: null,
      remembered: false
    };
    expect(told).toEqual([
      { ...nothing, question, key: 'a', verdict, lasting: true },
      { ...nothing, question, key: null, reason: 'no', cause: 'limit', atMost: 7, lasting: false },
      {
        ...nothing,
        question,
        key: 'c',
        choice: { winner: 'A', explanation: '' },
        lasting: true,
        remembered: true
      }
    ]);
    expect(progress).toEqual({ total: 5, done: 3, scored: 2, unscored: 1, remembered: 1 });
  });

  it('of one key are asked once and shared, by those that came before it and after it', async () => {
    const ending: Ending = { reason: 'no', cause: 'declined', lasting: true };
    const opened: boolean[] = [];
    const { told } = await tell((outcomes) => {
      opened.push(outcomes.open(open('a')), outcomes.open(open('a', other!)), outcomes.open(open('b')));
      outcomes.settle(open('a'), ending);
      opened.push(outcomes.open(open('a', other!)));
    });
    expect(opened).toEqual([true, false, true, false]);
    expect(told.map(({ question: own, remembered }) => [own === question, remembered])).toEqual([
      [true, false],
      [false, true],
      [false, true]
    ]);
    expect(new Set(told.map(({ key, reason }) => `${key} ${reason}`))).toEqual(new Set(['a no']));
  });
});

describe('a channel', () => {
  it('gives what was put in before, between and after, in order, and ends', async () => {
    const channel = new Channel<number>();
    channel.put(1);
    channel.put(2);
    const read: number[] = [];
    const reading = (async () => {
      for await (const item of channel) {
        read.push(item);
        if (item === 2) channel.put(3);
      }
    })();
    await new Promise((resolve) => setImmediate(resolve));
    expect(read).toEqual([1, 2, 3]);
    channel.put(4);
    await new Promise((resolve) => setImmediate(resolve));
    channel.put(5);
    channel.close();
    await reading;
    expect(read).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('a streak of one fault', () => {
  const countTo = (streak: FaultStreak, kind: 'refused' | 'answered'): number => {
    for (let count = 1; count < 50; count++) if (streak.add(kind, 'fault')) return count;
    return Infinity;
  };

  it('is three refusals or five answers, and ten of either after a verdict', () => {
    expect(countTo(new FaultStreak(), 'refused')).toBe(3);
    expect(countTo(new FaultStreak(), 'answered')).toBe(5);
    for (const kind of ['refused', 'answered'] as const) {
      const streak = new FaultStreak();
      streak.break();
      expect(countTo(streak, kind)).toBe(10);
      expect(streak.count).toBe(10);
    }
  });

  it('begins anew with another fault, and after a verdict', () => {
    const streak = new FaultStreak();
    expect(streak.count).toBe(0);
    streak.add('refused', 'a');
    streak.add('refused', 'a');
    expect(streak.add('refused', 'b')).toBe(false);
    expect(streak.count).toBe(1);
    streak.break();
    expect(streak.count).toBe(0);
    streak.add('refused', 'b');
    expect(streak.count).toBe(1);
  });
});

describe('the real clock', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('sleeps as long as it is told, longer than a timer can too', async () => {
    const { signal } = new AbortController();
    vi.setSystemTime(7);
    expect(realClock.now()).toBe(7);
    await realClock.sleep(0, signal);
    await realClock.sleep(-5, signal);
    const long = realClock.sleep(2 ** 32, signal);
    await vi.advanceTimersByTimeAsync(2 ** 32 - 1);
    expect(await isSettled(long)).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await isSettled(long)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('wakes with the signal’s reason, and leaves no timer behind', async () => {
    const leave = new AbortController();
    const sleeping = realClock.sleep(1000, leave.signal).catch(String);
    expect([await isSettled(sleeping), vi.getTimerCount()]).toEqual([false, 1]);
    leave.abort('left');
    expect([await sleeping, vi.getTimerCount()]).toEqual(['left', 0]);
    await expect(realClock.sleep(5, leave.signal)).rejects.toBe('left');
  });
});

describe('a run', () => {
  it('that is read no further asks nothing more', async () => {
    let given: AbortSignal | null | undefined;
    const hang: typeof fetch = (_, init) => {
      given = init?.signal;
      return new Promise(() => undefined);
    };
    for await (const step of askJudge(makeQuestions(3), options({ fetch: hang })))
      if (step.progress.running > 0) break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(given!.aborted).toBe(true);
  });

  it('refuses a cap that it cannot keep, and a prompt with a mistake, before anything is sent', async () => {
    let sent = 0;
    const send: typeof fetch = () => {
      sent++;
      return Promise.resolve(new Response('', { status: 401 }));
    };
    const problemOf = async (facts: Partial<JudgeOptions>): Promise<unknown> => {
      const steps = Array.fromAsync(askJudge(makeQuestions(1), options({ fetch: send, ...facts })));
      return steps.catch((error: unknown) => error instanceof DataError && error.problem);
    };
    expect(await problemOf({ capUsd: 1 })).toMatchObject({
      code: 'price-unknown',
      what: 'the spending cap cannot be kept, because the price table has no price for this model',
      got: 'gpt-test',
      expected: 'a price for input and output, or no cap'
    });
    const { rules } = options();
    const template = { ...rules.template, user: '{{taks}}' };
    expect(await problemOf({ rules: { ...rules, template } })).toMatchObject({ code: 'template' });
    expect(sent).toBe(0);
    const outcomes: JudgeOutcome[] = [];
    for await (const { outcome } of askJudge([], options({ capUsd: 1, price })))
      if (outcome) outcomes.push(outcome);
    expect(outcomes).toEqual([]);
  });
});
