import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { canaryKey } from '../judge/judgeTools';
import { ProviderSimulator, type SimulatorOptions } from '../judge/simulator/ProviderSimulator';
import { click } from './actions';
import { scoreDemo } from './demoRun';
import { chooseRun, connect, fill, honest, questionsOf, start } from './judgePage';
import { byRole, find, leaveSite, openPage, type Visit, waitForStatus } from './openSite';

/** How many answers have arrived when a tab is killed: at night and before a release more often. */
const killPoints = inject('isThorough') ? [1, 2, 6, 9, 15, 22] : [9];

let tab: Visit;
const open: ProviderSimulator[] = [];

async function simulate(options: SimulatorOptions): Promise<ProviderSimulator> {
  const simulator = await ProviderSimulator.open(options);
  open.push(simulator);
  return simulator;
}

/** A new tab of the browser that scored the demo, with the demo's files. */
async function openJudge(baseUrl: string): Promise<Page> {
  const { page } = await openPage(tab.context, 'judge/');
  await chooseRun(page, 'demo-careful');
  await click(page, 'button', 'Load the demo again');
  await find(page, '::-p-text(images at hand)');
  await connect(page, baseUrl);
  return page;
}

const readDone = async (page: Page): Promise<number> => {
  const text = await page.$$eval('[role="status"]', (nodes) =>
    nodes.map((node) => node.textContent).join(' ')
  );
  return Number(/(\d+) of 32/.exec(text)?.[1] ?? 0);
};

const waitForDone = (page: Page, count: number): Promise<unknown> =>
  page.waitForFunction(
    (least) =>
      [...document.querySelectorAll('[role="status"]')].some(
        (node) => Number(/(\d+) of 32/.exec(node.textContent)?.[1] ?? 0) >= least
      ),
    { polling: 10 },
    count
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
  tab = await scoreDemo();
});

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

afterAll(() => tab.close());

describe('a run of the judge', () => {
  it('pauses, and goes on where it was', async () => {
    const simulator = await simulate({ script: () => ({ do: 'slow', ms: 40 }) });
    const page = await openJudge(`${simulator.url}/v1`);
    await start(page);
    await waitForDone(page, 4);
    await click(page, 'button', 'Pause');
    await waitForStatus(page, /^Paused at/);
    await page.waitForFunction(() => /Under way\s*0/.test(document.querySelector('main')!.textContent));
    const sent = simulator.requests.length;
    expect(sent).toBeLessThan(32);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(simulator.requests).toHaveLength(sent);
    await click(page, 'button', 'Resume');
    await waitForStatus(page, /^Judged 32 of 32/);
    expect(simulator.requests).toHaveLength(32);
    await page.close();
  });

  it('stops at the cap, with the reason for what was not asked', async () => {
    const simulator = await simulate({ script: honest });
    const page = await openJudge(`${simulator.url}/v1`);
    await fill(page, 'spinbutton', 'Input', '10');
    await fill(page, 'spinbutton', 'Output', '100');
    await fill(page, 'spinbutton', 'Spending cap', '0.6');
    await start(page);
    await waitForStatus(page, /^Judged \d+ of 32/);
    const list = await find(page, byRole('list', 'Without a score, by reason'));
    const reasons = await list.evaluate((node) => node.textContent);
    expect(reasons).toContain('one more request could pass the spending cap');
    const { input, output } = simulator.usage;
    expect(simulator.requests.length).toBeGreaterThan(0);
    expect(simulator.requests.length).toBeLessThan(32);
    expect((input * 10 + output * 100) / 1e6).toBeLessThanOrEqual(0.6);
    await page.close();
  });

  it('loses no answer that had arrived when the tab is killed at random points', async () => {
    const simulator = await simulate({
      script: ({ index }) => ({ do: 'slow', ms: 5 + ((index * 37) % 60) })
    });
    const baseUrl = `${simulator.url}/v1`;
    const observer = await openObserver();
    const before = await countStored(observer);
    let lost = 0;
    for (const point of killPoints) {
      const page = await openJudge(baseUrl);
      await start(page);
      await waitForDone(page, point);
      const shown = await readDone(page);
      await page.close();
      const stored = (await countStored(observer)) - before;
      expect(stored).toBeGreaterThanOrEqual(shown);
      // Under way when the tab died: asked, and never arrived.
      lost = simulator.requests.length - stored;
    }
    const page = await openJudge(baseUrl);
    await start(page);
    await waitForStatus(page, /^Judged 32 of 32/);
    expect((await countStored(observer)) - before).toBe(32);
    expect(simulator.requests.length).toBe(32 + lost);
    await observer.close();
    await page.close();
  });
});

describe('the test of the connection', () => {
  let page: Page;
  let foreignRequests: readonly string[];

  beforeAll(async () => {
    ({ page, foreignRequests } = await openPage(tab.context, 'judge/'));
    await chooseRun(page, 'demo-careful');
  });

  afterAll(() => page.close());

  it('asks before an https address that the viewer does not know gets anything, the key included', async () => {
    await (await page.waitForSelector(byRole('combobox', 'Provider')))!.select('compatible');
    await fill(page, 'textbox', 'Endpoint', 'https://gateway.example/v1');
    await page.waitForSelector(byRole('button', 'Allow it in this tab'));
    expect(await page.$(byRole('textbox', 'API key'))).toBeNull();
    expect(foreignRequests).toEqual([]);
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
    const simulator = await simulate({ script: honest, ...options });
    await connect(page, `${simulator.url}/v1`);
    await click(page, 'button', 'Test connection');
    const found = await page.waitForSelector('.diagnosis');
    const text = await found!.evaluate((node) => node.textContent);
    expect(text).toContain(what);
    expect(await page.$$('.diagnosis p')).not.toHaveLength(1);
    expect(await page.content()).not.toContain(canaryKey);
    expect(questionsOf(simulator)).toBe(0);
  });
});
