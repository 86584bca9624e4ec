import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { click, pressScore } from './actions';
import { findBarriers } from './findBarriers';
import { visit, waitForStatus } from './openSite';

const themes = ['light', 'dark'] as const;
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 }
] as const;

describe.each([
  '',
  'score/',
  'runs/',
  'run/',
  'compare/',
  'shared/',
  'explore/',
  'judge/',
  'review/',
  'contribute/',
  'methods/'
])('the page /%s', (path) => {
  it('starts with one h1 in main, has the landmarks, and logs no error', async () => {
    const tab = await visit(path);
    expect(await tab.page.$$('main h1')).toHaveLength(1);
    expect(await tab.page.$$('::-p-aria([role="navigation"][name="Main"])')).toHaveLength(1);
    expect(tab.errors).toEqual([]);
    expect(tab.foreignRequests).toEqual([]);
    await tab.close();
  });

  it('moves the focus past the navigation at "Skip to content", and leaves the address alone', async () => {
    const tab = await visit(`${path}#kept=1`);
    const address = tab.page.url();
    await tab.page.keyboard.press('Tab');
    const focused = await tab.page.evaluate(() => document.activeElement?.textContent.trim());
    expect(focused).toBe('Skip to content');
    await tab.page.keyboard.press('Enter');
    expect(await tab.page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    expect(tab.page.url()).toBe(address);
    await tab.close();
  });

  it.each(themes)('has no serious accessibility barrier and does not scroll sideways, %s', async (theme) => {
    const tab = await visit(path);
    await tab.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    for (const size of sizes) {
      await tab.page.setViewport(size);
      expect(await findBarriers(tab.page)).toEqual([]);
      const excess = await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(excess, `${size.width} px wide`).toBeLessThanOrEqual(0);
    }
    await tab.close();
  });
});

describe.each(['', 'score/', 'shared/', 'explore/', 'judge/', 'review/'])('the first load of /%s', (path) => {
  it('is under 150 kB of compressed JavaScript', async () => {
    const tab = await visit('methods/');
    const sizesBytes: number[] = [];
    tab.page.on('response', (response) => {
      if (!response.url().endsWith('.js')) return;
      void response.buffer().then((body) => sizesBytes.push(gzipSync(body, { level: 6 }).length));
    });
    await tab.page.setCacheEnabled(false);
    await tab.page.goto(new URL(`../${path}`, tab.page.url()).href, { waitUntil: 'networkidle0' });
    const total = sizesBytes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(10_000);
    expect(total).toBeLessThan(150_000);
    await tab.close();
  });
});

describe('the kernels', () => {
  it('are under 30 kB of WebAssembly', () => {
    expect(readFileSync('wasm/build/kernels.wasm').length).toBeLessThan(30_000);
  });
});

describe('the demo', () => {
  it('is scored in full at the press of two buttons, and its run has no serious accessibility barrier', async () => {
    const tab = await visit('score/');
    await click(tab.page, 'button', 'Try the demo');
    await waitForStatus(tab.page, /^\d+ predictions of 2 systems found/);
    await pressScore(tab.page);
    const status = await waitForStatus(tab.page, /^Scored/, 120_000);
    const [, scored, found] = /^Scored (\d+) of (\d+)/.exec(status)!;
    expect(Number(found)).toBeGreaterThanOrEqual(192);
    expect(scored).toBe(found);
    await (await tab.page.waitForSelector('main ul[role="list"] a'))!.click();
    await tab.page.waitForSelector('::-p-aria([role="table"][name="Scores"])');
    expect(await findBarriers(tab.page)).toEqual([]);
    await click(tab.page, 'tab', 'Samples');
    await tab.page.waitForSelector('::-p-aria([role="table"][name="Samples"])');
    expect(await findBarriers(tab.page)).toEqual([]);
    expect(tab.errors).toEqual([]);
    expect(tab.foreignRequests).toEqual([]);
    await tab.close();
  });
});
