import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HTTPRequest, Page } from 'puppeteer-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropPaths, pressScore } from './actions';
import { find, goTo, siteUrl, visit, type Visit, waitForStatus } from './openSite';

let tab: Visit;

beforeEach(async () => {
  tab = await visit('methods/');
});

afterEach(() => tab.close());

/** Answers what matches; everything else goes to the site. */
async function answer(page: Page, answers: readonly [RegExp, (request: HTTPRequest) => Promise<void>][]) {
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const found = answers.find(([pattern]) => pattern.test(request.url()));
    void (found ? found[1](request) : request.continue());
  });
}

/** Firefox with all cookies blocked: the very name throws. */
function blockStorage(): void {
  const refuse = (): never => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'caches']) {
    Object.defineProperty(window, name, { get: refuse });
  }
}

describe('a browser whose storage throws at its name', () => {
  it('opens every page, and scores in memory', async () => {
    await tab.page.evaluateOnNewDocument(blockStorage);
    for (const path of ['', 'runs/', 'compare/', 'explore/', 'judge/', 'review/', 'methods/', 'score/']) {
      await goTo(tab.page, path);
      expect(await tab.page.$eval('h1', (heading) => heading.textContent)).not.toContain(
        'Something went wrong'
      );
    }
    await dropPaths(tab.page, [await writeDrop()]);
    await waitForStatus(tab.page, /^2 predictions/);
    await pressScore(tab.page);
    expect(await waitForStatus(tab.page, /^Scored/)).toBe('Scored 2 of 2');
    const link = await find(tab.page, '::-p-xpath(//a[contains(@href, "/run/#id=")])');
    await link!.click();
    await tab.page.waitForSelector('::-p-aria([role="table"][name="Scores"])');
    expect(tab.errors).toEqual([]);
  });
});

describe('a decoder that cannot be fetched', () => {
  it('costs the image that needs it, and is tried again with the next press', async () => {
    let isOnline = false;
    await answer(tab.page, [
      [
        /magick[^/]*\.wasm/,
        (request) => (isOnline ? request.continue() : request.abort('internetdisconnected'))
      ]
    ]);
    await goTo(tab.page, 'score/');
    await dropPaths(tab.page, [await writeDrop()]);
    await waitForStatus(tab.page, /^2 predictions/);
    await pressScore(tab.page);
    expect(await waitForStatus(tab.page, /^Scored/)).toBe('Scored 1 of 2');
    await find(tab.page, '::-p-text(the decoder for WEBP could not be loaded)');
    isOnline = true;
    await pressScore(tab.page);
    expect(await waitForStatus(tab.page, /^Scored 2/)).toMatch(/^Scored 2 of 2, 1 remembered/);
  });
});

/** Two edits of one system: a PNG and a WebP. */
async function writeDrop(): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'offline-webp-')), 'run');
  await mkdir(join(folder, 'images'), { recursive: true });
  const golden = 'tests/golden/decode';
  await copyFile(`${golden}/png_rgb.png`, join(folder, 'images', 'a.png'));
  await copyFile(`${golden}/webp_lossy.webp`, join(folder, 'images', 'b.webp'));
  const lines = ['a.png', 'b.webp'].map((name) =>
    JSON.stringify({
      sample_id: name,
      category: 'ImageEdit',
      paper_task: 'style-transfer',
      modality: 'CT',
      instruction: `Stain ${name}.`,
      input_image: 'images/a.png',
      ground_truth_image: 'images/a.png',
      response: '',
      output_image: `images/${name}`
    })
  );
  await writeFile(join(folder, 'gpt_edit.jsonl'), lines.join('\n'));
  return folder;
}

describe('a deploy before anything was kept', () => {
  it('is told as a newer version, not as an internal error', async () => {
    await answer(tab.page, [
      [
        /_app\/version\.json/,
        (request) => request.respond({ body: '{"version":"another"}', contentType: 'application/json' })
      ],
      [/_app\/immutable\/nodes\/(?![01]\.)/, (request) => request.respond({ status: 404, body: '' })]
    ]);
    await tab.page.goto(siteUrl('explore/'), { waitUntil: 'domcontentloaded' });
    await find(tab.page, '::-p-text(A newer version of the viewer is out: reload the page)');
    expect(await tab.page.$eval('main', (main) => main.textContent)).not.toContain('Internal Error');
  });
});
