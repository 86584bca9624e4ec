/**
 * The explorer on a dataset as large as the release, 6,623 samples with images of 1024 × 1024 pixels, in Chromium:
 * `node tests/bench/explore.bench.ts` after `npm run build`. Prints how long it takes to open, how smoothly the gallery
 * scrolls, and how much memory the tab's process holds at its most; and how long a visit takes whose dataset is remembered
 * from an earlier one, from the start of navigation to the first tiles.
 */
import { readFileSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer-core';

// Sources import one another without the extension, as bundlers want it; plain Node needs it.
registerHooks({
  resolve(specifier, context, next) {
    const isExtensionless = specifier.startsWith('.') && !/\.\w+$/.test(specifier);
    return next(isExtensionless ? `${specifier}.ts` : specifier, context);
  }
});
const { findChromium } = await import('../browser/findChromium.ts');
const { makeReleaseFolder } = await import('../browser/releaseFolder.ts');
const { makeReleaseShards } = await import('../browser/releaseShards.ts');
const { repository, revision, startHub } = await import('../dataset/remote/hubServer.ts');
const { serveSite } = await import('../browser/serveSite.ts');

const sidePx = 1024;
const scrollSeconds = 10;
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Milliseconds from `action` until the page shows what `isThere` looks for, as the page's own clock sees it. */
async function timeInPage(page: Page, action: string, isThere: string): Promise<number> {
  return page.evaluate(
    async (act, sought) => {
      const started = performance.now();
      document.querySelector<HTMLElement>(act)!.click();
      while (!document.querySelector(sought)) await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return performance.now() - started;
    },
    action,
    isThere
  );
}

/** Frame times while the page scrolls by `stepPx` a frame. */
const scroll = (page: Page, stepPx: number): Promise<number[]> =>
  page.evaluate(
    async (step, ms) => {
      const frames: number[] = [];
      const started = performance.now();
      for (let last = started; last - started < ms;) {
        scrollBy(0, step);
        const now = await new Promise<number>(requestAnimationFrame);
        frames.push(now - last);
        last = now;
      }
      return frames.slice(2);
    },
    stepPx,
    scrollSeconds * 1000
  );

/** Memory of the tab's process, its workers and decoded images included, that it shares with no other. */
async function readMegabytes(browser: CDPSession): Promise<number> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) =>
      Number(/Private_Dirty:\s+(\d+)/.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))![1])
    );
  return Math.max(...sizes) / 1000;
}

/** A dataset on a hub, opened a first time and then from what the browser remembers of it; milliseconds of each. */
async function timeVisits(browser: Browser, url: string): Promise<number[]> {
  const hub = await startHub(makeReleaseShards());
  const address = `${hub.origin}/datasets/${repository}/tree/${revision}`;
  const times: number[] = [];
  for (let visit = 0; visit < 4; visit++) {
    const page = await browser.newPage();
    await page.goto(`${url}explore/#source=url&url=${encodeURIComponent(address)}`);
    const tile = await page.waitForFunction(
      () => document.querySelector('[role="listitem"]') && performance.now(),
      { polling: 'raf', timeout: 120_000 }
    );
    times.push(Number(await tile.jsonValue()));
    await page.close();
  }
  await hub.close();
  return times;
}

const folder = makeReleaseFolder(sidePx);
const { url, server } = await serveSite('build', '');
const browser = await puppeteer.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu']
});
const processes = await browser.target().createCDPSession();
const [fresh = 0, ...remembered] = await timeVisits(browser, url);
console.log(
  `A dataset on a hub at the first visit: ${Math.round(fresh)} ms from navigation to the first tiles`
);
console.log(`The same remembered: ${Math.round(median(remembered))} ms (median of ${remembered.length})`);
const page = await browser.newPage();
await page.setViewport({ width: 1440, height: 900 });
await page.goto(`${url}score/`, { waitUntil: 'networkidle0' });
const input = await page.waitForSelector('input[webkitdirectory]');
await (input as Awaited<ReturnType<typeof page.waitForSelector<'input'>>>)!.uploadFile(folder);
await page.waitForSelector('::-p-text(6,623)', { timeout: 120_000 });

const opened = await timeInPage(page, 'nav a[href$="/explore/"]', '[role="listitem"]');
console.log(`From the press of Explore to the first tiles: ${Math.round(opened)} ms`);
const facet = await timeInPage(page, 'fieldset input', 'fieldset input:checked');
console.log(`From a checkbox to its samples: ${Math.round(facet)} ms`);
await page.click('fieldset input');
let mostMegabytes = 0;
for (const stepPx of [10, 40, 400]) {
  await page.evaluate(() => scrollTo(0, 0));
  const frames = await scroll(page, stepPx);
  const late = frames.filter((ms) => ms > 25).length;
  const worst = Math.round(Math.max(...frames));
  mostMegabytes = Math.max(mostMegabytes, await readMegabytes(processes));
  console.log(
    `Scrolling ${stepPx} px a frame: median ${median(frames).toFixed(1)} ms, worst ${worst} ms, ` +
      `${late} of ${frames.length} frames later than 25 ms; ${Math.round(mostMegabytes)} MB`
  );
}
await browser.close();
server.close();
rmSync(folder, { recursive: true });
