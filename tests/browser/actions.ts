import { mkdtempSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { byRole } from './openSite';

/** Drags files and folders from the file manager onto the drop region: real paths through the browser's own drag events. */
export async function dropPaths(page: Page, paths: readonly string[]): Promise<void> {
  const region = await page.waitForSelector(byRole('region', 'Drop predictions here'));
  const box = await region!.boundingBox();
  if (!box) throw new Error('the drop region is not visible');
  const session = await page.createCDPSession();
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  }
  await session.detach();
}

export interface Download {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Does `action` and returns the file that the page then offers for download. */
export async function catchDownload(page: Page, action: () => Promise<void>): Promise<Download> {
  const folder = mkdtempSync(join(tmpdir(), 'medgen-download-'));
  const session = await page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: folder,
    browserContextId: page.browserContext().id ?? '',
    eventsEnabled: true
  });
  const finished = new Promise<void>((resolve, reject) => {
    session.on('Browser.downloadProgress', ({ state }) => {
      if (state === 'completed') resolve();
      if (state === 'canceled') reject(new Error('the download was cancelled'));
    });
  });
  await action();
  await finished;
  await session.detach();
  const [name] = readdirSync(folder);
  if (!name) throw new Error('nothing was downloaded');
  return { name, bytes: new Uint8Array(await readFile(join(folder, name))) };
}

/** Opens the Export menu and chooses an item. */
export async function exportAs(page: Page, item: string): Promise<Download> {
  return catchDownload(page, async () => {
    await (await page.waitForSelector(byRole('button', 'Export')))!.click();
    await (await page.waitForSelector(byRole('menuitem', item)))!.click();
  });
}

/** Clicks the element with this role and accessible name. */
export async function click(page: Page, role: string, name: string): Promise<void> {
  await (await page.waitForSelector(byRole(role, name)))!.click();
}

/** Presses the button that starts scoring, whatever number of predictions it names. */
export async function pressScore(page: Page): Promise<void> {
  const button = '::-p-xpath(//button[starts-with(normalize-space(.), "Score") and not(@disabled)])';
  await (await page.waitForSelector(button))!.click();
}
