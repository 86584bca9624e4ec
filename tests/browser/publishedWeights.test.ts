import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { drawImage } from '../../src/lib/metrics/neural/modelCheck';
import { prepareModel } from '../../src/lib/models/prepareModel';
import { openModel } from '../metrics/neural/tinyModels';
import { global, pickle, text, tuple } from '../weights/pickleParts';
import { writeAlexnet } from '../weights/writeAlexnet';
import { click, dropPaths, exportAs, press, pressScore } from './actions';
import { findBarriers } from './findBarriers';
import { caseCount, imageCases, writeNeuralDrop } from './neuralDrop';
import { byRole, find, goTo, visit, type Visit, waitForStatus } from './openSite';
import { unzip } from './zip';

interface Sides {
  readonly width: number;
  readonly height: number;
  readonly kind: number;
}

const twin = (name: string): string => resolve('tests/golden/weights', name);
const folder = mkdtempSync(join(tmpdir(), 'medgen-weights-'));

function write(name: string, content: Uint8Array | string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const draw = ({ width, height, kind }: Sides) => drawImage(width, height, kind);

/** Sample id → LPIPS with these weights, by the way that tests/models/prepareModel.test.ts holds to lpips itself. */
async function scoreInNode(weights: Blob): Promise<ReadonlyMap<string, number>> {
  const heads = { name: 'alex.pth', blob: new Blob([readFileSync('src/lib/models/lpips/alex.pth')]) };
  const model = await prepareModel({
    weights: { name: 'alexnet.pth', blob: weights },
    heads,
    companions: [],
    repository: null,
    revision: null,
    address: null,
    expectedSha256: null
  });
  const compare = await openModel(model);
  const values = new Map<string, number>();
  for (const [i, { candidate, reference }] of imageCases.entries()) {
    const pair = { kind: 'image', candidate: draw(candidate), reference: draw(reference) } as const;
    values.set(`image${i}`, (await compare(pair)).value ?? Number.NaN);
  }
  return values;
}

async function openMetrics(page: Page): Promise<void> {
  await press(page, '::-p-xpath(//summary[starts-with(., "Metrics:")])');
  await page.waitForSelector(byRole('region', 'Metrics that need weights'));
}

/** Counts what the reader presses. */
const countClicks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const counted = window as unknown as { clicks: number };
    counted.clicks = 0;
    window.addEventListener('click', (event) => void (counted.clicks += Number(event.isTrusted)), true);
  });

describe('LPIPS from the published file', () => {
  let tab: Visit;
  let expected: ReadonlyMap<string, number>;

  beforeAll(async () => {
    const alexnet = writeAlexnet();
    write('alexnet-owt-7be5be79.pth', new Uint8Array(await alexnet.arrayBuffer()));
    expected = await scoreInNode(alexnet);
    tab = await visit('score/');
  });

  afterAll(async () => tab.close());

  it('takes two drops and four clicks from an empty browser to the official field', async () => {
    const { page } = tab;
    await countClicks(page);
    await dropPaths(page, [writeNeuralDrop()]);
    await waitForStatus(page, new RegExp(`^${caseCount} predictions`));
    await dropPaths(page, [join(folder, 'alexnet-owt-7be5be79.pth')]);
    await waitForStatus(page, /LPIPS 0.1, AlexNet is in this browser now/);
    await pressScore(page);
    await waitForStatus(page, new RegExp(`^Scored ${caseCount} of ${caseCount}$`), 100_000);
    await click(page, 'link', 'gpt');
    const { bytes } = await exportAs(page, 'Official JSONL');
    expect(await page.evaluate(() => (window as unknown as { clicks: number }).clicks)).toBeLessThanOrEqual(
      4
    );
    const files = await unzip(bytes);
    const records = [...files.values()].flatMap((content) =>
      content
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { sample_id: string; LPIPS?: number })
    );
    for (const [id, value] of expected) {
      const record = records.find(({ sample_id: sampleId }) => sampleId === id);
      expect(Math.abs((record?.LPIPS ?? Number.NaN) - value), id).toBeLessThan(1e-6);
    }
  });

  it('names weights that nobody knows by their hash, and what ran them', async () => {
    const { bytes } = await exportAs(tab.page, 'Results JSON');
    const { models } = JSON.parse(new TextDecoder().decode(bytes)) as { models: readonly object[] };
    expect(models).toMatchObject([
      {
        weights: 'lpips-0.1-alex',
        isKnown: false,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        runtime: expect.stringContaining('onnxruntime-web') as string,
        provider: expect.stringMatching(/wasm|webgpu/) as string
      }
    ]);
  });

  it('is still there at the next visit, and can be removed', async () => {
    const { page } = tab;
    await goTo(page, 'methods/');
    await find(page, '::-p-text(weights sha256)');
    // At night and before a release: every run looks at the page without weights, and at the button on Score.
    if (inject('isThorough')) expect(await findBarriers(page)).toEqual([]);
    await click(page, 'button', 'Remove LPIPS 0.1, AlexNet');
    await waitForStatus(page, /was removed from this browser/);
    await find(page, '::-p-text(needs the weights of AlexNet)');
    expect([...tab.errors, ...tab.foreignRequests]).toEqual([]);
  });
});

describe('files that are not enough, or not right', () => {
  let tab: Visit;

  beforeAll(async () => {
    tab = await visit('score/');
    await openMetrics(tab.page);
  });

  afterAll(async () => tab.close());

  const attack = Uint8Array.from(pickle([...global('os', 'system'), ...tuple(text('id')), 0x52]));

  it.each([
    ['a pickle that calls the shell', () => [write('evil.pth', attack)], /it tried to call os\.system/],
    [
      'a pointer of Git LFS',
      () => [write('model.safetensors', 'version https://git-lfs.github.com/spec/v1\n')],
      /a pointer of Git LFS, not the file itself/
    ],
    ['the heads alone', () => [resolve('src/lib/models/lpips/alex.pth')], /which the page has already/],
    ['another network', () => [twin('odd-zip.pth')], /a network that is not used here.*first of them packed/],
    ['an encoder without its words', () => [twin('bert/pytorch_model.bin')], /config\.json too/]
  ])('%s is answered with what it is and what is wanted', async (_, makeFiles, message) => {
    await dropPaths(tab.page, makeFiles());
    await waitForStatus(tab.page, message);
  });

  it('are completed by what was missing', async () => {
    await dropPaths(tab.page, [twin('bert/vocab.txt'), twin('bert/config.json')]);
    await waitForStatus(tab.page, /BERT of unknown name is in this browser now/);
    expect(tab.errors).toEqual([]);
  });
});
