import { expect, it } from 'vitest';
import { click, press } from './actions';
import { visitScored } from './demoRun';
import { byRole } from './openSite';

it('typing in the search keeps the focus after a sample was opened and closed', async () => {
  const tab = await visitScored('runs/');
  const { page } = tab;
  await click(page, 'link', 'demo-careful');
  await click(page, 'tab', 'Samples');
  await page.waitForSelector(byRole('table', 'Samples'));
  await press(page, 'table[aria-label="Samples"] tbody a');
  await page.waitForSelector('dialog[open]');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('dialog[open]'));
  const search = (await page.waitForSelector(byRole('searchbox', 'Search samples')))!;
  await search.type('zebra', { delay: 60 });
  // The address takes it up after a pause, which must not take the focus.
  await page.waitForFunction(() => location.hash.includes('zebra'));
  expect(await search.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await search.evaluate((field) => (field as HTMLInputElement).value)).toBe('zebra');
  expect(tab.errors).toEqual([]);
  await tab.close();
});
