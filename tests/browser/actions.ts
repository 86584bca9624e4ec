import { mkdtempSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { byRole, find, longestWaitMs } from './openSite';

/** Drags files and folders from the file manager onto the drop region: real paths through the browser's own drag events. */
export async function dropPaths(page: Page, paths: readonly string[]): Promise<void> {
  const region = await find(page, byRole('region', 'Drop predictions here'));
  const box = await region.boundingBox();
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
    await click(page, 'button', 'Export');
    await click(page, 'menuitem', item);
  });
}

/** Clicks the element with this role and accessible name. */
export const click = (page: Page, role: string, name: string): Promise<void> =>
  press(page, byRole(role, name));

/** Presses the button that starts scoring, whatever number of predictions it names. */
export const pressScore = (page: Page): Promise<void> =>
  press(page, '::-p-xpath(//button[starts-with(normalize-space(.), "Score") and not(@disabled)])');

/**
 * Presses Cancel in the very moment in which scoring is past so many percent: a test that looks first and presses then may find it done.
 */
export async function cancelScoring(page: Page, pastPercent: number): Promise<void> {
  await page.waitForFunction(
    (past) => {
      const done = Number(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow'));
      const cancel = [...document.querySelectorAll('button')].find(
        (one) => one.textContent.trim() === 'Cancel'
      );
      if (done > past) cancel?.click();
      return done > past && cancel;
    },
    { polling: 20 },
    pastPercent
  );
}

/** Waits until scoring is past so many percent, from where the page goes no further for so long: what is done to it meets it there. */
export async function holdScoring(page: Page, pastPercent: number, heldMs: number): Promise<void> {
  await page.waitForFunction(
    (past, ms) => {
      const done = Number(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow'));
      const stay = (): void => {
        const until = performance.now() + ms;
        while (performance.now() < until);
      };
      if (done > past) setTimeout(stay);
      return done > past;
    },
    { polling: 20 },
    pastPercent,
    heldMs
  );
}

/** Clicks with the mouse until the element got it: a part that loads late can push it away between the look and the press. */
export async function press(page: Page, selector: string): Promise<void> {
  const latestMs = performance.now() + longestWaitMs;
  while (performance.now() < latestMs) {
    if (await isReached(await find(page, selector))) return;
  }
  throw new Error(`no click arrived within ${longestWaitMs / 1000} s at ${selector}`);
}

async function isReached(element: ElementHandle): Promise<boolean> {
  try {
    const got = await element.evaluateHandle((node) => {
      const state = { isReached: false };
      // One that is drawn anew while the mouse is on its way gets the click in the place of the old.
      const isSame = (one: EventTarget): boolean =>
        one === node ||
        (one instanceof Element &&
          !node.isConnected &&
          one.tagName === node.tagName &&
          one.className === (node as Element).className &&
          one.textContent === node.textContent);
      const look = (event: Event): void => {
        state.isReached = event.composedPath().some(isSame);
      };
      addEventListener('click', look, { capture: true, once: true });
      return state;
    });
    await element.click();
    // Whoever left the page at the click has taken the answer along.
    return await got.evaluate((state) => state.isReached).catch(() => true);
  } catch (error) {
    // It was drawn anew in the meantime.
    if (/detached|not clickable|context|Cannot find|JSHandle/i.test(String(error))) return false;
    throw error;
  }
}
