import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeReleaseSamples } from '../dataset/releaseSamples';
import { click, dropPaths } from './actions';
import { byRole, find, visit, type Visit, waitForStatus } from './openSite';
import { makeReleaseFolder } from './releaseFolder';

const samples = makeReleaseSamples();
/** Files are read in the order of their names: `edit`, `gen`, `vqa`. */
const lastId = samples.findLast(({ format }) => format === 'vqa')!.sampleId;

let folder: string;
let tab: Visit;

beforeAll(async () => {
  // At night and before a release a file an image; else the places that are jumped to share none with each other.
  folder = makeReleaseFolder(64, inject('isThorough') ? undefined : 600);
  tab = await visit('score/');
  await dropPaths(tab.page, [folder]);
  await find(tab.page, '::-p-text(6,623)');
  await click(tab.page, 'link', 'Explore');
  await waitForStatus(tab.page, /^6,623 samples$/);
});

afterAll(async () => {
  await tab.close();
  rmSync(folder, { recursive: true });
});

const countTiles = (): Promise<number> => tab.page.$$eval('[role="listitem"]', (tiles) => tiles.length);

describe('a dataset as large as the release', () => {
  it('has only the tiles in the page that are in sight or close to it', async () => {
    const { page } = tab;
    await page.waitForSelector('[role="listitem"] canvas');
    expect(await countTiles()).toBeLessThan(60);
    await page.focus('[role="listitem"] a');
    await page.keyboard.press('End');
    await page.waitForFunction((id) => (document.activeElement as HTMLElement).title === id, {}, lastId);
    await page.waitForSelector(`[title="${lastId}"] canvas`);
    expect(await countTiles()).toBeLessThan(60);
    const last = await page.$eval(`[title="${lastId}"]`, (link) => {
      const { top, bottom } = link.getBoundingClientRect();
      return { isInSight: top >= 0 && bottom <= innerHeight, place: link.parentElement!.ariaPosInSet };
    });
    expect(last).toEqual({ isInSight: true, place: '6623' });
  });

  it('shows a picture for every tile in sight after a jump, those passed over not first', async () => {
    const { page } = tab;
    for (const share of [0.1, 0.3, 0.5, 0.7]) {
      await page.evaluate((part) => scrollTo(0, part * document.documentElement.scrollHeight), share);
    }
    await page.waitForFunction(() => {
      const tiles = [...document.querySelectorAll('[role="listitem"]')].filter((tile) => {
        const { top, bottom } = tile.getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
      });
      return tiles.length > 12 && tiles.every((tile) => tile.querySelector('canvas'));
    });
    expect(tab.errors).toEqual([]);
  });

  it('counts the tasks as the release has them', async () => {
    const { page } = tab;
    await find(page, '::-p-xpath(//label[span="Style transfer" and span="900"])');
    await click(page, 'tab', 'Task × modality');
    const total = await (await page.waitForSelector(byRole('grid', 'Samples by task and modality')))!.$eval(
      'tfoot td:last-child',
      (cell) => cell.textContent
    );
    expect(total).toBe('6,623');
  });

  it('lists all, a window at a time', async () => {
    const { page } = tab;
    await click(page, 'tab', 'List');
    const table = await page.waitForSelector(byRole('table', 'Samples'));
    expect(await table!.evaluate((node) => node.ariaRowCount)).toBe('6624');
    expect(await page.$$eval('tr[data-row]', (rows) => rows.length)).toBeLessThan(80);
    await page.focus('tr[data-row] a');
    await page.keyboard.press('End');
    await page.waitForFunction((id) => (document.activeElement as HTMLElement).title === id, {}, lastId);
    await page.$eval('.table-box', (box) => box.scrollTo(0, 0));
    await page.waitForSelector('tr[data-row="0"]');
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).title)).toBe(lastId);
    await page.keyboard.press('ArrowUp');
    await page.waitForFunction(() => document.activeElement?.closest('tr')?.ariaRowIndex === '6623');
  });
});
