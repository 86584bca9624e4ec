import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { click, pressScore } from './actions';
import { readTable, takeLink, visitDemoRun } from './demoRun';
import { byRole, goTo, longestWaitMs, visit, waitForStatus } from './openSite';
import { hasRealrun, listFiles, realrun } from './realrun';
import { zipFolder } from './zip';

const firefox = [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(
  (path) => path && existsSync(path)
);
if (!firefox) console.warn('Skipped: tests in Firefox, because there is none; FIREFOX_PATH names one.');

/** Scores an archive by the file input and returns the Results JSON of each system, as text. */
async function scoreArchive(page: Page, archive: string, systems: readonly string[]): Promise<string[]> {
  const count = 80 * systems.length;
  const input = await page.waitForSelector('input[type="file"]:not([webkitdirectory])');
  await (input as ElementHandle<HTMLInputElement>).uploadFile(archive);
  await waitForStatus(page, new RegExp(`^${count} predictions`));
  await pressScore(page);
  expect(await waitForStatus(page, /^Scored/, 300_000)).toMatch(`Scored ${count} of ${count}`);
  const texts: string[] = [];
  for (const system of systems) {
    await goTo(page, 'runs/');
    await click(page, 'link', system);
    texts.push(await catchExport(page, 'Results JSON'));
  }
  return texts;
}

/** The text that an export offers, taken where the page makes its address: downloads differ between browsers. */
async function catchExport(page: Page, item: string): Promise<string> {
  await click(page, 'button', 'Export');
  await page.evaluate(() => {
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => {
      if (blob instanceof Blob) Reflect.set(window, 'offered', blob);
      return make(blob);
    };
  });
  await click(page, 'menuitem', item);
  await page.waitForFunction(() => Reflect.has(window, 'offered'));
  return page.evaluate(() => (Reflect.get(window, 'offered') as Blob).text());
}

// At night and before a release: what is looked at here is what Chromium shows in every run.
describe.runIf(firefox && inject('isThorough'))('Firefox', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await puppeteer.launch({ browser: 'firefox', executablePath: firefox!, args: ['--headless'] });
    page = await browser.newPage();
    page.setDefaultTimeout(longestWaitMs);
  });

  afterAll(() => browser.close());

  it.skipIf(!hasRealrun)(
    'gives the same Results JSON as Chromium, byte for byte',
    async () => {
      const archive = join(mkdtempSync(join(tmpdir(), 'medgen-')), 'realrun.zip');
      const systems = ['blurred', 'compressed', 'square1024'];
      const paths = listFiles(realrun).filter((path) => /^(MedGEN_data|predictions)\//.test(path));
      await zipFolder(realrun, paths, archive);
      await goTo(page, 'score/');
      const inFirefox = await scoreArchive(page, archive, systems);
      const chromium = await visit('score/');
      const inChromium = await scoreArchive(chromium.page, archive, systems);
      await chromium.close();
      expect(inFirefox).toEqual(inChromium);
      expect(inFirefox.every((text) => text.length > 10_000)).toBe(true);
    },
    600_000
  );

  it('shows the same numbers as Chromium for a link that Chromium made', async () => {
    const names = ['Scores', 'Scores by task'];
    const chromium = await visitDemoRun();
    const tables = await Promise.all(names.map((name) => readTable(chromium.page, name)));
    const link = await takeLink(chromium.page);
    await chromium.close();
    await goTo(page, link);
    await page.waitForSelector(byRole('table', 'Scores'));
    expect(await Promise.all(names.map((name) => readTable(page, name)))).toEqual(tables);
  });

  it('passes every check of Check this browser', async () => {
    await goTo(page, 'methods/');
    await click(page, 'button', 'Check this browser');
    expect(await waitForStatus(page, /^(All|\d+ of) /)).toMatch(/^All [\d,]+ checks passed/);
  });

  // The only browser here that can be told to.
  it('scores for the visit where all cookies, and so all storage, are blocked', async () => {
    const blocked = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefox!,
      args: ['--headless'],
      extraPrefsFirefox: { 'network.cookie.cookieBehavior': 2 }
    });
    const visitor = await blocked.newPage();
    visitor.setDefaultTimeout(longestWaitMs);
    await goTo(visitor, 'score/');
    await click(visitor, 'button', 'Try the demo');
    await waitForStatus(visitor, /^192 predictions/);
    await pressScore(visitor);
    expect(await waitForStatus(visitor, /^Scored/, 300_000)).toMatch(/^Scored 192 of 192/);
    await click(visitor, 'link', 'demo-careful');
    await visitor.waitForSelector(byRole('table', 'Scores'));
    await blocked.close();
  });
});
