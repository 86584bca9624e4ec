import type { Page } from 'puppeteer-core';
import { expect, inject } from 'vitest';
import { findBarriers } from './findBarriers';

const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 900 };

const looks = [
  { size: phone, theme: 'light' },
  { size: desk, theme: 'dark' }
] as const;
/** What at night and before a release is looked at besides. */
const otherLooks = [
  { size: phone, theme: 'dark' },
  { size: desk, theme: 'light' }
] as const;

/** In both themes, on a phone and a desk: nothing serious or critical for axe, and nothing that scrolls sideways. */
export async function expectNoBarriers(page: Page): Promise<void> {
  for (const { size, theme } of inject('isThorough') ? [...looks, ...otherLooks] : looks) {
    await page.setViewport(size);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    const where = `${theme}, ${size.width} px wide`;
    expect(await findBarriers(page), where).toEqual([]);
    expect(await page.evaluate(measureExcess), where).toBeLessThanOrEqual(0);
  }
  await page.emulateMediaFeatures([]);
}

/** Of the page, or of the dialog that covers it. */
function measureExcess(): number {
  const dialog = document.querySelector('dialog[open]');
  const dialogPx = dialog ? dialog.scrollWidth - dialog.clientWidth : 0;
  return Math.max(document.documentElement.scrollWidth - innerWidth, dialogPx);
}
