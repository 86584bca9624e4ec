import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { HTTPRequest } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click, press, pressScore } from './actions';
import { findBarriers } from './findBarriers';
import { goTo, leaveSite, visit, waitForStatus, type Visit } from './openSite';
import { pagePaths } from './pagePaths';

/** Bytes of a script's body once it has arrived, compressed as hosts do. */
async function sizeOf(script: HTTPRequest): Promise<number> {
  for (;;) {
    if (script.failure()) return 0;
    const response = script.response();
    if (response) return gzipSync(await response.buffer(), { level: 6 }).length;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the first load', () => {
  let tab: Visit;

  beforeAll(async () => {
    tab = await visit('');
    await tab.page.setCacheEnabled(false);
  });

  afterAll(() => tab.close());

  it.each(pagePaths)('of /%s is under 150 kB of compressed JavaScript', async (path) => {
    // What the page before has still on its way would be given up unheard.
    await leaveSite(tab.page);
    const scripts = new Set<HTTPRequest>();
    const note = (request: HTTPRequest): void => {
      if (request.url().endsWith('.js')) scripts.add(request);
    };
    tab.page.on('request', note);
    await goTo(tab.page, path);
    // A script may load others: until all that were asked for are there, and no more were by then.
    let total = 0;
    for (const script of scripts) total += await sizeOf(script);
    tab.page.off('request', note);
    expect(total).toBeGreaterThan(10_000);
    expect(total).toBeLessThan(150_000);
  });
});

describe('the kernels', () => {
  it('are at most 40 kB of WebAssembly', () => {
    expect(readFileSync('wasm/build/kernels.wasm').length).toBeLessThanOrEqual(40_000);
  });
});

describe('the demo', () => {
  it('is scored in full at the press of two buttons, and its run has no serious accessibility barrier', async () => {
    const tab = await visit('score/');
    await click(tab.page, 'button', 'Try the demo');
    await waitForStatus(tab.page, /^\d+ predictions of 2 systems found/);
    await pressScore(tab.page);
    const status = await waitForStatus(tab.page, /^Scored/);
    const [, scored, found] = /^Scored (\d+) of (\d+)/.exec(status)!;
    expect(Number(found)).toBeGreaterThanOrEqual(192);
    expect(scored).toBe(found);
    await press(tab.page, 'main ul[role="list"] a');
    await tab.page.waitForSelector('::-p-aria([role="table"][name="Scores"])');
    expect(await findBarriers(tab.page)).toEqual([]);
    await click(tab.page, 'tab', 'Samples');
    await tab.page.waitForSelector('::-p-aria([role="table"][name="Samples"])');
    expect(await findBarriers(tab.page)).toEqual([]);
    expect(tab.errors).toEqual([]);
    expect(tab.foreignRequests).toEqual([]);
    await tab.close();
  });
});
