import type { WebWorker } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click, pressScore } from './actions';
import { siteUrl, visit, waitForStatus, type Visit } from './openSite';

describe('workers', () => {
  let tab: Visit;
  let worker: WebWorker;

  beforeAll(async () => {
    tab = await visit('score/');
    await click(tab.page, 'button', 'Try the demo');
    await waitForStatus(tab.page, /^192 predictions/);
    await pressScore(tab.page);
    await waitForStatus(tab.page, /^Scored 192/);
    [worker] = tab.page.workers() as [WebWorker];
  });

  afterAll(async () => tab.close());

  it.each(['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'WebTransport', 'importScripts'])(
    'have no %s',
    async (name) => {
      expect(await worker.evaluate((way) => typeof Reflect.get(globalThis, way), name)).toBe('undefined');
    }
  );

  it('find no way to it through what they inherit', async () => {
    const found = await worker.evaluate(() => {
      const inherited: string[] = [];
      for (let scope: object | null = globalThis; scope !== null;) {
        inherited.push(...Object.getOwnPropertyNames(scope));
        scope = Object.getPrototypeOf(scope) as object | null;
      }
      return inherited.filter((name) => /^(?:fetch|importScripts|XMLHttpRequest|WebSocket)$/.test(name));
    });
    expect(found).toEqual([]);
    expect(worker.url()).toContain(siteUrl());
  });
});
