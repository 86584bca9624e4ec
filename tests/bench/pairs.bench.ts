/**
 * Whole predictions per second in Chromium, from pressing Score to the last stored row, with 1 and 2 workers:
 * `node tests/bench/pairs.bench.ts` after `npm run build`. Uses the demo, and ../shared/realrun where it is there.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findChromium } from '../browser/findChromium.ts';
import { serveSite } from '../browser/serveSite.ts';

const realrun = resolve('../shared/realrun');
const repeats = 3;

async function timeScoring(
  browser: Browser,
  url: string,
  workers: number,
  load: (page: Page) => Promise<void>
): Promise<{ pairs: number; ms: number }> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const session = await page.createCDPSession();
  await session.send('Emulation.setHardwareConcurrencyOverride', { hardwareConcurrency: workers });
  await page.goto(`${url}score/`, { waitUntil: 'networkidle0' });
  await load(page);
  const button = await page.waitForSelector(
    '::-p-xpath(//button[starts-with(., "Score") and not(@disabled)])'
  );
  const started = performance.now();
  await button!.click();
  const status = await page.waitForFunction(
    () =>
      [...document.querySelectorAll('[role="status"]')]
        .map((node) => node.textContent)
        .find((text) => /Scored \d+ of/.test(text)),
    { polling: 20, timeout: 300_000 }
  );
  const ms = performance.now() - started;
  const pairs = Number(/Scored (\d+)/.exec(String(await status.jsonValue()))![1]);
  await context.close();
  return { pairs, ms };
}

async function loadDemo(page: Page): Promise<void> {
  await (await page.waitForSelector('::-p-aria([role="button"][name="Try the demo"])'))!.click();
}

async function loadRealrun(page: Page): Promise<void> {
  const input = await page.waitForSelector('input[webkitdirectory]');
  await (input as Awaited<ReturnType<typeof page.waitForSelector<'input'>>>)!.uploadFile(realrun);
}

const { url, server } = await serveSite('build', '');
const browser = await puppeteer.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu']
});
const loads = { demo: loadDemo, ...(existsSync(realrun) && { 'real images': loadRealrun }) };
console.log('Predictions per second in Chromium (median of', repeats, 'runs, a fresh profile each)');
for (const [name, load] of Object.entries(loads)) {
  for (const workers of [1, 2]) {
    const rates: number[] = [];
    for (let i = 0; i < repeats; i++) {
      const { pairs, ms } = await timeScoring(browser, url, workers, load);
      rates.push((pairs / ms) * 1000);
    }
    const median = rates.toSorted((a, b) => a - b)[Math.floor(repeats / 2)]!;
    console.log(
      `  ${name.padEnd(12)} ${workers} worker${workers > 1 ? 's' : ' '}  ${median.toFixed(0).padStart(5)} /s`
    );
  }
}
await browser.close();
server.close();
