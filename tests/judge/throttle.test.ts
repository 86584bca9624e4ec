import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Pace } from '../../src/lib/judge/Pace';
import type { Failure, FailureKind } from '../../src/lib/judge/providers/Provider';
import { Throttle, type Ticket } from '../../src/lib/judge/Throttle';
import { VirtualClock } from './simulator/VirtualClock';

const signal = new AbortController().signal;
let clock: VirtualClock;
let pace: Pace;

beforeEach(() => {
  clock = new VirtualClock();
  pace = new Pace();
});
afterEach(() => clock.close());

const makeThrottle = (highest = 6, random = 0): Throttle =>
  new Throttle({ highest, clock, pace, random: () => random });

const fail = (kind: FailureKind, retryAfterMs: number | null = null): Failure => ({
  kind,
  status: 500,
  message: '',
  retryAfterMs,
  mayBePaid: false
});

/** Whether it comes to its end by itself; no time passes meanwhile. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => (settled = true),
    () => (settled = true)
  );
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

async function enter(throttle: Throttle, count: number): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  for (let i = 0; i < count; i++) tickets.push(await throttle.enter(signal));
  return tickets;
}

async function answer(throttle: Throttle, count: number): Promise<void> {
  for (let i = 0; i < count; i++) throttle.succeed(await throttle.enter(signal));
}

/** Milliseconds that the next request waits. */
async function measureWait(throttle: Throttle): Promise<number> {
  const before = clock.now();
  await throttle.enter(signal);
  return clock.now() - before;
}

describe('requests at a time', () => {
  it('are one until the first answer, then four, and never more than what is allowed', async () => {
    const throttle = makeThrottle();
    expect(throttle.limit).toBe(1);
    const [first] = await enter(throttle, 1);
    const second = throttle.enter(signal);
    expect(await isSettled(second)).toBe(false);
    throttle.succeed(first!);
    await second;
    expect([throttle.limit, throttle.running]).toEqual([4, 1]);
    await enter(throttle, 3);
    expect(throttle.running).toBe(4);
    expect(await isSettled(throttle.enter(signal))).toBe(false);
    const narrow = makeThrottle(2);
    await answer(narrow, 1);
    expect(narrow.limit).toBe(2);
  });

  it('are one more after every eight answers', async () => {
    const throttle = makeThrottle(6);
    await answer(throttle, 7);
    expect(throttle.limit).toBe(4);
    await answer(throttle, 1);
    expect(throttle.limit).toBe(5);
    await answer(throttle, 7);
    expect(throttle.limit).toBe(5);
    await answer(throttle, 1);
    expect(throttle.limit).toBe(6);
    await answer(throttle, 8);
    expect(throttle.limit).toBe(6);
  });

  it('are one after a setback, and half as many once an answer came', async () => {
    const throttle = makeThrottle(8);
    await answer(throttle, 8 * 3);
    expect(throttle.limit).toBe(7);
    throttle.setBack((await enter(throttle, 1))[0]!, fail('rate', 10));
    expect([throttle.limit, throttle.setbacks, throttle.running]).toEqual([1, 1, 0]);
    await answer(throttle, 1);
    expect([throttle.limit, throttle.setbacks]).toEqual([3, 0]);
    // The count to eight begins anew.
    await answer(throttle, 6);
    expect(throttle.limit).toBe(3);
    await answer(throttle, 1);
    expect(throttle.limit).toBe(4);
  });

  it('are never less than one', async () => {
    const throttle = makeThrottle(2);
    await answer(throttle, 1);
    for (let i = 0; i < 3; i++) throttle.setBack((await enter(throttle, 1))[0]!, fail('server', 5));
    await answer(throttle, 1);
    expect(throttle.limit).toBe(1);
  });

  it('tell of one event when they ran beside each other and failed together', async () => {
    const throttle = makeThrottle(4);
    await answer(throttle, 1);
    const tickets = await enter(throttle, 4);
    for (const ticket of tickets) throttle.setBack(ticket, fail('overload'));
    expect([throttle.setbacks, throttle.running]).toEqual([1, 0]);
    expect(await measureWait(throttle)).toBe(2000);
    throttle.setBack({ startedMs: clock.now(), lowered: 1 }, fail('overload'));
    expect(throttle.setbacks).toBe(2);
    await answer(throttle, 1);
    expect(throttle.limit).toBe(1);
  });

  it('that fail for a reason of their own make room and change nothing else', async () => {
    const throttle = makeThrottle();
    await answer(throttle, 1);
    const full = await enter(throttle, 4);
    const next = throttle.enter(signal);
    throttle.pass();
    await next;
    expect([full.length, throttle.running, throttle.limit, throttle.setbacks]).toEqual([4, 4, 4, 0]);
  });
});

describe('after a setback', () => {
  it('nothing starts before the time that the provider names', async () => {
    const throttle = makeThrottle();
    const start = clock.now();
    throttle.setBack((await enter(throttle, 1))[0]!, fail('rate', 7_500));
    expect(throttle.waitsUntilMs).toBe(start + 7_500);
    expect(await measureWait(throttle)).toBe(7_500);
    expect(throttle.waitsUntilMs).toBeNull();
  });

  it('the longest of the times that are named counts', async () => {
    const throttle = makeThrottle(4);
    await answer(throttle, 1);
    const [a, b, c] = await enter(throttle, 3);
    throttle.setBack(a!, fail('rate', 3_000));
    throttle.setBack(b!, fail('rate', 9_000));
    throttle.setBack(c!, fail('rate', 6_000));
    expect(await measureWait(throttle)).toBe(9_000);
  });

  it.each<[FailureKind, number]>([
    ['rate', 4_000],
    ['overload', 4_000],
    ['server', 1_000],
    ['network', 1_000],
    ['timeout', 1_000]
  ])(
    'of kind %s the bound of the wait is first %i ms, doubles, and ends at two minutes',
    async (kind, ms) => {
      for (const random of [0, 0.5]) {
        const throttle = makeThrottle(4, random);
        const share = 0.5 + random / 2;
        for (let bound = ms; bound <= 256_000; bound *= 2) {
          throttle.setBack((await enter(throttle, 1))[0]!, fail(kind));
          expect(await measureWait(throttle)).toBe(share * Math.min(bound, 120_000));
          throttle.pass();
        }
      }
    }
  );

  it('an answer to what had started before proves nothing', async () => {
    const throttle = makeThrottle();
    await answer(throttle, 1);
    const [early, failed] = await enter(throttle, 2);
    await clock.sleep(1, signal);
    throttle.setBack(failed!, fail('server', 100));
    throttle.succeed(early!);
    expect([throttle.setbacks, throttle.limit]).toEqual([1, 1]);
    expect(await measureWait(throttle)).toBe(100);
  });

  it('an answer to what started in the same moment proves that the server is well', async () => {
    const throttle = makeThrottle();
    await answer(throttle, 1);
    throttle.setBack((await enter(throttle, 1))[0]!, fail('server', 0));
    await answer(throttle, 1);
    expect([throttle.setbacks, throttle.limit]).toEqual([0, 2]);
  });
});

describe('the way in', () => {
  it('is closed while the run is paused', async () => {
    const throttle = makeThrottle();
    pace.pause();
    const entered = throttle.enter(signal);
    expect(pace.isPaused).toBe(true);
    expect(await isSettled(entered)).toBe(false);
    pace.resume();
    await entered;
    expect([pace.isPaused, throttle.running]).toEqual([false, 1]);
  });

  it('ends with the signal’s reason while the run is paused', async () => {
    const leave = new AbortController();
    pace.pause();
    const entered = makeThrottle().enter(leave.signal).catch(String);
    leave.abort('left');
    expect(await isSettled(entered)).toBe(true);
    expect(await entered).toBe('left');
  });

  it.each([true, false])('is closed to who has left already (paused: %s)', async (isPaused) => {
    if (isPaused) pace.pause();
    const throttle = makeThrottle();
    const entered = throttle.enter(AbortSignal.abort('left')).catch(String);
    expect(await isSettled(entered)).toBe(true);
    expect([await entered, throttle.running]).toEqual(['left', 0]);
  });

  it('pauses once however often it is told, and stops for good with its own words', async () => {
    pace.pause();
    const waiting = pace.whenRunning(signal);
    pace.pause();
    pace.resume();
    pace.resume();
    await waiting;
    expect(pace.isStopped).toBe(false);
    pace.stop();
    expect(pace.isStopped).toBe(true);
    expect(pace.stopSignal.reason).toMatchObject({ name: 'AbortError', message: 'stopped by you' });
  });
});
