/**
 * Whole predictions per second in Chromium, from pressing Score to the last stored row, with 1 and 2 workers, beside the official
 * way on the same files in one Python process: `node tests/bench/pairs.bench.ts` after `npm run build`. The demo, and
 * ../shared/realrun where it is there, are repeated with a comment in every image, so that each is scored for itself and
 * start-up does not hide the rate. CPU seconds stand beside those of the clock: they say the same on a busy machine.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { findChromium } from '../browser/findChromium.ts';
import { serveSite } from '../browser/serveSite.ts';
import { OfficialWay } from './OfficialWay.ts';
import { readCpu } from './readCpu.ts';
import { listPairs } from './realPairs.ts';
import { repeatRun } from './repeatRun.ts';
import { unpackDemo } from './unpackDemo.ts';

const realrun = resolve('../shared/realrun');
const timeoutMs = 600_000;

interface Timed {
  readonly pairs: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of the page's own thread; null where it is not known. */
  readonly pageSeconds: number | null;
}

async function timeScoring(browser: Browser, url: string, workers: number, folder: string): Promise<Timed> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const session = await page.createCDPSession();
  await session.send('Emulation.setHardwareConcurrencyOverride', { hardwareConcurrency: workers });
  await page.goto(`${url}score/`, { waitUntil: 'networkidle0' });
  const input = await page.waitForSelector('input[webkitdirectory]');
  await (input as Awaited<ReturnType<typeof page.waitForSelector<'input'>>>)!.uploadFile(folder);
  const button = await page.waitForSelector(
    '::-p-xpath(//button[starts-with(., "Score") and not(@disabled)])',
    { timeout: timeoutMs }
  );
  const pid = browser.process()!.pid!;
  const [before, started] = [readCpu(pid), performance.now()];
  await button!.click();
  const status = await page.waitForFunction(
    () =>
      [...document.querySelectorAll('[role="status"]')]
        .map((node) => node.textContent)
        .find((text) => /Scored \d+ of/.test(text)),
    { polling: 50, timeout: timeoutMs }
  );
  const [seconds, after] = [(performance.now() - started) / 1000, readCpu(pid)];
  const pairs = Number(/Scored (\d+)/.exec(String(await status.jsonValue()))![1]);
  await context.close();
  return {
    pairs,
    seconds,
    cpuSeconds: before && after ? (after.all - before.all) / 1000 : NaN,
    pageSeconds: before && after && (after.pages - before.pages) / 1000
  };
}

/** The official way on the images of the same predictions. */
async function timeOfficial(official: OfficialWay, folder: string): Promise<Timed> {
  const pairs = listPairs(folder);
  const started = performance.now();
  const { seconds: cpuSeconds } = await official.ask({ pairs });
  return {
    pairs: pairs.length,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds,
    pageSeconds: null
  };
}

function print(name: string, { pairs, seconds, cpuSeconds, pageSeconds }: Timed, beside: Timed | null): void {
  const page = pageSeconds === null ? '' : `, ${pageSeconds.toFixed(1)} s of it the page's thread`;
  const faster = beside
    ? `   ${(pairs / seconds / (beside.pairs / beside.seconds)).toFixed(1)} × official`
    : '';
  const cheaper = beside
    ? ` (CPU ${(pairs / cpuSeconds / (beside.pairs / beside.cpuSeconds)).toFixed(1)} ×)`
    : '';
  console.log(
    `  ${name.padEnd(34)} ${String(pairs).padStart(5)} in ${seconds.toFixed(1).padStart(5)} s ` +
      `${(pairs / seconds).toFixed(1).padStart(6)} /s   CPU ${cpuSeconds.toFixed(1)} s${page}${faster}${cheaper}`
  );
}

const scratch = mkdtempSync(join(tmpdir(), 'medgen-bench-'));
const { url, server } = await serveSite('build', '');
const browser = await puppeteer.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu'],
  protocolTimeout: timeoutMs
});
const official = await OfficialWay.start();

/** A run as a folder, and how often it is repeated to give more than a thousand pairs. */
interface Contest {
  readonly name: string;
  readonly source: string;
  readonly copies: number;
}

async function compare({ name, source, copies }: Contest): Promise<void> {
  const folder = join(scratch, name);
  repeatRun(source, folder, copies);
  const there = official && (await timeOfficial(official, folder));
  if (there) print(`${name}, ${official.versions.split(',')[0]}`, there, null);
  for (const workers of [1, 2]) {
    const here = await timeScoring(browser, url, workers, folder);
    print(`${name}, here, ${workers} worker${workers > 1 ? 's' : ''}`, here, there);
  }
}

console.log('Whole predictions in Chromium, a fresh profile each');
try {
  await compare({ name: 'demo', source: await unpackDemo(join(scratch, 'one')), copies: 8 });
  if (existsSync(realrun)) await compare({ name: 'real images', source: realrun, copies: 7 });
} finally {
  official?.end();
  await browser.close();
  server.close();
  rmSync(scratch, { recursive: true });
}
