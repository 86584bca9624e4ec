import { readFile } from 'node:fs/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { click, press } from './actions';
import { byRole, find, goTo, leaveSite, reload, siteUrl, visit, type Visit, waitForStatus } from './openSite';
import { unzip } from './zip';

interface DemoRecord {
  readonly sample_id: string;
  readonly paper_format: string;
  readonly paper_task: string;
  readonly modality: string;
  readonly instruction: string;
  readonly input_images: readonly string[];
}

/** The demo's records straight from its archive. */
let records: DemoRecord[];
let tab: Visit;

const count = (passes: (record: DemoRecord) => boolean): number => records.filter(passes).length;
const hash = (page: Page): Promise<string> => page.evaluate(() => location.hash);

/** The boxes of a facet as they read, e.g. `VQA 24`. */
const readFacet = (page: Page, name: string): Promise<string[]> =>
  page.evaluate(
    (legend) =>
      [...document.querySelectorAll('fieldset')]
        .filter((group) => group.querySelector('legend')?.textContent === legend)
        .flatMap((group) =>
          [...group.querySelectorAll('label')].map((label) =>
            label.textContent.replaceAll(/\s+/g, ' ').trim()
          )
        ),
    name
  );

async function checkBox(page: Page, facet: string, label: string): Promise<void> {
  const found = `//fieldset[legend="${facet}"]//label[span[1]="${label}"]/input`;
  await press(page, `::-p-xpath(${found})`);
}

/** Opens the demo the first time; later it is still there. */
async function show(address: string): Promise<void> {
  await tab.page.evaluate((to) => (location.hash = to), address);
}

beforeAll(async () => {
  const files = await unzip(new Uint8Array(await readFile('static/demo/demo.zip')));
  records = ['vqa', 'edit', 'gen'].flatMap((name) =>
    files
      .get(`MedGEN_data/${name}.jsonl`)!
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as DemoRecord)
  );
  tab = await visit('explore/');
  await click(tab.page, 'button', 'Open the demo');
  await waitForStatus(tab.page, /^\d+ samples$/);
});

afterAll(() => tab.close());

beforeEach(() => show(''));
afterEach(() => expect(tab.errors).toEqual([]));

describe('the explorer', () => {
  it('counts what the dataset has, and narrows by what is checked', async () => {
    const { page } = tab;
    await waitForStatus(page, new RegExp(`^${records.length} samples$`));
    expect(await readFacet(page, 'Format')).toEqual([
      `VQA ${count((one) => one.paper_format === 'VQA')}`,
      `Image editing ${count((one) => one.paper_format === 'ImageEditing')}`,
      `Multimodal generation ${count((one) => one.paper_format === 'MultimodalGeneration')}`
    ]);
    expect(await readFacet(page, 'Task')).toHaveLength(16);
    await checkBox(page, 'Format', 'VQA');
    await checkBox(page, 'Modality', 'CT');
    const both = count((one) => one.paper_format === 'VQA' && one.modality === 'CT');
    await waitForStatus(page, new RegExp(`^${both} of ${records.length} samples$`));
    expect(await readFacet(page, 'Format')).toContain(
      `Image editing ${count((one) => one.paper_format === 'ImageEditing' && one.modality === 'CT')}`
    );
    expect(await readFacet(page, 'Modality')).toContain(
      `MRI ${count((one) => one.paper_format === 'VQA' && one.modality === 'MRI')}`
    );
    expect(await hash(page)).toBe('#source=demo&format=vqa&modality=CT');
    await page.goBack();
    await waitForStatus(page, new RegExp(`^${count((one) => one.paper_format === 'VQA')} of `));
    await click(page, 'button', 'Remove the filter VQA');
    await waitForStatus(page, new RegExp(`^${records.length} samples$`));
  });

  it('searches while one types, and Back leads before the search, not before its last letter', async () => {
    const { page } = tab;
    await checkBox(page, 'Modality', 'CT');
    await page.type(byRole('searchbox', 'Search samples'), 'haematoma');
    const found = count((one) => one.modality === 'CT' && /haematoma/i.test(JSON.stringify(one)));
    expect(found).toBeGreaterThan(0);
    await waitForStatus(page, new RegExp(`^${found} of ${records.length} samples$`));
    await page.waitForFunction(() => location.hash === '#source=demo&modality=CT&q=haematoma');
    await page.goBack();
    await waitForStatus(page, new RegExp(`^${count((one) => one.modality === 'CT')} of `));
    await page.goForward();
    await waitForStatus(page, new RegExp(`^${found} of `));
  });

  it('says so where nothing matches, and offers the way back', async () => {
    await show('q=no+such+words');
    await waitForStatus(tab.page, /^0 of/);
    await find(tab.page, '::-p-text(No sample matches these filters.)');
    await click(tab.page, 'button', 'Show all');
    await waitForStatus(tab.page, /^\d+ samples$/);
  });

  it('counts task by modality, and a cell shows its samples', async () => {
    const { page } = tab;
    await click(page, 'tab', 'Task × modality');
    const of = (one: DemoRecord) => one.paper_task === '3d-to-2d-projection' && one.modality === 'CT';
    const text = `3D-to-2D projection, CT: ${count(of)} samples`;
    await click(page, 'button', text);
    await waitForStatus(page, new RegExp(`^${count(of)} of `));
    expect(await hash(page)).toBe('#source=demo&task=3d-to-2d-projection&modality=CT');
    const links = await page.$$eval('[role="listitem"] a', (all) => all.map((link) => link.title));
    expect(links).toEqual(records.filter(of).map((one) => one.sample_id));
    await page.goBack();
    const pressed = await page.waitForSelector(byRole('button', text));
    expect(await pressed!.evaluate((cell) => cell.getAttribute('aria-pressed'))).toBe('false');
  });

  it('leads by keyboard alone to the tenth sample, the next one, its SSIM map, and back', async () => {
    const { page } = tab;
    await reload(page);
    await pressUntil(page, 'Tab', (focused) => focused === 'Open the demo');
    await page.keyboard.press('Enter');
    await waitForStatus(page, /^\d+ samples$/);
    const ids = await page.$$eval('[role="listitem"] a', (all) => all.map((link) => link.title));
    await pressUntil(page, 'Tab', (focused) => focused === ids[0]);
    await page.keyboard.press('ArrowDown');
    await pressUntil(page, 'ArrowRight', (focused) => focused === ids[9]);
    await page.keyboard.press('Enter');
    await page.waitForSelector(byRole('dialog', `Sample ${ids[9]}`));
    expect(await hash(page)).toBe(`#source=demo&sample=${ids[9]}`);
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector(byRole('dialog', `Sample ${ids[10]}`));
    await page.waitForFunction((id) => location.hash === `#source=demo&sample=${id}`, {}, ids[10]);
    await page.keyboard.press('m');
    await find(page, '::-p-xpath(//*[@role="tab" and @aria-selected="true" and .="SSIM map"])');
    await page.waitForFunction(
      (id) => location.hash === `#source=demo&sample=${id}&mode=ssim-map`,
      {},
      ids[10]
    );
    await page.keyboard.press('Escape');
    await page.waitForFunction((id) => (document.activeElement as HTMLElement).title === id, {}, ids[10]);
    expect(await hash(page)).toBe('#source=demo');
  });

  it('has the list once in its history where a sample is closed after a reload', async () => {
    const { page } = tab;
    await show('source=demo');
    await show('source=demo&format=vqa');
    await press(page, '[role="listitem"] a');
    await page.waitForSelector('dialog[open]');
    await page.reload();
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => location.hash === '#source=demo&format=vqa');
    await page.goBack();
    await page.waitForFunction(() => location.hash === '#source=demo');
  });

  it('opens the sample that an address names, also one that its filter excludes', async () => {
    const other = records.find((one) => one.paper_format !== 'VQA')!.sample_id;
    await show(`format=vqa&sample=${other}`);
    await tab.page.waitForSelector(byRole('dialog', `Sample ${other}`));
    await tab.page.keyboard.press('Escape');
    await tab.page.waitForFunction(() => location.hash === '#source=demo&format=vqa');
  });
});

/** Presses a key until what is focused has this title or text. */
async function pressUntil(page: Page, key: 'Tab' | 'ArrowRight', isThere: (focused: string) => boolean) {
  for (let presses = 0; presses < 80; presses++) {
    const focused = await page.evaluate(() => {
      const { title, textContent } = document.activeElement as HTMLElement;
      return title || textContent.trim();
    });
    if (isThere(focused)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`80 × ${key} did not lead there`);
}

describe('an address of the explorer', () => {
  it('keeps its choice while the dataset is opened', async () => {
    const { page } = tab;
    await leaveSite(page);
    await goTo(page, 'explore/#task=style-transfer&view=list');
    await click(page, 'button', 'Open the demo');
    await waitForStatus(page, new RegExp(`^${count((one) => one.paper_task === 'style-transfer')} of `));
    expect(page.url()).toBe(siteUrl('explore/#source=demo&task=style-transfer&view=list'));
    await page.waitForSelector(byRole('table', 'Samples'));
  });
});
