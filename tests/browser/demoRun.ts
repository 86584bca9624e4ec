import type { Page } from 'puppeteer-core';
import { click, pressScore } from './actions';
import { byRole, waitForStatus } from './openSite';

/** Every cell of a table as text, row by row. */
export function readTable(page: Page, name: string): Promise<string[][]> {
  return page.$eval(byRole('table', name), (table) =>
    [...table.querySelectorAll('tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.replaceAll(/\s+/g, ' ').trim())
    )
  );
}

/** Scores the demo and opens the run of its first system. */
export async function openDemoRun(page: Page): Promise<void> {
  await click(page, 'button', 'Try the demo');
  await waitForStatus(page, /^\d+ predictions of 2 systems found/);
  await pressScore(page);
  await waitForStatus(page, /^Scored/, 120_000);
  await (await page.waitForSelector('main ul[role="list"] a'))!.click();
  await page.waitForSelector(byRole('table', 'Scores'));
}

/** The link to the open run, taken from the field that stands in for a clipboard. */
export async function takeLink(page: Page): Promise<string> {
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await click(page, 'button', 'Copy link');
  const field = (await page.waitForSelector(byRole('textbox', 'Link')))!;
  return field.evaluate((input) => (input as HTMLInputElement).value);
}
