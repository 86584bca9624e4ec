import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage, makeShard, namedImage } from '../dataset/parquet/makeShard';
import { repository, revision, startHub, type HubServer } from '../dataset/remote/hubServer';
import { click, press } from './actions';
import { visitScored } from './demoRun';
import { findBarriers } from './findBarriers';
import { byRole, find, openPage, reload, visit, waitForStatus, type Visit } from './openSite';
import { hasRealrun, realrun } from './realrun';

describe.skipIf(!hasRealrun)('the explorer on a hub', () => {
  let hub: HubServer;
  let address: string;
  let tab: Visit;

  beforeAll(async () => {
    const paths = ['vqa', 'image_editing', 'multimodal_generation'].map(
      (config) => `parquet/${config}/train-00000-of-00001.parquet`
    );
    hub = await startHub(new Map(paths.map((path) => [path, readFileSync(join(realrun, path))])));
    address = `${hub.origin}/datasets/${repository}/tree/${revision}`;
  });

  afterAll(async () => {
    await tab.close();
    await hub.close();
  });

  it('says why a dataset could not be opened, tries again, and offers the demo', async () => {
    hub.hasCors = false;
    tab = await visit('explore/');
    const { page } = tab;
    await (await page.waitForSelector(byRole('combobox', 'Dataset')))!.select('url');
    await (await page.waitForSelector('input[aria-label="Dataset address"]'))!.type(address);
    await click(page, 'button', 'Open');
    await page.waitForSelector('main [role="alert"]');
    await find(page, byRole('button', 'Open the demo'));
    expect(await findBarriers(page)).toEqual([]);
    hub.hasCors = true;
    await click(page, 'button', 'Try again');
    await waitForStatus(page, /^80 samples$/);
  });

  it('shows texts at once, its revision, and what was downloaded; thumbnails only when they are wanted', async () => {
    const { page, errors } = tab;
    await page.waitForSelector(`.chip[title="${revision}"]`);
    const textBytes = hub.sentBytes;
    expect(textBytes).toBeLessThan(500_000);
    await find(page, '::-p-text(kB downloaded)');
    expect(await page.$$('canvas')).toHaveLength(0);
    expect(await findBarriers(page)).toEqual([]);
    await press(page, '::-p-xpath(//label[contains(., "Thumbnails")]/input)');
    await page.waitForSelector('[role="listitem"] canvas');
    expect(hub.sentBytes).toBeGreaterThan(textBytes);
    expect(await page.evaluate(() => location.hash)).toContain('pictures=on');
    // The browser logs what the hub refused in the test before.
    expect(errors.filter((error) => !/CORS|ERR_FAILED/.test(error))).toEqual([]);
  });

  it('opens a link again without the server', async () => {
    await hub.close();
    const link = `explore/#source=url&url=${encodeURIComponent(address)}&format=vqa&view=list`;
    const { page } = await openPage(tab.context, link);
    await waitForStatus(page, /^\d+ of 80 samples$/);
  });
});

describe('an address of the explorer that names a dataset', () => {
  it('asks before a host is contacted that the viewer does not know', async () => {
    const tab = await visit('explore/#source=url&url=https://shards.example.org/manifest.json');
    await find(tab.page, '::-p-xpath(//*[@role="alert"]//strong[.="https://shards.example.org"])');
    expect(await tab.page.$$(byRole('button', 'Allow it in this tab'))).toHaveLength(1);
    expect(tab.foreignRequests).toEqual([]);
    await tab.close();
  });

  it('says that dropped files are gone after a reload', async () => {
    const tab = await visit('explore/#source=dropped');
    await find(tab.page, '::-p-text(Nothing is dropped)');
    await click(tab.page, 'button', 'Open the demo');
    await waitForStatus(tab.page, /^\d+ samples$/);
    expect(await tab.page.evaluate(() => location.hash)).toBe('#source=demo');
    await tab.close();
  });
});

describe('a dataset of files that were chosen', () => {
  it('is there again after a reload, where the browser keeps handles and lets the page read them', async () => {
    const tab = await visit('explore/#source=local');
    const { page } = tab;
    const rows = [1, 2, 3].map((number) => ({
      input_images: [namedImage(makeImage(number))],
      instruction: 'Which finding does the image show?',
      answer: 'a nodule',
      task: 'question-answering',
      subtask: null,
      modality: 'CT'
    }));
    const shard = Buffer.from(makeShard(rows, { rowGroupSize: 3 })).toString('base64');
    // The browser's own dialog cannot be driven; what it gives are handles, as those of the site's own folder are.
    const choose = async (base64: string): Promise<void> => {
      const folder = await (
        await navigator.storage.getDirectory()
      ).getDirectoryHandle('shards', { create: true });
      const file = await folder.getFileHandle('train-00000-of-00001.parquet', { create: true });
      const writer = await file.createWritable();
      await writer.write(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
      await writer.close();
      Object.assign(globalThis, { showDirectoryPicker: () => Promise.resolve(folder) });
    };
    await page.evaluate(choose, shard);
    await press(page, '::-p-xpath(//label[contains(., "Shard folder")])');
    await waitForStatus(page, /^3 samples$/);
    await reload(page);
    await waitForStatus(page, /^3 samples$/);
    expect(tab.errors).toEqual([]);
    await tab.close();
  });
});

describe('a sample in the explorer', () => {
  it('comes with what the runs of this browser gave for it', async () => {
    const tab = await visitScored('explore/#format=edit');
    const { page } = tab;
    await click(page, 'button', 'Open the demo');
    await waitForStatus(page, /^36 of 96 samples$/);
    await page.focus('[role="listitem"] a');
    await page.keyboard.press('Enter');
    for (const system of ['demo-careful', 'demo-hasty']) {
      await find(page, `::-p-xpath(//dialog//*[contains(., "Output of ${system}")])`);
    }
    expect(tab.errors).toEqual([]);
    await tab.close();
  });
});
