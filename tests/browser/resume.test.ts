import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { BrowserContext, Page } from 'puppeteer-core';
import { click, dropPaths, exportAs, holdScoring, pressScore } from './actions';
import { visitScored } from './demoRun';
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

interface Source {
  readonly systems: readonly string[];
  readonly predictions: number;
  readonly give: (page: Page) => Promise<void>;
  /** A browser that scored the same files in one go, by the same build. */
  readonly visitUnbroken: () => Promise<Visit>;
}

const demo: Source = {
  systems: ['demo-careful', 'demo-hasty'],
  predictions: 192,
  give: (page) => click(page, 'button', 'Try the demo'),
  visitUnbroken: () => visitScored('runs/')
};

const photographs: Source = {
  systems: ['blurred', 'compressed', 'square1024'],
  predictions: 240,
  give: (page) => dropPaths(page, [realrun]),
  visitUnbroken: () => visitRealrun('runs/')
};

/** At night and before a release both. */
const sources = inject('isThorough') && hasRealrun ? [demo, photographs] : [demo];

describe.each(sources)('a run of $predictions predictions whose tab is killed in the middle', (source) => {
  let broken: Visit;
  let unbroken: Visit;
  let storedAtDeath = 0;
  let status = '';

  const startScoring = async (page: Page): Promise<void> => {
    await source.give(page);
    await waitForStatus(page, new RegExp(`^${source.predictions} predictions`));
    await pressScore(page);
  };

  beforeAll(async () => {
    broken = await visit('score/');
    await startScoring(broken.page);
    // A progress past a third, seen by the user, must be on disk.
    await holdScoring(broken.page, 33, 1500);
    await crash(broken.page);
    const second = await openPage(broken.context, 'score/');
    storedAtDeath = await countStoredScores(second.page);
    await startScoring(second.page);
    status = await waitForStatus(second.page, /^Scored/);
    unbroken = await source.visitUnbroken();
    return () => Promise.all([broken.close(), unbroken.close()]);
  });

  it('goes on where it was: no finished sample is scored twice', () => {
    expect(storedAtDeath).toBeGreaterThan(0);
    const remembered = Number(/(\d+) remembered/.exec(status)?.[1]);
    // Identical answers of two systems share an entry, so at least as many rows as entries are remembered.
    expect(remembered).toBeGreaterThanOrEqual(storedAtDeath);
    expect(remembered).toBeLessThan(source.predictions);
    expect(status).toMatch(new RegExp(`^Scored ${source.predictions} of ${source.predictions}`));
  });

  it.each(source.systems)('ends like an unbroken run for %s', async (system) => {
    const [afterDeath, inOneGo] = await Promise.all([
      exportRun(broken.context, system),
      exportRun(unbroken.context, system)
    ]);
    expect(afterDeath).toBe(inOneGo);
  });

  it('leaves one run a system, not two', async () => {
    const { page } = await openPage(broken.context, 'runs/');
    const link = `::-p-aria([role="link"][name="${source.systems[0]!}"])`;
    await page.waitForSelector(link);
    expect(await page.$$(link)).toHaveLength(1);
    expect(page.url()).toBe(siteUrl('runs/'));
  });
});
