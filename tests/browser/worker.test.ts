import { describe, expect, it } from 'vitest';
import { cancelScoring, click, holdScoring, pressScore } from './actions';
import { visit, waitForStatus } from './openSite';

describe('a worker that hangs in the middle of a run', () => {
  it('is replaced, and the run still ends with every sample', async () => {
    const tab = await visit('score/');
    await click(tab.page, 'button', 'Try the demo');
    await waitForStatus(tab.page, /^\d+ predictions of 2 systems found/);
    await pressScore(tab.page);
    await holdScoring(tab.page, 5, 1500);
    const [victim] = tab.page.workers();
    expect(victim).toBeDefined();
    // For ever, and without taking the core from those that work.
    const wait =
      'Atomics.wait(new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer), 0, 0)';
    victim!.evaluate(wait).catch(() => undefined);
    const answer = victim!.evaluate('"alive"').catch(() => 'dead');
    const silence = new Promise((resolve) => setTimeout(resolve, 1000, 'silent'));
    expect(await Promise.race([answer, silence])).toBe('silent');
    const status = await waitForStatus(tab.page, /^Scored/);
    const [, scored, found] = /^Scored (\d+) of (\d+)/.exec(status)!;
    expect(scored).toBe(found);
    await tab.close();
  });
});

describe('cancelling', () => {
  it('stops at once, and Score goes on from there', async () => {
    const tab = await visit('score/');
    await click(tab.page, 'button', 'Try the demo');
    await waitForStatus(tab.page, /^\d+ predictions of 2 systems found/);
    await pressScore(tab.page);
    await cancelScoring(tab.page, 5);
    await waitForStatus(tab.page, /^Stopped at \d+ of \d+/);
    // The test hears a little later than the page of a worker that has ended.
    await expect.poll(() => tab.page.workers(), { timeout: 10_000 }).toEqual([]);
    await pressScore(tab.page);
    const status = await waitForStatus(tab.page, /^Scored/);
    expect(Number(/(\d+) remembered/.exec(status)?.[1])).toBeGreaterThan(0);
    await tab.close();
  });
});
