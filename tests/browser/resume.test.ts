import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { BrowserContext, Page } from 'puppeteer-core';
import { click, dropPaths, exportAs, pressScore } from './actions';
import { openPage, siteUrl, visit, waitForStatus, type Visit } from './openSite';
import { hasRealrun, realrun } from './realrun';
import { visitRealrun } from './scoredRealrun';

/** Fingerprints in the score cache, and how often each was written: counted from outside the page's code. */
async function countStoredScores(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('medgen-bench-viewer/scores');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('no database'));
    });
    const request = database.transaction('scores').objectStore('scores').count();
    const count = await new Promise<number>((resolve) => (request.onsuccess = () => resolve(request.result)));
    database.close();
    return count;
  });
}

/** Returns when the tab is dead: one that is opened earlier can share its process, and dies with it. */
async function crash(page: Page): Promise<void> {
  const session = await page.createCDPSession();
  const dead = new Promise((resolve) => page.once('error', resolve));
  session.send('Page.crash').catch(() => undefined);
  await dead;
}

async function exportRun(context: BrowserContext, system: string): Promise<string> {
  const { page } = await openPage(context, 'runs/');
  await click(page, 'link', system);
  const { bytes } = await exportAs(page, 'Results JSON');
  await page.close();
  return new TextDecoder().decode(bytes);
}

describe.skipIf(!hasRealrun)('a run whose tab is killed in the middle', () => {
  let broken: Visit;
  let unbroken: Visit | undefined;
  let storedAtDeath = 0;
  let status = '';

  beforeAll(async () => {
    broken = await visit('score/');
    await dropPaths(broken.page, [realrun]);
    await waitForStatus(broken.page, /^240 predictions/);
    await pressScore(broken.page);
    // A progress past a third, seen by the user, must be on disk.
    await broken.page.waitForFunction(
      () => Number(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')) > 33,
      { polling: 20 }
    );
    await crash(broken.page);
    const second = await openPage(broken.context, 'score/');
    storedAtDeath = await countStoredScores(second.page);
    await dropPaths(second.page, [realrun]);
    await waitForStatus(second.page, /^240 predictions/);
    await pressScore(second.page);
    status = await waitForStatus(second.page, /^Scored/);
    // Scored in one go by the same build.
    unbroken = await visitRealrun('runs/');
  });

  afterAll(async () => {
    await broken.close();
    await unbroken?.close();
  });

  it('goes on where it was: no finished sample is scored twice', () => {
    expect(storedAtDeath).toBeGreaterThan(0);
    const remembered = Number(/(\d+) remembered/.exec(status)?.[1]);
    // Identical answers of two systems share an entry, so at least as many rows as entries are remembered.
    expect(remembered).toBeGreaterThanOrEqual(storedAtDeath);
    expect(status).toMatch(/^Scored 240 of 240/);
  });

  const systems = ['blurred', 'compressed', 'square1024'];

  // At night and before a release all of them.
  it.each(inject('isThorough') ? systems : systems.slice(-1))(
    'ends like an unbroken run for %s',
    async (system) => {
      const [afterDeath, inOneGo] = await Promise.all([
        exportRun(broken.context, system),
        exportRun(unbroken!.context, system)
      ]);
      expect(afterDeath).toBe(inOneGo);
    }
  );

  it('leaves one run a system, not two', async () => {
    const { page } = await openPage(broken.context, 'runs/');
    await page.waitForSelector('::-p-aria([role="link"][name="blurred"])');
    expect(await page.$$('::-p-aria([role="link"][name="blurred"])')).toHaveLength(1);
    expect(page.url()).toBe(siteUrl('runs/'));
  });
});
