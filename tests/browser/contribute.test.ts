import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchDownload, click } from './actions';
import { expectNoBarriers } from './expectNoBarriers';
import { byRole, find, goTo, siteUrl, visit, type Visit } from './openSite';

/** As the Export menu of a run writes it: the kind of system is empty, because nobody can compute it. */
const exported = {
  schema: 'medgen-bench-viewer/leaderboard/1',
  system: 'mysystem_v2',
  kind: null,
  protocol: 'Official evaluator (2026)',
  dataset: 'MedGEN-Bench (Hugging Face)',
  datasetRevision: 'cee5e7ae410f7c5be12d5fa55464afb094c099b7',
  data: 'release',
  judges: [],
  predictions: null,
  formats: {
    edit: { samples: 3872, metrics: { ssim: { n: 3872, mean: 0.6, ciLow: 0.59, ciHigh: 0.61 } } }
  }
};

async function pick(page: Page, name: string, content: unknown): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), 'medgen-')), name);
  writeFileSync(path, JSON.stringify(content));
  const input = (await page.waitForSelector(
    'form[aria-label="Complete a leaderboard file"] input[type="file"]'
  ))!;
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
}

describe('the form of a contribution', () => {
  let tab: Visit;

  beforeAll(async () => {
    tab = await visit('contribute/');
  });

  afterAll(() => tab.close());

  it('says what is wrong with a file that is no leaderboard file', async () => {
    await pick(tab.page, 'notes.json', { schema: 'something else' });
    const failure = await tab.page.waitForSelector('[role="alert"]');
    expect(await failure!.evaluate((node) => node.textContent)).toContain('notes.json');
  });

  it('takes the name and the kind, and gives back the file that is to be sent', async () => {
    const { page } = tab;
    await pick(page, 'mysystem.json', exported);
    const name = (await page.waitForSelector(byRole('textbox', 'Name of the system')))!;
    expect(await name.evaluate((field) => (field as HTMLInputElement).value)).toBe('mysystem_v2');
    await name.click({ count: 3 });
    await name.type('My system 2');
    await (await page.waitForSelector(byRole('combobox', 'Kind of system')))!.select('editing model');
    await expectNoBarriers(page);
    const saved = await catchDownload(page, () => click(page, 'button', 'Save the completed file'));
    expect(JSON.parse(new TextDecoder().decode(saved.bytes))).toEqual({
      ...exported,
      system: 'My system 2',
      kind: 'editing model'
    });
    await find(page, `::-p-text(Saved as ${saved.name})`);
    expect(tab.errors).toEqual([]);
  });
});

describe('an address that leads nowhere', () => {
  it('offers the search of samples, and what was searched for stands there', async () => {
    const tab = await visit('');
    await goTo(tab.page, 'no/such/page');
    await expectNoBarriers(tab.page);
    const field = (await tab.page.waitForSelector(byRole('searchbox', 'Search samples')))!;
    await field.type('pleural effusion');
    await tab.page.keyboard.press('Enter');
    await tab.page.waitForSelector(byRole('heading', 'Explore the dataset'));
    expect(tab.page.url()).toBe(siteUrl('explore/#q=pleural+effusion'));
    await tab.close();
  });
});
