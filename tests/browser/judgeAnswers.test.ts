import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'puppeteer-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { canaryKey, makeRandom } from '../judge/judgeTools';
import { ProviderSimulator, type SimulatorOptions } from '../judge/simulator/ProviderSimulator';
import { connect } from './connect';
import { serveSite } from './serveSite';

/** How often a tab is killed: at night and before a release more often. */
const kills = inject('isThorough') ? 50 : 3;

describe('the judge in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'medgen-judge-'));
  const simulators: ProviderSimulator[] = [];
  const messages: string[] = [];
  let server: Server;
  let siteUrl: string;
  let context: BrowserContext;
  /** Another one after every kill. */
  let page: Page;

  beforeAll(async () => {
    await build({
      configFile: false,
      root: resolve('tests/browser/judge'),
      base: '/some-repo/',
      logLevel: 'error',
      build: { outDir: folder, target: 'es2023' }
    });
    // Browsers ask for an icon.
    writeFileSync(join(folder, '404.html'), '');
    ({ url: siteUrl, server } = await serveSite(folder, '/some-repo'));
    const browser = await connect();
    context = await browser.createBrowserContext();
    page = await openPage();
  });

  afterAll(async () => {
    await context.close();
    server.close();
    for (const simulator of simulators) await simulator.close();
    rmSync(folder, { recursive: true });
  });

  async function openSimulator(options: SimulatorOptions = {}): Promise<ProviderSimulator> {
    const simulator = await ProviderSimulator.open(options);
    simulators.push(simulator);
    return simulator;
  }

  async function openPage(): Promise<Page> {
    const opened = await context.newPage();
    opened.on('console', (message) => messages.push(message.text()));
    opened.on('pageerror', (error) => messages.push(String(error)));
    await opened.goto(siteUrl);
    await opened.waitForFunction(() => 'judge' in window);
    return opened;
  }

  it.each([
    ['openai', 'v1'],
    ['anthropic', 'v1'],
    ['gemini', 'v1beta'],
    ['openrouter', 'v1'],
    ['compatible', 'v1']
  ] as const)('passes the preflight of %s with the headers that it sends', async (provider, version) => {
    const simulator = await openSimulator({ key: canaryKey });
    const address = { provider, baseUrl: `${simulator.url}/${version}`, model: `preflight-${provider}` };
    const { scores, requests } = await page.evaluate((one) => window.judge.judge(one, 3), address);
    expect(scores.toSorted()).toEqual([2, 3, 4]);
    expect(requests).toBe(3);
  });

  it('is told of a server that refuses pages', async () => {
    const simulator = await openSimulator({ cors: 'off' });
    const address = { provider: 'openai' as const, baseUrl: `${simulator.url}/v1`, model: 'refused' };
    expect(await page.evaluate((one) => window.judge.diagnose(one), address)).toBe('cors');
  });

  it(`loses no answer that arrived when the tab is killed, at ${kills} random points`, async () => {
    const simulator = await openSimulator({ script: () => ({ do: 'slow', ms: 10 }) });
    const random = makeRandom(3);
    const requested = async (count: number): Promise<void> => {
      while (simulator.requests.length < count) await new Promise((wake) => setTimeout(wake, 1));
    };
    const askedAgain: string[] = [];
    let keptCount = 0;
    for (let i = 0; i < kills; i++) {
      const address = { provider: 'openai' as const, baseUrl: `${simulator.url}/v1`, model: `kill-${i}` };
      const askedBefore = simulator.requests.length;
      void page.evaluate((one) => window.judge.judge(one, 8), address).catch(() => undefined);
      // By what was asked and not by the clock, which a busy machine leaves behind; six are under way at a time.
      await requested(askedBefore + 5 + Math.floor(random() * 4));
      await page.close();
      page = await openPage();
      const kept = await page.evaluate((model) => window.judge.listStored(model), address.model);
      const before = simulator.requests.length;
      const { scores, remembered } = await page.evaluate((one) => window.judge.judge(one, 8), address);
      const asked = simulator.requests
        .slice(before)
        .map(({ body }) => `id-${/sample-(\d+)/.exec(body)![1]!}`);
      askedAgain.push(...asked.filter((sample) => kept.includes(sample)));
      expect(scores.toSorted((a, b) => Number(a) - Number(b))).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
      expect(remembered).toBe(kept.length);
      keptCount += kept.length;
    }
    expect(askedAgain).toEqual([]);
    // Else the points tell nothing.
    expect(keptCount).toBeGreaterThanOrEqual(0.4 * kills);
  });

  it('leaves the key nowhere in the browser', async () => {
    const stored = await page.evaluate(() => window.judge.dumpStorage());
    expect(stored.length).toBeGreaterThan(1000);
    expect(stored).not.toContain(canaryKey);
    expect(messages.join('\n')).not.toContain(canaryKey);
  });
});
