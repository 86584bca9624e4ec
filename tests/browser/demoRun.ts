import type { Page } from 'puppeteer-core';
import { inject } from 'vitest';
import type { RunSummary } from '../../src/lib/core/run';
import { click, pressScore } from './actions';
import { byRole, goTo, siteUrl, visit, waitForStatus, type Visit } from './openSite';
import { writeStored } from './storedDemo';

/** Every cell of a table as text, row by row. */
export function readTable(page: Page, name: string): Promise<string[][]> {
  return page.$eval(byRole('table', name), (table) =>
    [...table.querySelectorAll('tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.replaceAll(/\s+/g, ' ').trim())
    )
  );
}

/** A browser that scored the demo on an earlier visit: its two runs are there, its files are not at hand. */
export function visitScored(path: string): Promise<Visit> {
  return visit(path, inject('scoredDemo'));
}

/** A browser in which the demo was dropped and scored just now, which stays on the page with the result; its files are at hand. */
export async function scoreDemo(): Promise<Visit> {
  const { 'medgen-bench-viewer/scores': scores } = inject('scoredDemo');
  const tab = await visit('score/', { 'medgen-bench-viewer/scores': scores! });
  await click(tab.page, 'button', 'Try the demo');
  await waitForStatus(tab.page, /^\d+ predictions of 2 systems found/);
  await pressScore(tab.page);
  await waitForStatus(tab.page, /^Scored/);
  return tab;
}

/** The address of a system's run of the demo. */
export function demoRunUrl(system = 'demo-careful'): string {
  const summaries = inject('scoredDemo')['medgen-bench-viewer/run-summaries']!;
  const [id] = summaries.find(([, summary]) => (summary as RunSummary).system === system)!;
  return siteUrl(`run/#id=${id}`);
}

/** The run of the demo's first system, scored on an earlier visit. */
export async function visitDemoRun(): Promise<Visit> {
  const tab = await visitScored(demoRunUrl());
  await tab.page.waitForSelector(byRole('table', 'Scores'));
  return tab;
}

/** Puts the scored demo into a page's browser, and opens the run of its first system. */
export async function openDemoRun(page: Page): Promise<void> {
  await writeStored(page, inject('scoredDemo'));
  await goTo(page, demoRunUrl());
  await page.waitForSelector(byRole('table', 'Scores'));
}

/** The link to the open run, taken from the field that stands in for a clipboard. */
export async function takeLink(page: Page): Promise<string> {
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await click(page, 'button', 'Copy link');
  const field = (await page.waitForSelector(byRole('textbox', 'Link')))!;
  return field.evaluate((input) => (input as HTMLInputElement).value);
}
