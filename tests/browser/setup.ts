import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { Browser } from 'puppeteer-core';
import type { TestProject } from 'vitest/node';
import { buildSite, siteBase, siteFolder } from './buildSite';
import { findTestChromium } from './findChromium';
import { launchChromium } from './launchChromium';
import { serveSite } from './serveSite';
import { readStored, type StoredEntries } from './storedDemo';

declare module 'vitest' {
  interface ProvidedContext {
    siteUrl: string;
    siteFolder: string;
    /** Of one browser for each file that runs at a time. */
    browserEndpoints: readonly string[];
    scoredDemo: StoredEntries;
    /** Whether there is time for many rounds. */
    isThorough: boolean;
  }
}

/** Builds the site, serves it, starts a Chromium for each file at a time, and scores the demo once for those that start from its runs. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildSite();
  const { url, server } = await serveSite(siteFolder, siteBase);
  const path = findTestChromium();
  const browsers = await Promise.all(
    Array.from({ length: project.config.maxWorkers }, () => launchChromium(path))
  );
  project.provide('siteUrl', url);
  project.provide('siteFolder', siteFolder);
  project.provide(
    'browserEndpoints',
    browsers.map((browser) => browser.wsEndpoint())
  );
  project.provide('scoredDemo', await keepScoredDemo(browsers[0]!, url));
  return async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    server.close();
  };
}

/** As this build of the site scored it; a build is asked once. */
async function keepScoredDemo(browser: Browser, url: string): Promise<StoredEntries> {
  const file = `${siteFolder}-demo.json`;
  if (existsSync(file) && statSync(file).mtimeMs > statSync(`${siteFolder}.built`).mtimeMs)
    return JSON.parse(readFileSync(file, 'utf8')) as StoredEntries;
  const stored = await scoreDemo(browser, url);
  writeFileSync(file, JSON.stringify(stored));
  return stored;
}

async function scoreDemo(browser: Browser, url: string): Promise<StoredEntries> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  await page.goto(new URL('score/#demo', url).href);
  const ready = '::-p-xpath(//button[starts-with(normalize-space(.), "Score") and not(@disabled)])';
  await (await page.waitForSelector(ready))!.click();
  await page.waitForSelector('::-p-xpath(//*[@role="status"][starts-with(normalize-space(.), "Scored")])');
  const stored = await readStored(page);
  await context.close();
  return stored;
}
