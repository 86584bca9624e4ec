import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { writeAlexnet } from '../weights/writeAlexnet';
import { click, dropPaths, pressScore } from './actions';
import { find, goTo, longestWaitMs, visit, waitForStatus } from './openSite';
import { hasRealrun, listFiles, realrun } from './realrun';
import { unzip, zipFolder } from './zip';

/** At night and before a release; every run has LPIPS by the page in publishedWeights.test.ts, and both in Node. */
const isThorough = inject('isThorough');

/** Of the official JSONL. */
interface Scores {
  readonly LPIPS?: number;
  readonly BERT_Score?: number;
}

/** System → sample → what lpips and bert-score give on the very weights; tests/golden/weights/runs.py */
type Expected = Readonly<Record<string, Readonly<Record<string, Scores>>>>;

const tolerances = { LPIPS: 1e-6, BERT_Score: 1e-4 } as const;

const firefox = [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(
  (path) => path && existsSync(path)
);
if (!firefox) console.warn('Skipped: tests in Firefox, because there is none; FIREFOX_PATH names one.');

const readExpected = (name: string): Expected =>
  (JSON.parse(readFileSync(join('tests/golden/weights', name), 'utf8')) as { systems: Expected }).systems;

const folder = mkdtempSync(join(tmpdir(), 'medgen-official-'));
const alexnet = join(folder, 'alexnet-owt-7be5be79.pth');
/** As transformers keep it, in a folder that says which repository it is. */
const cache = join(folder, 'models--microsoft--BiomedNLP-PubMedBERT-base-uncased-abstract');
const snapshot = join(cache, 'snapshots', 'c'.repeat(40));
const bertFiles = ['model.safetensors', 'config.json', 'vocab.txt'];

async function writeWeights(): Promise<void> {
  writeFileSync(alexnet, new Uint8Array(await writeAlexnet().arrayBuffer()));
  mkdirSync(snapshot, { recursive: true });
  for (const name of bertFiles)
    copyFileSync(resolve('tests/golden/weights/official-bert', name), join(snapshot, name));
}

/** The bytes that an export offers, taken where the page makes its address: downloads differ between browsers. */
async function catchExport(page: Page, item: string): Promise<Uint8Array<ArrayBuffer>> {
  await click(page, 'button', 'Export');
  await page.evaluate(() => {
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => {
      if (blob instanceof Blob) Reflect.set(window, 'offered', blob);
      return make(blob);
    };
  });
  await click(page, 'menuitem', item);
  await page.waitForFunction(() => Reflect.has(window, 'offered'));
  const url = await page.evaluate(
    () =>
      new Promise<string>((done) => {
        const reader = new FileReader();
        reader.addEventListener('load', () => done(String(reader.result)));
        reader.readAsDataURL(Reflect.get(window, 'offered') as Blob);
      })
  );
  return new Uint8Array(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
}

async function readOfficial(bytes: Uint8Array<ArrayBuffer>): Promise<ReadonlyMap<string, Scores>> {
  const files = await unzip(bytes);
  const lines = [...files.values()].flatMap((text) => text.trim().split('\n'));
  const records = lines.map((line) => JSON.parse(line) as Scores & { readonly sample_id: string });
  return new Map(records.map((record) => [record.sample_id, record]));
}

/** Every value that the libraries give is there, and the same. */
function expectSame(actual: ReadonlyMap<string, Scores>, expected: Readonly<Record<string, Scores>>): void {
  for (const [id, scores] of Object.entries(expected)) {
    for (const [name, tolerance] of Object.entries(tolerances)) {
      const metric = name as keyof Scores;
      const wanted = scores[metric];
      if (wanted === undefined) continue;
      const difference = Math.abs((actual.get(id)?.[metric] ?? Number.NaN) - wanted);
      expect(difference, `${metric} of ${id}`).toBeLessThan(tolerance);
    }
  }
}

async function expectOfficial(page: Page, expected: Expected): Promise<void> {
  for (const [system, scores] of Object.entries(expected)) {
    await goTo(page, 'runs/');
    await click(page, 'link', system);
    expectSame(await readOfficial(await catchExport(page, 'Official JSONL')), scores);
  }
}

async function upload(page: Page, selector: string, paths: readonly string[]): Promise<void> {
  const input = (await page.waitForSelector(selector)) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...paths);
}

/** By the panel, whose file choosers both browsers have. */
async function chooseWeights(page: Page): Promise<void> {
  await (await find(page, '::-p-xpath(//summary[starts-with(., "Metrics:")])')).click();
  const inputOf = (metric: string): string => `[aria-label="Drop the weights of ${metric} here"] input`;
  await upload(page, inputOf('LPIPS'), [alexnet]);
  await waitForStatus(page, /LPIPS 0.1, AlexNet is in this browser now/);
  await upload(
    page,
    inputOf('BERTScore'),
    bertFiles.map((name) => join(snapshot, name))
  );
  await waitForStatus(page, /BiomedBERT-base-uncased-abstract is in this browser now/);
}

async function scoreDemo(page: Page): Promise<void> {
  await goTo(page, 'score/');
  await chooseWeights(page);
  await click(page, 'button', 'Try the demo');
  await waitForStatus(page, /^\d+ predictions of 2 systems found/);
  await pressScore(page);
  expect(await waitForStatus(page, /^Scored/, 280_000)).toMatch(/^Scored 192 of 192/);
}

async function scoreRealrun(page: Page): Promise<void> {
  await goTo(page, 'score/');
  await chooseWeights(page);
  const archive = join(folder, 'realrun.zip');
  const paths = listFiles(realrun).filter((path) => /^(MedGEN_data|predictions)\//.test(path));
  await zipFolder(realrun, paths, archive);
  await upload(page, 'input[type="file"]:not([webkitdirectory])', [archive]);
  await waitForStatus(page, /^240 predictions/);
  await pressScore(page);
  expect(await waitForStatus(page, /^Scored/, 280_000)).toMatch(/^Scored 240 of 240/);
}

beforeAll(writeWeights);

describe.runIf(isThorough)('official LPIPS and BERTScore in Chromium', () => {
  it('are those of the libraries for the demo', async () => {
    const { page, errors, foreignRequests, close } = await visit('score/');
    await scoreDemo(page);
    await expectOfficial(page, readExpected('demo.json'));
    expect([...errors, ...foreignRequests]).toEqual([]);
    await close();
  });

  it.runIf(hasRealrun)(
    'are those of the libraries for real images, four clicks from an empty browser',
    async () => {
      const { page, errors, foreignRequests, close } = await visit('score/');
      const expected = readExpected('realrun.json');
      await page.evaluate(() => {
        window.addEventListener(
          'click',
          (event) => {
            const clicks = Number(Reflect.get(window, 'clicks') ?? 0);
            Reflect.set(window, 'clicks', clicks + Number(event.isTrusted));
          },
          true
        );
      });
      await dropPaths(page, [realrun]);
      await waitForStatus(page, /^240 predictions/);
      await dropPaths(page, [alexnet]);
      await waitForStatus(page, /LPIPS 0.1, AlexNet is in this browser now/);
      await dropPaths(page, [cache]);
      await waitForStatus(page, /PubMedBERT-base-uncased-abstract is in this browser now/);
      await pressScore(page);
      expect(await waitForStatus(page, /^Scored/, 280_000)).toMatch(/^Scored 240 of 240/);
      await click(page, 'link', 'blurred');
      const first = await readOfficial(await catchExport(page, 'Official JSONL'));
      expect(await page.evaluate(() => Reflect.get(window, 'clicks') as number)).toBeLessThanOrEqual(4);
      expectSame(first, expected['blurred']!);
      await expectOfficial(page, expected);
      expect([...errors, ...foreignRequests]).toEqual([]);
      await close();
    }
  );
});

describe.runIf(firefox && isThorough)('official LPIPS and BERTScore in Firefox', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await puppeteer.launch({ browser: 'firefox', executablePath: firefox!, args: ['--headless'] });
  });

  afterAll(() => browser.close());

  /** Of a browser in which nothing is stored. */
  async function openEmpty(): Promise<Page> {
    const page = await (await browser.createBrowserContext()).newPage();
    page.setDefaultTimeout(longestWaitMs);
    return page;
  }

  it('are those of the libraries for the demo', async () => {
    const page = await openEmpty();
    await scoreDemo(page);
    await expectOfficial(page, readExpected('demo.json'));
  });

  it.skipIf(!hasRealrun)('are those of the libraries for real images', async () => {
    const page = await openEmpty();
    await scoreRealrun(page);
    await expectOfficial(page, readExpected('realrun.json'));
  });
});
