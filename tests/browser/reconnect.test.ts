import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { click, dropPaths, press, pressScore } from './actions';
import { findChromium } from './findChromium';
import { launchChromium } from './launchChromium';
import { byRole, find, openPage, type Visit, visitWith, waitForStatus, waitUntilAlive } from './openSite';

/** A word that stands nowhere else. */
const folderName = 'wardseven';

/** The demo as a folder on the disk, as a person has a run. */
async function unpackDemo(): Promise<string> {
  const folder = join(mkdtempSync(join(tmpdir(), 'medgen-')), folderName);
  const bytes = new Uint8Array(await readFile('static/demo/demo.zip'));
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false });
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const path = join(folder, entry.filename);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await entry.getData(new Uint8ArrayWriter()));
  }
  return folder;
}

/** A browser that knows every score of the demo: what is looked at is the files. */
function visitBeforeDrop(browser: Browser): Promise<Visit> {
  const { 'medgen-bench-viewer/scores': scores } = inject('scoredDemo');
  return visitWith(browser, 'score/', { 'medgen-bench-viewer/scores': scores! });
}

/** How many pictures of the rows in sight are drawn, with something in them. */
const countPictures = (page: Page): Promise<number> =>
  page.$$eval('table[aria-label="Samples"] canvas', (nodes) => {
    const isDrawn = (canvas: Element): boolean => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
      return width <= 96 && height <= 96 && pixels.some((value, i) => i % 4 < 3 && value > 64);
    };
    return nodes.filter(isDrawn).length;
  });

/** Some seconds after the last page of the site is left, the browser takes back what it let the page read. */
async function leaveUntilForgotten(page: Page): Promise<void> {
  const address = page.url();
  await page.goto('about:blank');
  await new Promise((resolve) => setTimeout(resolve, 8000));
  await page.goto(address);
  await waitUntilAlive(page);
}

describe('runs whose folder was dropped', () => {
  // The headless shell never takes back what it let a page read.
  let browser: Browser;
  let tab: Visit;
  let folder: string;
  let run = '';
  let comparison = '';
  // It opens wherever it is clicked: its columns are still finding their widths.
  const firstRow = 'tr[data-row="0"]';
  const bar = byRole('button', `Reconnect ${folderName}`);
  const blindBar = byRole('button', 'Reconnect the files');

  beforeAll(async () => {
    folder = await unpackDemo();
    browser = await launchChromium(findChromium());
    tab = await visitBeforeDrop(browser);
    const { page } = tab;
    await dropPaths(page, [folder]);
    await waitForStatus(page, /^\d+ predictions of 2 systems found/);
    await pressScore(page);
    await waitForStatus(page, /^Scored/);
    comparison = await page.$eval(
      byRole('link', 'Compare these 2'),
      (link) => (link as HTMLAnchorElement).href
    );
    await click(page, 'link', 'demo-careful');
    await page.waitForSelector(byRole('table', 'Scores'));
    await page.evaluate(() => (location.hash += '&tab=samples&format=edit'));
    await page.waitForSelector(byRole('table', 'Samples'));
    run = page.url();
  });

  afterAll(() => browser.close());

  const openByAddress = (address: string): Promise<void> =>
    tab.page.evaluate((to) => location.assign(to), address);

  it('have their images again after a reload, without a word where the browser still lets the page read it', async () => {
    const { page } = tab;
    await page.reload();
    await waitUntilAlive(page);
    await press(page, firstRow);
    await page.waitForSelector(byRole('group', 'Reference image'));
    await page.keyboard.press('Escape');
    // The sample is closed by a step back: to leave before it is taken would be stopped by it.
    await page.waitForSelector(byRole('group', 'Reference image'), { hidden: true });
    await page.waitForFunction(() => !location.hash.includes('sample='));
  });

  it('offer the way back on Review, without the name of the folder, on Judge and on Compare', async () => {
    const { page } = tab;
    await click(page, 'link', 'Review');
    await find(page, '::-p-xpath(//legend[contains(., "Runs to rate")])');
    for (const box of await page.$$('::-p-xpath(//fieldset//input[@type="checkbox"])')) await box.click();
    await find(page, '::-p-xpath(//caption[contains(., "2 systems")])');
    await click(page, 'button', 'Make the assignment');
    await page.waitForSelector('[role="radiogroup"]');
    await leaveUntilForgotten(page);
    await page.waitForSelector(blindBar);
    expect(await page.content()).not.toContain(folderName);
    await click(page, 'link', 'Judge');
    await press(page, '::-p-xpath(//label[.//span[text()="demo-hasty"]]/input)');
    await page.waitForSelector(bar);
    await openByAddress(comparison);
    await page.waitForSelector(byRole('table', 'Paired comparison'));
    await page.waitForSelector(bar);
  });

  it('have their small pictures when the browser comes back later, without any file', async () => {
    const { page } = tab;
    await openByAddress(run);
    await page.waitForSelector(byRole('table', 'Samples'));
    await page.waitForSelector(bar);
    await page.waitForFunction(
      () => document.querySelectorAll('table[aria-label="Samples"] canvas').length >= 10
    );
    await page.waitForFunction(() =>
      [...document.querySelectorAll('table[aria-label="Samples"] canvas')].every(
        (canvas) => (canvas as HTMLCanvasElement).width <= 96
      )
    );
    expect(await countPictures(page)).toBeGreaterThanOrEqual(10);
  });

  it('have their images again at one click, on all pages, once the person lets the page read the folder', async () => {
    const { page } = tab;
    await press(page, firstRow);
    await page.waitForSelector(byRole('region', 'Drop the same files to see the images'));
    // Headless, nobody can answer the browser's question: a drop in another tab is the same consent.
    const other = await openPage(tab.context, 'score/');
    await dropPaths(other.page, [folder]);
    await waitForStatus(other.page, /^\d+ predictions of 2 systems found/);
    await page.bringToFront();
    await page.$eval('dialog[open] section button.primary', (button) => (button as HTMLElement).click());
    await page.waitForSelector(byRole('group', 'Reference image'));
    expect(await page.$(bar)).toBeNull();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !location.hash.includes('sample='));
    await click(page, 'link', 'Judge');
    await press(page, '::-p-xpath(//label[.//span[text()="demo-hasty"]]/input)');
    await find(page, '::-p-text(images at hand)');
    expect(await page.$(bar)).toBeNull();
    await click(page, 'link', 'Review');
    await press(page, '::-p-xpath(//main//a[contains(@href, "#assignment=")])');
    await page.waitForSelector('[role="radiogroup"]');
    await page.waitForSelector('[role="img"] canvas');
    expect(await page.$(blindBar)).toBeNull();
    expect(tab.errors).toEqual([]);
    await other.page.close();
  });
});
