import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect } from './connect';
import { serveSite } from './serveSite';

const goldenFolder = resolve('tests/golden/neural');

interface Golden<Case> {
  readonly cases: readonly Case[];
}

interface Sides {
  readonly width: number;
  readonly height: number;
  readonly kind: number;
}

async function readGolden<Case>(name: string): Promise<readonly Case[]> {
  return (JSON.parse(await readFile(join(goldenFolder, name), 'utf8')) as Golden<Case>).cases;
}

/** A page of its own, because a page of the site would need the official weights: the same modules, worker and CSP. */
async function buildPage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: resolve('tests/browser/neural'),
    base: '/some-repo/',
    publicDir: goldenFolder,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      outDir,
      target: 'es2023',
      assetsInlineLimit: (file) => (file.endsWith('.wasm') ? false : undefined)
    }
  });
}

/** Until its code is there, and everything that it loads by itself. */
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForFunction(() => 'neural' in window);
}

/** In the page: obtains, stores and opens a model of the site, and scores pairs of drawn images or of texts. */
async function scoreInPage(page: Page, name: string, pairs: readonly (readonly [unknown, unknown])[]) {
  return page.evaluate(
    async (descriptionName, given) => {
      const { neural } = window;
      const signal = new AbortController().signal;
      const offer = await neural.loadOffer(new URL(descriptionName, document.baseURI).href, signal);
      const progress: number[] = [];
      const model = await offer.obtain((loaded) => progress.push(loaded), signal);
      await neural.writeModel(model);
      const scorer = await neural.NeuralScorer.open(model, { kernels: await neural.loadKernels() });
      const draw = (sides: unknown) => {
        const { width, height, kind } = sides as Sides;
        return neural.drawImage(width, height, kind);
      };
      const scores = await Promise.all(
        given.map(([candidate, reference]) =>
          scorer.score([
            typeof candidate === 'string'
              ? { kind: 'text', response: candidate, reference: String(reference) }
              : { kind: 'image', candidate: draw(candidate), reference: draw(reference) }
          ])
        )
      );
      scorer.close();
      return {
        values: scores.flat().map((score) => score.value),
        backend: scorer.backend,
        sizeBytes: offer.sizeBytes,
        lastProgress: progress.at(-1)
      };
    },
    name,
    pairs
  );
}

function expectClose(actual: readonly (number | null)[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(Math.abs((value ?? Number.NaN) - expected[i]!)).toBeLessThan(1e-4));
}

// At night and before a release; neuralRun.test.ts has the three kinds of models on the page in every run.
describe.runIf(inject('isThorough'))('neural metrics in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'medgen-neural-'));
  const errors: string[] = [];
  const requests: string[] = [];
  let server: Server;
  let siteUrl: string;
  let page: Page;

  beforeAll(async () => {
    await buildPage(folder);
    ({ url: siteUrl, server } = await serveSite(folder, '/some-repo'));
    const browser = await connect();
    page = await (await browser.createBrowserContext()).newPage();
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('request', (request) => requests.push(request.url()));
    await open(page, siteUrl);
  });

  afterAll(async () => {
    await page.browserContext().close();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('load nothing before they are asked for', () => {
    expect(requests.filter((url) => /ort|neural|\.wasm|\.onnx/.test(url))).toEqual([]);
  });

  it('are offered by the site with their sizes', async () => {
    const offers = await page.evaluate(async () => {
      const list = await window.neural.loadOffers(
        new URL('index.json', document.baseURI).href,
        new AbortController().signal
      );
      return list.map(({ descriptor, sizeBytes }) => [descriptor.metric, sizeBytes]);
    });
    const bert = await readFile(join(goldenFolder, 'tiny-bert.onnx'));
    const tokenizer = await readFile(join(goldenFolder, 'tiny-bert.tokenizer.json'));
    expect(offers).toContainEqual(['bertscore', bert.length + tokenizer.length]);
    expect(offers).toHaveLength(3);
  });

  it.each([
    ['tiny-lpips', 'lpips.json'],
    ['tiny-encoder', 'imageEmbedding.json']
  ])('give the reference values with %s', async (name, golden) => {
    const cases = await readGolden<{ candidate: Sides; reference: Sides; value: number }>(golden);
    const pairs = cases.map(({ candidate, reference }) => [candidate, reference] as const);
    const result = await scoreInPage(page, `${name}.json`, pairs);
    expectClose(
      result.values,
      cases.map(({ value }) => value)
    );
    expect(result.lastProgress).toBe(result.sizeBytes);
  });

  it('give the reference values with tiny-bert', async () => {
    const cases = await readGolden<{ response: string; answer: string; f1: number }>('bertscore.json');
    const pairs = cases.map(({ response, answer }) => [response, answer] as const);
    const { values } = await scoreInPage(page, 'tiny-bert.json', pairs);
    expectClose(
      values,
      cases.map(({ f1 }) => f1)
    );
  });

  it('refuse a model that gives another score for its check pair than its description says', async () => {
    const message = await page.evaluate(async () => {
      const { neural } = window;
      const [model] = await neural.listModels();
      const wrong = { ...model!, descriptor: { ...model!.descriptor, check: 0.123 } };
      return neural.NeuralScorer.open(wrong, { kernels: await neural.loadKernels() }).then(
        () => 'opened',
        (error: unknown) => String(error)
      );
    });
    expect(message).toMatch(
      /tiny-\w+\.onnx: the model gives a wrong score for its check pair; got 0\.\d+, expected 0\.123/
    );
  });

  it('refuse a file that is not the described one', async () => {
    const message = await page.evaluate(async () => {
      const { neural } = window;
      const signal = new AbortController().signal;
      const offer = await neural.loadOffer(new URL('tiny-lpips.json', document.baseURI).href, signal);
      const file = offer.descriptor.model as { sha256: string };
      file.sha256 = '0'.repeat(64);
      return offer
        .obtain(() => undefined, signal)
        .then(
          () => 'obtained',
          (error: unknown) => String(error)
        );
    });
    expect(message).toMatch(
      /tiny-lpips\.onnx: not the file that is described: its SHA-256 differs; got [0-9a-f]{64}/
    );
  });

  it('keep their models over a visit, until they are deleted', async () => {
    await open(page, siteUrl);
    requests.length = 0;
    const result = await page.evaluate(async () => {
      const { neural } = window;
      const stored = await neural.listModels();
      const lpips = stored.find(({ descriptor }) => descriptor.metric === 'lpips')!;
      const scorer = await neural.NeuralScorer.open(lpips, { kernels: await neural.loadKernels() });
      const image = neural.drawImage(64, 64, 0);
      const [score] = await scorer.score([{ kind: 'image', candidate: image, reference: image }]);
      scorer.close();
      for (const model of stored) await neural.deleteModel(model);
      return { stored: stored.length, score, left: (await neural.listModels()).length };
    });
    expect(result).toEqual({ stored: 3, score: { value: 0 }, left: 0 });
    expect(requests.filter((url) => url.endsWith('.onnx'))).toEqual([]);
  });

  it('request nothing from elsewhere and log no error', () => {
    expect(requests.filter((url) => !url.startsWith(siteUrl) && !url.startsWith('blob:'))).toEqual([]);
    expect(errors).toEqual([]);
  });
});
