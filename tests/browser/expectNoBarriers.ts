import type { Page } from 'puppeteer-core';
import { expect, inject } from 'vitest';
import { findBarriers } from './findBarriers';

const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 900 };

const looks = [
  { size: phone, theme: 'light' },
  { size: desk, theme: 'dark' },
  { size: phone, theme: 'dark' },
  { size: desk, theme: 'light' }
] as const;

/** How many pages of this file were looked at. */
let looked = 0;

/** Nothing for axe, and nothing that scrolls sideways: at night and before a release in all looks, else in one after another. */
export async function expectNoBarriers(page: Page): Promise<void> {
  const chosen = inject('isThorough') ? looks : [looks[looked++ % looks.length]!];
  for (const { size, theme } of chosen) {
    await page.setViewport(size);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    expect(await findBarriers(page), `${theme}, ${size.width} px wide`).toEqual([]);
  }
  await page.emulateMediaFeatures([]);
  for (const size of [phone, desk]) {
    await page.setViewport(size);
    expect(await page.evaluate(measureExcess), `${size.width} px wide`).toBeLessThanOrEqual(0);
  }
}

/** Of the page, or of the dialog that covers it. */
function measureExcess(): number {
  const dialog = document.querySelector('dialog[open]');
  const dialogPx = dialog ? dialog.scrollWidth - dialog.clientWidth : 0;
  return Math.max(document.documentElement.scrollWidth - innerWidth, dialogPx);
}
