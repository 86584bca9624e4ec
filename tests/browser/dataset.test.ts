import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { makeTable } from '../predictions/makeTable';
import { makeEditRows, makeShard, sha256 } from '../dataset/parquet/makeShard';
import {
  repository,
  revision,
  sendFile,
  startHub,
  type Fault,
  type HubServer
} from '../dataset/remote/hubServer';
import { click, dropPaths, exportAs, pressScore } from './actions';
import { byRole, find, openPage, visit, type Visit, waitForStatus } from './openSite';
import { copyPredictions, expectSameMetrics, hasRealrun, readJsonl, realrun, type Json } from './realrun';
import { unzip } from './zip';

/** At night and before a release all systems and faults, else a sample of them: tests/dataset/remote has each without a page. */
const isThorough = inject('isThorough');

const configs = ['vqa', 'image_editing', 'multimodal_generation'];

/** Chooses "Address (URL)" and opens this hub's dataset. */
async function openAddress(page: Page, hub: HubServer): Promise<void> {
  const chooser = await page.waitForSelector(byRole('combobox', 'Dataset'));
  await chooser!.select('url');
  const field = await page.waitForSelector('input[aria-label="Dataset address"]');
  await field!.type(`${hub.origin}/datasets/${repository}/tree/${revision}`);
  await click(page, 'button', 'Open');
}

async function waitForAlert(page: Page): Promise<string> {
  const alert = await page.waitForSelector('.options [role="alert"]');
  return alert!.evaluate((node) => node.textContent.trim());
}

/** The predictions of a system as one Parquet file a format, with the output images inside. */
function writeTables(folder: string, system: string): void {
  for (const format of ['vqa', 'edit', 'generate']) {
    const rows = readJsonl(join(realrun, 'predictions', `${system}_${format}.jsonl`)).map((record) => {
      const path = record.output_image;
      const hasImage = typeof path === 'string' && path !== '';
      const bytes = hasImage ? new Uint8Array(readFileSync(join(realrun, 'predictions', path))) : null;
      return {
        sample_id: record.sample_id,
        response: record.response,
        output_image: hasImage ? { bytes, path } : null
      };
    });
    const columns = { sample_id: 'text', response: 'text', output_image: 'image' } as const;
    writeFileSync(join(folder, `${system}_${format}.parquet`), makeTable(rows, columns, 7));
  }
}

describe.skipIf(!hasRealrun)('a real run without its own dataset', () => {
  const systems = isThorough ? ['blurred', 'compressed', 'square1024'] : ['square1024'];
  let hub: HubServer;
  let tab: Visit;

  beforeAll(async () => {
    const paths = configs.map((config) => `parquet/${config}/train-00000-of-00001.parquet`);
    hub = await startHub(new Map(paths.map((path) => [path, readFileSync(join(realrun, path))])));
  });

  beforeEach(async () => {
    tab = await visit('score/');
  });

  afterEach(() => tab.close());
  afterAll(() => hub.close());

  /** @param keys of the official record that are looked at; all where none are named */
  async function expectOfficialScores(keys?: readonly string[]): Promise<void> {
    const { page } = tab;
    const count = 80 * systems.length;
    await waitForStatus(page, new RegExp(`^${count} predictions`));
    await pressScore(page);
    expect(await waitForStatus(page, /^Scored \d+ of \d+/)).toMatch(`Scored ${count} of ${count}`);
    expect(tab.errors).toEqual([]);
    for (const system of systems) {
      await click(page, 'link', system);
      const files = await unzip((await exportAs(page, 'Official JSONL')).bytes);
      expect(files.size).toBe(3);
      for (const [name, text] of files) {
        const actual = text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Json);
        const expected = readJsonl(join(realrun, 'expected', name));
        expect(actual).toHaveLength(expected.length);
        actual.forEach((record, i) => {
          const wanted = Object.entries(expected[i]!).filter(([key]) => keys?.includes(key) ?? true);
          expectSameMetrics(record, Object.fromEntries(wanted));
        });
      }
      await click(page, 'link', 'Score');
    }
  }

  it('that is Parquet files itself is scored against shards on a hub with the official values', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'medgen-parquet-')), 'predictions');
    mkdirSync(folder);
    for (const system of systems) writeTables(folder, system);
    await openAddress(tab.page, hub);
    await waitForStatus(tab.page, /^80 samples, revision cee5e7a/);
    await dropPaths(tab.page, [folder]);
    await expectOfficialScores(['sample_id', 'PSNR', 'SSIM', 'BLEU', 'Text_EM']);
    await click(tab.page, 'link', systems[0]!);
    expect(await tab.page.$eval('.chips', (node) => node.textContent)).toContain('MedGEN-Bench cee5e7a');
  });

  it('is scored against dropped shards with the official values', async () => {
    await dropPaths(tab.page, [copyPredictions(systems), join(realrun, 'parquet')]);
    await expectOfficialScores();
    expect(tab.foreignRequests).toEqual([]);
  });
});

const rows = makeEditRows(12, 20_000);
const path = 'parquet/image_editing/train-00000-of-00001.parquet';

/** Predictions that equal their references: every PSNR is 100, unless a reference is another than it should be. */
function writePredictions(): string {
  const folder = mkdtempSync(join(tmpdir(), 'medgen-'));
  mkdirSync(join(folder, 'output_image'));
  const records = rows.map(({ output_images }, i) => {
    const output = `output_image/${i}.png`;
    writeFileSync(join(folder, output), output_images![0]!.bytes!);
    const sample_id = `medgen:image_editing:train-00000-of-00001:${String(i).padStart(6, '0')}`;
    return {
      sample_id,
      response: '',
      output_image: output,
      ground_truth_image: `elsewhere/${sha256(Buffer.from([i]))}.png`
    };
  });
  writeFileSync(
    join(folder, 'perfect_edit.jsonl'),
    records.map((record) => JSON.stringify(record) + '\n').join('')
  );
  return folder;
}

describe('a hub in the browser', () => {
  const folder = writePredictions();
  let hub: HubServer;
  let tab: Visit;

  beforeEach(async () => {
    hub = await startHub(new Map([[path, makeShard(rows, { rowGroupSize: 6 })]]));
    tab = await visit('score/');
  });

  afterEach(async () => {
    await tab.close();
    await hub.close();
  });

  async function scoreAll(): Promise<string> {
    await dropPaths(tab.page, [folder]);
    await waitForStatus(tab.page, /^12 predictions/);
    await pressScore(tab.page);
    return waitForStatus(tab.page, /^Scored \d+ of \d+/);
  }

  /** PSNR by line of the predictions; null where a sample has none. */
  async function readScores(): Promise<unknown[]> {
    await click(tab.page, 'link', 'perfect');
    const { bytes } = await exportAs(tab.page, 'Official JSONL');
    const lines = new TextDecoder().decode(bytes).trim().split('\n');
    return lines.map((line) => (JSON.parse(line) as Json)['PSNR'] ?? null);
  }

  const faults: readonly (readonly [string, Fault])[] = [
    ['gives no ranges', (asked) => sendFile({ ...asked, range: null }) > 0],
    [
      'is busy now and then',
      ({ response, count }) => {
        if (count % 4 === 1)
          response.writeHead(429, { 'retry-after': '0', 'access-control-allow-origin': '*' }).end();
        return count % 4 === 1;
      }
    ],
    [
      'cuts some bodies short',
      ({ response, content, range, count }) => {
        if (count % 4 === 1) response.writeHead(206).end(content.subarray(range!.start, range!.end - 9));
        return count % 4 === 1;
      }
    ],
    [
      'breaks some connections',
      ({ response, content, range, count }) => {
        if (count % 4 !== 1) return false;
        response.writeHead(206, { 'content-length': range!.end - range!.start });
        response.write(content.subarray(range!.start, range!.start + 9), () => response.destroy());
        return true;
      }
    ]
  ];

  it.each(isThorough ? faults : faults.slice(0, 1))(
    'that %s still gives the right pixels, once it lets other pages read; before, it says that it does not',
    async (_, fault) => {
      hub.hasCors = false;
      await openAddress(tab.page, hub);
      expect(await waitForAlert(tab.page)).toMatch(
        /could not be read.*CORS.*download the files and choose “Local shards”/
      );
      hub.hasCors = true;
      hub.fault = fault;
      await click(tab.page, 'button', 'Open');
      await waitForStatus(tab.page, /^12 samples/);
      expect(await scoreAll()).toMatch(/^Scored 12 of 12/);
      expect(await readScores()).toEqual(rows.map(() => 100));
    }
  );

  it.runIf(isThorough)(
    'whose file changes leaves samples unscored, with what to do, and scores none of them wrongly',
    async () => {
      await openAddress(tab.page, hub);
      await waitForStatus(tab.page, /^12 samples/);
      hub.files.set(path, makeShard(makeEditRows(24, 20_000).slice(12), { rowGroupSize: 6 }));
      expect(await scoreAll()).toMatch(/^Scored 0 of 12/);
      const problems = await tab.page.$eval('section.problems', (node) => node.textContent);
      expect(problems).toContain('has changed since it was opened; nothing of it is used');
      expect(problems).toContain('open the dataset again');
    }
  );

  it.runIf(isThorough)('is not asked for anything on the second visit', async () => {
    await openAddress(tab.page, hub);
    await waitForStatus(tab.page, /^12 samples/);
    const asked = hub.log.length;
    const second = await openPage(tab.context, 'score/');
    await openAddress(second.page, hub);
    await waitForStatus(second.page, /^12 samples/);
    expect(hub.log).toHaveLength(asked);
  });

  it('opens from what is stored when the computer is offline, and says what cannot be had then', async () => {
    await openAddress(tab.page, hub);
    await waitForStatus(tab.page, /^12 samples/);
    expect(await scoreAll()).toMatch(/^Scored 12 of 12/);
    // To the page alone: told to its workers, too, one that is just ending would never answer.
    const session = await tab.page.createCDPSession();
    const nothing = { latency: 0, downloadThroughput: 0, uploadThroughput: 0 };
    await session.send('Network.emulateNetworkConditions', { offline: true, ...nothing });
    await tab.page.evaluate(() => Object.defineProperty(navigator, 'onLine', { value: false }));
    await click(tab.page, 'button', 'Open');
    await waitForStatus(tab.page, /^12 predictions/);
    await pressScore(tab.page);
    await waitForStatus(tab.page, /^Scored 0 of 12/);
    const problems = await tab.page.$eval('section.problems', (node) => node.textContent);
    expect(problems).toMatch(/this computer is offline.*Local shards/);
    await session.detach();
  });

  it('is replaced by local shards, chosen as files', async () => {
    const chooser = await tab.page.waitForSelector(byRole('combobox', 'Dataset'));
    await chooser!.select('local');
    const shard = join(mkdtempSync(join(tmpdir(), 'medgen-')), 'train-00000-of-00001.parquet');
    writeFileSync(shard, makeShard(rows, { rowGroupSize: 6, pageSize: 30_000 }));
    const picker = await find(tab.page, '::-p-xpath(//label[contains(., "Shard files")]//input)');
    await (picker as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(shard);
    await waitForStatus(tab.page, /^12 samples/);
    expect(await scoreAll()).toMatch(/^Scored 12 of 12/);
    expect(await readScores()).toEqual(rows.map(() => 100));
    expect(tab.foreignRequests).toEqual([]);
  });
});
