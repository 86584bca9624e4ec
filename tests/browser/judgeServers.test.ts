import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { canaryKey } from '../judge/judgeTools';
import { BatchSimulator } from '../judge/simulator/BatchSimulator';
import { ProviderSimulator, type SimulatorOptions } from '../judge/simulator/ProviderSimulator';
import { click, press } from './actions';
import { readTable } from './demoRun';
import {
  choose,
  connect,
  fill,
  honest,
  loadDemo,
  openAdvanced,
  openJudge,
  questionsOf,
  start,
  unfold
} from './judgePage';
import { byRole, find, openPage, reload, type Visit, waitForStatus } from './openSite';
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

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

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

  it('gets effort, detail, headers and query as they were set; none of the secrets stays', async () => {
    const secret = 'portkey-canary-51f2a9c377';
    const simulator = await simulate({
      script: honest,
      headers: ['x-portkey-api-key', 'x-portkey-provider']
    });
    const { page, errors } = await openTab();
    await connect(page, `${simulator.url}/v1`);
    await openAdvanced(page);
    await choose(page, 'Reasoning effort', 'high');
    await choose(page, 'Image detail', 'low');
    await fill(page, 'textbox', 'Query behind every address', 'api-version=2024-10-21');
    const headers = (await page.waitForSelector(byRole('textbox', 'Headers, one a line')))!;
    await headers.type(`x-portkey-provider: openai\nx-portkey-api-key: ${secret}`);
    await start(page);
    await waitForStatus(page, /^Judged 32 of 32/);
    expect(questionsOf(simulator)).toBe(32);
    for (const { body, headers: sent, search } of simulator.requests) {
      expect(body).toContain('"reasoning_effort":"high"');
      expect(body).toContain('"detail":"low"');
      expect(search).toBe('?api-version=2024-10-21');
      expect(sent).toMatchObject({ 'x-portkey-provider': 'openai', 'x-portkey-api-key': secret });
      expect(sent['authorization']).toBe(`Bearer ${canaryKey}`);
    }
    const kept = await readEverything(page);
    expect(kept).not.toContain(canaryKey);
    expect(kept).not.toContain(secret);
    expect(errors.join('\n')).not.toContain(secret);
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
        const fault = asked.index < 32 ? asked.index % 4 : 3;
        if (fault === 0) return { do: 'answer', text: 'I cannot help with that.', finish: 'refusal' };
        return fault === 1 ? { do: 'answer', text: '', finish: 'length' } : honest(asked);
      }
    });
    const { page } = await openTab();
    await connect(page, `${simulator.url}/v1`);
    await start(page);
    await waitForStatus(page, /^Judged 16 of 32/);
    expect(simulator.requests).toHaveLength(32);
    await unfold(page, '8 questions, one by one');
    const one = '::-p-xpath(//button[starts-with(@aria-label, "Ask again: demo:")])';
    await press(page, one);
    await waitForStatus(page, /^Judged 1 of 1/);
    expect(simulator.requests).toHaveLength(33);
    await click(page, 'button', 'Ask again: Cut at the output limit');
    await waitForStatus(page, /^Judged [78] of [78]/);
    const soFar = simulator.requests.length;
    expect([40, 41]).toContain(soFar);
    await click(page, 'button', `Ask again: all ${48 - soFar}`);
    await page.waitForFunction(
      () => document.querySelector('[aria-label="Without a score, by reason"]') === null
    );
    await waitForStatus(page, new RegExp(`^Judged ${48 - soFar} of ${48 - soFar}`));
    expect(simulator.requests).toHaveLength(48);
    // All have a score now: a new start asks nothing.
    await start(page);
    await waitForStatus(page, /^Judged 32 of 32/);
    expect(simulator.requests).toHaveLength(48);
  });
});

describe('two tabs', () => {
  it('see one another’s progress', async () => {
    const simulator = await simulate({ script: () => ({ do: 'slow', ms: 400 }) });
    const tab = await openTab();
    const other = await openPage(tab.context, 'judge/');
    await tab.page.bringToFront();
    await connect(tab.page, `${simulator.url}/v1`);
    await start(tab.page);
    await other.page.bringToFront();
    await other.page.waitForFunction(() =>
      /Another tab is judging demo-careful: \d+ of 32/.test(document.body.textContent)
    );
    await tab.page.bringToFront();
    await click(tab.page, 'button', 'Stop');
    await waitForStatus(tab.page, /^Judged \d+ of 32/);
    await other.page.waitForFunction(() => !document.body.textContent.includes('Another tab is judging'));
    expect(await readEverything(other.page)).not.toContain(canaryKey);
  });
});

/** One question a task, of OpenAI's format at the simulator's address. */
async function enter(page: Page, simulator: BatchSimulator): Promise<void> {
  await choose(page, 'Provider', 'openai');
  await fill(page, 'textbox', 'Endpoint', simulator.baseUrl);
  await fill(page, 'combobox', 'Model', 'gpt-4.1');
  await fill(page, 'textbox', 'API key', canaryKey);
  await fill(page, 'spinbutton', 'Samples a task', '1');
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
      fate: (_, place) => (place < 20 ? 'answer' : place < 26 ? 'error' : 'never')
    });
    open.push(simulator);
    const { page, errors } = await openTab();
    await handOver(page, simulator);
    await waitForStatus(page, /^32 requests are handed over/);
    expect(simulator.asked).toHaveLength(32);
    await start(page);
    await waitForStatus(page, /^Judged 0 of 32/);
    expect(await readReasons(page)).toContain('in a batch that is not collected yet');
    expect(simulator.alone).toBe(0);

    await reload(page);
    await loadDemo(page);
    await enter(page, simulator);
    await unfold(page, 'Batch');
    await click(page, 'button', 'Collect');
    await find(page, '::-p-text(Not ended)');
    await click(page, 'button', 'Collect');
    await find(page, '::-p-text(20 answers stored)');
    const [, row] = await readTable(page, 'Batches');
    expect(row!.join(' ')).toMatch(/6 × the request is not valid; 6 without a line/);
    await start(page);
    await waitForStatus(page, /^Judged 32 of 32/);
    expect(simulator.alone).toBe(12);
    expect(await readEverything(page)).not.toContain(canaryKey);
    expect(simulator.paths.join('\n')).not.toContain(canaryKey);
    expect(errors).toEqual([]);
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
