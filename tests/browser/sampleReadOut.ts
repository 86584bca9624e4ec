import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import type { RgbImage } from '../../src/lib/core/image';
import { makeDecoder } from '../images/codecFiles';
import { loadKernels } from '../kernels/loadKernels';
import { click } from './actions';
import { byRole } from './openSite';

export const decoder = await makeDecoder();
export const kernels = await loadKernels();

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Opens a run's samples with a further piece of hash, in the page, so that the dropped files stay at hand. */
export async function openRun(page: Page, system: string): Promise<(hash: string) => Promise<void>> {
  await click(page, 'link', system);
  await page.waitForSelector(byRole('table', 'Scores'));
  const id = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('id');
  return async (hash) => {
    await page.evaluate((to) => (location.hash = to), `id=${id}&tab=samples&${hash}`);
    await page.waitForSelector('dialog[open]');
  };
}

/** The pixel read-out by its labels. */
export async function readOut(page: Page): Promise<Record<string, string>> {
  const list = await page.waitForSelector('dl[aria-label="Pixel read-out"]:has(dd)');
  return list!.$$eval('div', (pairs) =>
    Object.fromEntries(
      pairs.map((pair) => [
        pair.querySelector('dt')?.textContent.trim() ?? '',
        pair.querySelector('dd')?.textContent.trim() ?? ''
      ])
    )
  );
}

export async function moveMark(page: Page, keys: readonly string[]): Promise<void> {
  await page.keyboard.down('Shift');
  for (const key of keys) await page.keyboard.press(key as 'ArrowRight');
  await page.keyboard.up('Shift');
}

export const valueAt = ({ width, rgb }: RgbImage, { x, y }: Place): number[] => [
  ...rgb.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)
];

export const asRead = ([red, green, blue]: readonly number[]): string =>
  red === green && red === blue ? String(red) : `${red} ${green} ${blue}`;

/** ITU-R 601-2 as Pillow's `L`, written out anew. */
const lumaOf = ([red = 0, green = 0, blue = 0]: readonly number[]): number =>
  (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;

/** What the read-out of a pair must say at a pixel, from the decoded files. */
export function expectPair(shown: Record<string, string>, a: RgbImage, b: RgbImage): void {
  const place = { x: Number(shown.x), y: Number(shown.y) };
  const [valueA, valueB] = [valueAt(a, place), valueAt(b, place)];
  const difference = lumaOf(valueB) - lumaOf(valueA);
  const sign = difference < 0 ? '−' : '+';
  const map = kernels.ssimMap(kernels.luma(b.rgb), kernels.luma(a.rgb), a);
  const labelB = Object.keys(shown).find((label) => label.startsWith('B Output'))!;
  expect(shown['A Reference']).toBe(asRead(valueA));
  expect(shown[labelB]).toBe(asRead(valueB));
  expect(shown['B − A, luma']).toBe(difference === 0 ? '0' : sign + Math.abs(difference));
  expect(shown['largest |B − A|']).toBe(
    String(Math.max(...valueA.map((value, i) => Math.abs(value - valueB[i]!))))
  );
  expect(shown.SSIM).toBe(map[(place.y - 3) * (a.width - 6) + place.x - 3]!.toFixed(6));
}

export const meanShown = (page: Page): Promise<number> =>
  page.waitForSelector('[data-mean]').then((node) => node!.evaluate((mean) => Number(mean.textContent)));

export const scoreShown = (page: Page, metric: string): Promise<number> =>
  page.$eval(
    'table[aria-label="Scores of this sample"]',
    (table, name) => {
      const row = [...table.querySelectorAll('tr')].find((one) => one.textContent.trim().startsWith(name));
      return Number(row?.querySelector('.full')?.textContent);
    },
    metric
  );
