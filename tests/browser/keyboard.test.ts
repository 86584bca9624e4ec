import type { KeyInput, Page } from 'puppeteer-core';
import { inject } from 'vitest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { canaryKey } from '../judge/judgeTools';
import { ProviderSimulator } from '../judge/simulator/ProviderSimulator';
import { demoRunUrl, visitScored } from './demoRun';
import { honest } from './judgePage';
import { byRole, find, goTo, longestWaitMs, siteUrl, visit, type Visit, waitForStatus } from './openSite';

/** Further on than this nobody looks for a thing with Tab. */
const mostTabs = 60;

const focusable = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** What the elements are called: their labels, or their words. */
function readNames(selector: string): string[] {
  return [...document.querySelectorAll(selector)].map((element) => {
    const labels = [...((element as HTMLInputElement).labels ?? [])].map(({ textContent }) => textContent);
    const name = element.getAttribute('aria-label') ?? (labels.join(' ') || element.textContent);
    return name.replaceAll(/\s+/g, ' ').trim();
  });
}

/** Presses Tab until the focus is on what is called so, once the page has it: most parts load when they are shown. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const isThere = async (): Promise<boolean> =>
    (await page.evaluate(readNames, focusable)).some((one) => name.test(one));
  await vi.waitUntil(isThere, { timeout: longestWaitMs, interval: 40 });
  const passed: string[] = [];
  for (let presses = 0; presses < mostTabs; presses++) {
    await page.keyboard.press('Tab');
    const [focused = ''] = await page.evaluate(readNames, ':focus');
    if (name.test(focused)) return;
    passed.push(focused.slice(0, 40));
  }
  throw new Error(`Tab does not reach ${name.source}; it passes ${passed.join(' | ')}`);
}

async function press(page: Page, ...keys: readonly KeyInput[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function tabAndPress(page: Page, name: RegExp, key: KeyInput = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await press(page, key);
}

/** Puts a text in place of what the field holds. */
async function tabAndType(page: Page, name: RegExp, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.down('Control');
  await press(page, 'KeyA');
  await page.keyboard.up('Control');
  await page.keyboard.type(text);
}

const focusIsIn = (page: Page, selector: string): Promise<unknown> =>
  page.waitForFunction((wanted) => document.activeElement?.closest(wanted), {}, selector);

describe('by keyboard alone', () => {
  let tab: Visit;

  afterAll(() => tab.close());

  describe('from home', () => {
    beforeAll(async () => {
      // Every score of the demo is known: what is looked at is the way, not the work.
      const { 'medgen-bench-viewer/scores': scores } = inject('scoredDemo');
      tab = await visit('', { 'medgen-bench-viewer/scores': scores! });
    });

    it('the demo is scored', async () => {
      const { page } = tab;
      await tabAndPress(page, /^Try the demo$/);
      await waitForStatus(page, /^\d+ predictions of 2 systems found/);
      // What is to be done next has the focus.
      await page.waitForFunction(() => /^Score \d+/.test(document.activeElement?.textContent.trim() ?? ''));
      await press(page, 'Enter');
      await waitForStatus(page, /^Scored/);
    });

    it('the worst samples are opened, one after another, and closed again', async () => {
      const { page } = tab;
      await tabAndPress(page, /^See the worst of demo-careful$/);
      await page.waitForSelector(byRole('table', 'Samples'));
      await page.waitForSelector('tr[data-row="0"] .open');
      await tabAndPress(page, /^(demo|image_editing|000)/);
      await page.waitForSelector('dialog[open] .stage canvas');
      const first = page.url();
      await press(page, 'ArrowRight');
      await page.waitForFunction((before) => location.href !== before, {}, first);
      await press(page, 'Escape');
      await focusIsIn(page, 'table[aria-label="Samples"]');
    });

    it('logged no error', () => {
      expect(tab.errors).toEqual([]);
      return tab.close();
    });
  });

  describe('from a run', () => {
    beforeAll(async () => {
      tab = await visitScored(demoRunUrl());
      await tab.page.waitForSelector(byRole('table', 'Scores'));
    });

    it('its link is taken, and shows the same scores elsewhere', async () => {
      const { page } = tab;
      await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
      await tabAndPress(page, /^Copy link$/);
      const field = (await page.waitForSelector(byRole('textbox', 'Link')))!;
      const link = await field.evaluate((input) => (input as HTMLInputElement).value);
      const reader = await visit(link.slice(siteUrl().length));
      await reader.page.waitForSelector(byRole('table', 'Scores'));
      await reader.close();
    });

    it('it is compared, down to a sample that differs', async () => {
      const { page } = tab;
      await goTo(page, 'runs/');
      await goTo(page, demoRunUrl());
      await page.waitForSelector(byRole('table', 'Scores'));
      await tabAndPress(page, /^Compare with/);
      await focusIsIn(page, '[role="menu"]');
      await press(page, 'Enter');
      await page.waitForSelector(byRole('table', 'Paired comparison'));
      await tabAndPress(page, /show the pairs of B and A by SSIM$/);
      await page.waitForSelector('button[aria-pressed="true"][aria-label$="by SSIM"]');
      await page.waitForSelector('table[aria-label="Pairs"] tbody a');
      await page.focus('button[aria-pressed="true"][aria-label$="by SSIM"]');
      await tabTo(page, /^demo:/);
      await press(page, 'Enter');
      await page.waitForSelector('dialog[open]');
      await press(page, 'Escape');
      await focusIsIn(page, 'table[aria-label="Pairs"]');
    });

    it('its outputs are rated', async () => {
      const { page } = tab;
      await tabAndPress(page, /^Review$/);
      await page.waitForSelector(byRole('heading', 'New assignment'));
      await tabAndPress(page, /^demo-careful/, 'Space');
      await tabAndType(page, /^Samples a task$/, '1');
      await tabAndPress(page, /^Make the assignment$/);
      await focusIsIn(page, '[role="radiogroup"]');
      const asked = await page.$$eval('[role="radiogroup"]', (groups) => groups.length);
      await press(page, ...Array.from({ length: asked }, () => '8' as const));
      await page.waitForFunction(() => document.activeElement?.textContent.trim() === 'Next');
      await press(page, 'Enter');
      await page.waitForFunction(() =>
        document.querySelector('.progress')?.textContent.trim().startsWith('2 of')
      );
      await focusIsIn(page, '[role="radiogroup"]');
    });

    it('logged no error', () => {
      expect(tab.errors).toEqual([]);
      return tab.close();
    });
  });

  describe('with a model', () => {
    let simulator: ProviderSimulator;

    beforeAll(async () => {
      simulator = await ProviderSimulator.open({ script: honest, key: canaryKey });
      tab = await visitScored('score/#demo');
      await waitForStatus(tab.page, /^\d+ predictions of 2 systems found/);
    });

    afterAll(() => simulator.close());

    it('a run is judged', async () => {
      const { page } = tab;
      await page.focus('body');
      await tabAndPress(page, /^Judge$/);
      await find(page, '::-p-xpath(//label[.//span[text()="demo-careful"]]/input)');
      await tabAndPress(page, /^demo-careful/, 'Space');
      await tabAndType(page, /^Samples a task/, '1');
      await tabTo(page, /^Provider/);
      await page.keyboard.type('OpenAI-c');
      await tabAndType(page, /^Endpoint/, `${simulator.url}/v1`);
      await tabAndType(page, /^API key/, canaryKey);
      await tabAndType(page, /^Model/, 'sim-vision');
      await tabAndPress(page, /^Start scoring$/);
      await page.waitForSelector('dialog[open]');
      await tabAndPress(page, /^I may send them to this host$/);
      await waitForStatus(page, /^Judged 32 of 32/);
      expect(tab.errors).toEqual([]);
    });
  });
});
