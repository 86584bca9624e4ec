import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { canaryKey } from '../judge/judgeTools';
import { BatchSimulator } from '../judge/simulator/BatchSimulator';
import { ProviderSimulator, type SimulatorOptions } from '../judge/simulator/ProviderSimulator';
import { click, press } from './actions';
import { readTable } from './demoRun';
import {
  askOfEdits,
  choose,
  connect,
  enterServer,
  fill,
  honest,
  loadDemo,
  openAdvanced,
  openJudge,
  start,
  unfold
} from './judgePage';
import { byRole, find, reload, type Visit, waitForStatus } from './openSite';
import { readEverything } from './readEverything';

const open: { close(): Promise<void> }[] = [];

async function simulate(options: SimulatorOptions): Promise<ProviderSimulator> {
  const simulator = await ProviderSimulator.open(options);
  open.push(simulator);
  return simulator;
}

async function openTab(): Promise<Visit> {
  const tab = await openJudge();
  open.push(tab);
  return tab;
}

/** Where six samples in two views are asked about, by one server after another. */
let shared: Visit;

beforeAll(async () => {
  shared = await openJudge();
  await openAdvanced(shared.page);
  await askOfEdits(shared.page, 6);
});

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

afterAll(() => shared.close());

async function readReasons(page: Page): Promise<string> {
  const list = (await page.waitForSelector(byRole('list', 'Without a score, by reason')))!;
  return list.evaluate((node) => node.textContent);
}

/** At night and before a release; tests/judge and tests/state have each of it without a page. */
const atNight = it.runIf(inject('isThorough'));

describe('the model', () => {
  atNight('is chosen from the list of the provider, who gets the key in its header alone', async () => {
    const simulator = await simulate({ models: ['zeta-eyes', 'alpha-eyes'], key: canaryKey });
    const { page } = await openTab();
    await connect(page, `${simulator.url}/v1`);
    await click(page, 'button', 'List models');
    await find(page, '::-p-text(2 models listed)');
    const names = await page.$$eval('datalist option', (options) => options.map(({ value }) => value));
    expect(names.filter((name) => name.endsWith('-eyes'))).toEqual(['alpha-eyes', 'zeta-eyes']);
    expect(simulator.listings).toHaveLength(1);
    expect(simulator.requests).toHaveLength(0);
  });

  atNight('whose server sends the key back in its complaint is quoted without it', async () => {
    const simulator = await simulate({
      script: () => ({ do: 'refuse', status: 400, message: `Bad request with Bearer ${canaryKey} of yours` })
    });
    const { page, errors } = await openTab();
    await connect(page, `${simulator.url}/v1`);
    await start(page);
    await waitForStatus(page, /^Judged 0 of 32/);
    expect(await readReasons(page)).toMatch(/Bad request with Bearer .* of yours/);
    expect(await readEverything(page)).not.toContain(canaryKey);
    expect(errors.join('\n')).not.toContain(canaryKey);
  });
});

describe('what has no score', () => {
  it('is asked again alone: one, by reason, or all', async () => {
    // In the first round every fourth question is declined, the one after it cut.
    const simulator = await simulate({
      script: (asked) => {
        const fault = asked.index < 12 ? asked.index % 4 : 3;
        if (fault === 0) return { do: 'answer', text: 'I cannot help with that.', finish: 'refusal' };
        return fault === 1 ? { do: 'answer', text: '', finish: 'length' } : honest(asked);
      }
    });
    const { page } = shared;
    await enterServer(page, `${simulator.url}/v1`);
    await start(page);
    await waitForStatus(page, /^Judged 6 of 12/);
    expect(simulator.requests).toHaveLength(12);
    await unfold(page, '3 questions, one by one');
    const one = '::-p-xpath(//button[starts-with(@aria-label, "Ask again: demo:")])';
    await press(page, one);
    await waitForStatus(page, /^Judged 1 of 1/);
    expect(simulator.requests).toHaveLength(13);
    await click(page, 'button', 'Ask again: Cut at the output limit');
    await waitForStatus(page, /^Judged ([23]) of \1/);
    const soFar = simulator.requests.length;
    expect([15, 16]).toContain(soFar);
    await click(page, 'button', `Ask again: all ${18 - soFar}`);
    await page.waitForFunction(
      () => document.querySelector('[aria-label="Without a score, by reason"]') === null
    );
    await waitForStatus(page, new RegExp(`^Judged ${18 - soFar} of ${18 - soFar}`));
    expect(simulator.requests).toHaveLength(18);
    // All have a score now: a new start asks nothing.
    await start(page);
    await waitForStatus(page, /^Judged 12 of 12/);
    expect(simulator.requests).toHaveLength(18);
  });
});

/** The same questions of OpenAI's format at the simulator's address. */
async function enter(page: Page, simulator: BatchSimulator): Promise<void> {
  await choose(page, 'Provider', 'openai');
  await fill(page, 'textbox', 'Endpoint', simulator.baseUrl);
  await fill(page, 'combobox', 'Model', 'gpt-4.1');
  await fill(page, 'textbox', 'API key', canaryKey);
}

async function handOver(page: Page, simulator: BatchSimulator): Promise<void> {
  await enter(page, simulator);
  await unfold(page, 'Batch');
  await click(page, 'button', 'Hand over a batch');
  await click(page, 'button', 'I may send them to this host');
}

describe('a batch', () => {
  it('is handed over, left, collected late and in part; meanwhile nothing is paid twice', async () => {
    const simulator = await BatchSimulator.open({
      shape: 'openai',
      checks: 1,
      fate: (_, place) => (place < 7 ? 'answer' : place < 9 ? 'error' : 'never')
    });
    open.push(simulator);
    const { page } = shared;
    await handOver(page, simulator);
    await waitForStatus(page, /^12 requests are handed over/);
    expect(simulator.asked).toHaveLength(12);
    await start(page);
    await waitForStatus(page, /^Judged 0 of 12/);
    expect(await readReasons(page)).toContain('in a batch that is not collected yet');
    expect(simulator.alone).toBe(0);

    await reload(page);
    await loadDemo(page);
    await enter(page, simulator);
    await unfold(page, 'Batch');
    await click(page, 'button', 'Collect');
    await find(page, '::-p-text(Not ended)');
    await click(page, 'button', 'Collect');
    await find(page, '::-p-text(7 answers stored)');
    const [, row] = await readTable(page, 'Batches');
    expect(row!.join(' ')).toMatch(/2 × the request is not valid; 3 without a line/);
    await start(page);
    await waitForStatus(page, /^Judged 12 of 12/);
    expect(simulator.alone).toBe(5);
    expect(await readEverything(page)).not.toContain(canaryKey);
    expect(simulator.paths.join('\n')).not.toContain(canaryKey);
    expect(shared.errors).toEqual([]);
  });

  atNight('whose answer is lost is kept, not paid for again, and found in the provider’s list', async () => {
    // Chromium asks a second time by itself, and makes a second batch.
    const simulator = await BatchSimulator.open({
      shape: 'openai',
      breaks: 'after',
      breaksSoOften: 2,
      checks: 1
    });
    open.push(simulator);
    const { page } = await openTab();
    await fill(page, 'spinbutton', 'Samples a task', '1');
    await handOver(page, simulator);
    await find(page, '::-p-text(No answer came when the batch was handed over)');
    await reload(page);
    await loadDemo(page);
    await enter(page, simulator);
    await unfold(page, 'Batch');
    await page.waitForSelector(byRole('table', 'Batches'));
    const [, lost] = await readTable(page, 'Batches');
    expect(lost!.join(' ')).toMatch(/not known whether it arrived.*look for it before/);
    await click(page, 'button', 'Hand over a batch');
    await waitForStatus(page, /^Every question has an answer already, or is in a batch/);
    expect(simulator.made).toBe(2);
    await click(page, 'button', 'Find it again');
    await find(page, '::-p-text(it had arrived more than once; ended: batch-2)');
    expect(simulator.ended).toEqual(['batch-2']);
    await click(page, 'button', 'Collect');
    await find(page, '::-p-text(Not ended)');
    await click(page, 'button', 'Collect');
    await find(page, '::-p-text(32 answers stored)');
    await start(page);
    await waitForStatus(page, /^Judged 32 of 32/);
    expect([simulator.made, simulator.alone]).toEqual([2, 0]);
    expect(await readEverything(page)).not.toContain(canaryKey);
  });
});
