import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Clock } from '../../src/lib/judge/Clock';
import { canaryKey } from '../judge/judgeTools';
import { ProviderSimulator, type SimulatorOptions } from '../judge/simulator/ProviderSimulator';
import { click } from './actions';
import {
  askOfEdits,
  chooseRun,
  connect,
  enterServer,
  fill,
  honest,
  loadDemo,
  openAdvanced,
  openJudge,
  questionsOf,
  start
} from './judgePage';
import { byRole, find, leaveSite, openPage, type Visit, waitForStatus } from './openSite';
import { readEverything } from './readEverything';

/** Of the form as it is at first. */
const requestsAtATime = 4;

/** Questions of a run: at night and before a release those of all tasks. */
const all = inject('isThorough') ? 32 : 12;

/** How many answers have arrived when a tab is killed: at night and before a release more often. */
const killPoints = inject('isThorough') ? [1, 2, 6, 9, 15, 22] : [4];

let tab: Visit;
const open: ProviderSimulator[] = [];

async function simulate(options: SimulatorOptions): Promise<ProviderSimulator> {
  const simulator = await ProviderSimulator.open(options);
  open.push(simulator);
  return simulator;
}

/** A server whose answers wait until they are let go. */
async function simulateHeld(): Promise<HeldAnswers> {
  const held: (() => void)[] = [];
  let isOpen = false;
  const clock: Clock = {
    now: () => Date.now(),
    sleep: () => (isOpen ? Promise.resolve() : new Promise((wake) => held.push(wake)))
  };
  const simulator = await simulate({ script: () => ({ do: 'slow', ms: 1 }), clock });
  const letGo = async (count: number): Promise<void> => {
    await waitUntil(() => held.length >= count);
    for (const wake of held.splice(0, count)) wake();
  };
  const letAllGo = (): void => {
    isOpen = true;
    for (const wake of held.splice(0)) wake();
  };
  return { simulator, letGo, letAllGo };
}

async function waitUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((wake) => setTimeout(wake, 10));
}

interface HeldAnswers {
  readonly simulator: ProviderSimulator;
  /** As soon as so many wait. */
  letGo(count: number): Promise<void>;
  /** Those of now, and from now on. */
  letAllGo(): void;
}

/** The form as all tests here begin: each names a server of its own, so that nothing is remembered from another. */
async function prepare(page: Page, baseUrl: string): Promise<void> {
  if (inject('isThorough')) return connect(page, baseUrl);
  await enterServer(page, baseUrl);
  await openAdvanced(page);
  await askOfEdits(page, 6);
}

const readDone = async (page: Page): Promise<number> => {
  const text = await page.$$eval('[role="status"]', (nodes) =>
    nodes.map((node) => node.textContent).join(' ')
  );
  return Number(new RegExp(`(\\d+) of ${all}`).exec(text)?.[1] ?? 0);
};

const waitForDone = (page: Page, count: number): Promise<unknown> =>
  page.waitForFunction(
    (least, total) =>
      [...document.querySelectorAll('[role="status"]')].some(
        (node) => Number(new RegExp(`(\\d+) of ${total}`).exec(node.textContent)?.[1] ?? 0) >= least
      ),
    { polling: 10 },
    count,
    all
  );

/** A page that reads the same storage, without the code of the site. */
async function openObserver(): Promise<Page> {
  const page = await tab.context.newPage();
  await leaveSite(page);
  return page;
}

const countStored = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const request = indexedDB.open('medgen-bench-viewer/judge-answers');
        request.onsuccess = () => {
          const store = request.result.transaction('judge-answers').objectStore('judge-answers');
          store.count().onsuccess = ({ target }) => {
            request.result.close();
            resolve((target as IDBRequest<number>).result);
          };
        };
      })
  );

beforeAll(async () => {
  tab = await openJudge();
});

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

afterAll(() => tab.close());

describe('the test of the connection', () => {
  it('asks before an https address that the viewer does not know gets anything, the key included', async () => {
    const { page } = tab;
    await (await page.waitForSelector(byRole('combobox', 'Provider')))!.select('compatible');
    await fill(page, 'textbox', 'Endpoint', 'https://gateway.example/v1');
    await page.waitForSelector(byRole('button', 'Allow it in this tab'));
    expect(await page.$(byRole('textbox', 'API key'))).toBeNull();
    expect(tab.foreignRequests).toEqual([]);
  });

  it.each([
    ['a wrong key', { key: 'sk-another-key-of-somebody' }, 'does not know this key'],
    ['a model that does not exist', { models: ['another-model'] }, 'has no model called sim-vision'],
    ['CORS that is off', { cors: 'off' }, 'does not let pages of this site read its answers (CORS)'],
    [
      'a model without eyes',
      { script: () => ({ do: 'answer' as const, text: 'I see no number.' }) },
      'does not read pictures'
    ]
  ] as const)('tells %s, with the remedy', async (_, options, what) => {
    const { page } = tab;
    const simulator = await simulate({ script: honest, ...options });
    await enterServer(page, `${simulator.url}/v1`);
    await click(page, 'button', 'Test connection');
    const found = await page.waitForSelector('.diagnosis');
    const text = await found!.evaluate((node) => node.textContent);
    expect(text).toContain(what);
    expect(await page.$$('.diagnosis p')).not.toHaveLength(1);
    expect(await page.content()).not.toContain(canaryKey);
    expect(questionsOf(simulator)).toBe(0);
  });
});

describe('a run of the judge', () => {
  let other: Page;

  it('pauses, and goes on where it was', async () => {
    const { page } = tab;
    const { simulator, letGo, letAllGo } = await simulateHeld();
    await prepare(page, `${simulator.url}/v1`);
    await start(page);
    await letGo(1);
    await waitForDone(page, 1);
    // The next question takes its place; a pause before that would find one fewer under way.
    await waitUntil(() => simulator.requests.length === 1 + requestsAtATime);
    await click(page, 'button', 'Pause');
    await waitForStatus(page, /^Paused at/);
    await letGo(requestsAtATime);
    await page.waitForFunction(() => /Under way\s*0/.test(document.querySelector('main')!.textContent));
    expect(simulator.requests).toHaveLength(1 + requestsAtATime);
    letAllGo();
    await click(page, 'button', 'Resume');
    await waitForStatus(page, new RegExp(`^Judged ${all} of ${all}`));
    expect(simulator.requests).toHaveLength(all);
  });

  it('stops at the cap, with the reason for what was not asked', async () => {
    const { page } = tab;
    const simulator = await simulate({ script: honest });
    await enterServer(page, `${simulator.url}/v1`);
    await fill(page, 'spinbutton', 'Input', '10');
    await fill(page, 'spinbutton', 'Output', '100');
    await fill(page, 'spinbutton', 'Spending cap', '0.6');
    await start(page);
    await waitForStatus(page, new RegExp(`^Judged \\d+ of ${all}`));
    const list = await find(page, byRole('list', 'Without a score, by reason'));
    const reasons = await list.evaluate((node) => node.textContent);
    expect(reasons).toContain('one more request could pass the spending cap');
    const { input, output } = simulator.usage;
    expect(simulator.requests.length).toBeGreaterThan(0);
    expect(simulator.requests.length).toBeLessThan(all);
    expect((input * 10 + output * 100) / 1e6).toBeLessThanOrEqual(0.6);
    await fill(page, 'spinbutton', 'Spending cap', '1000');
  });

  it('is seen by another tab', async () => {
    const { page } = tab;
    const { simulator, letGo, letAllGo } = await simulateHeld();
    ({ page: other } = await openPage(tab.context, 'judge/'));
    await page.bringToFront();
    await enterServer(page, `${simulator.url}/v1`);
    await start(page);
    await letGo(1);
    await other.bringToFront();
    await other.waitForFunction(
      (total) => document.body.textContent.includes(`Another tab is judging demo-careful: 1 of ${total}`),
      {},
      all
    );
    await page.bringToFront();
    await click(page, 'button', 'Stop');
    letAllGo();
    await waitForStatus(page, new RegExp(`^Judged \\d+ of ${all}`));
    await other.waitForFunction(() => !document.body.textContent.includes('Another tab is judging'));
    expect(await readEverything(other)).not.toContain(canaryKey);
  });

  it('loses no answer that had arrived when the tab is killed at random points', async () => {
    const simulator = await simulate({
      script: ({ index }) => ({ do: 'slow', ms: 20 + ((index * 37) % 60) })
    });
    const baseUrl = `${simulator.url}/v1`;
    const observer = await openObserver();
    const before = await countStored(observer);
    let lost = 0;
    let { page } = tab;
    await enterServer(page, baseUrl);
    for (const point of killPoints) {
      await page.bringToFront();
      await start(page);
      await waitForDone(page, point);
      const shown = await readDone(page);
      await page.close();
      const stored = (await countStored(observer)) - before;
      expect(stored).toBeGreaterThanOrEqual(shown);
      // Under way when the tab died: asked, and never arrived.
      lost = simulator.requests.length - stored;
      page = point === killPoints[0] ? other : (await openPage(tab.context, 'judge/')).page;
      await page.bringToFront();
      await chooseRun(page, 'demo-careful');
      await loadDemo(page);
      await prepare(page, baseUrl);
    }
    await start(page);
    await waitForStatus(page, new RegExp(`^Judged ${all} of ${all}`));
    expect((await countStored(observer)) - before).toBe(all);
    expect(simulator.requests.length).toBe(all + lost);
  });
});
