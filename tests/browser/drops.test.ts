import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openCase } from '../cases/openCase';
import { click, dropPaths, pressScore } from './actions';
import { byRole, visit, waitForStatus, type Visit } from './openSite';

const root = mkdtempSync(join(tmpdir(), 'medgen-drops-'));

/** The case as a folder of the disk, with what all cases share in it. */
async function writeCase(name: string): Promise<string> {
  for (const { path, file } of openCase(name)) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, new Uint8Array(await file.arrayBuffer()));
  }
  return join(root, name);
}

/** Names in the check step, as they can be changed. */
async function listNames(page: Page): Promise<string[]> {
  await page.waitForSelector('::-p-aria([role="list"][name="Systems"])');
  return page.$$eval('::-p-aria([role="region"][name="Check"]) input[type="text"]', (fields) =>
    fields.map((field) => field.value)
  );
}

const listProblems = (page: Page): Promise<string> =>
  page.$eval('::-p-aria([role="region"][name="Problems"])', (region) => region.textContent);

/** Each system's run has a link of its name. */
async function findRuns(page: Page, systems: readonly string[]): Promise<void> {
  for (const system of systems) await page.waitForSelector(byRole('link', system));
}

let tab: Visit;

beforeAll(async () => {
  tab = await visit('score/');
});

afterAll(async () => {
  await tab.close();
});

/** Drops a case where the one before lay. */
async function dropCase(name: string): Promise<void> {
  const clear = await tab.page.$(byRole('button', 'Clear'));
  await clear?.click();
  await dropPaths(tab.page, [await writeCase(name)]);
  await waitForStatus(tab.page, /^\d+ predictions of \d+ systems? found/);
  await tab.page.waitForSelector(byRole('region', 'Problems'));
}

/** Cases share rows; what is remembered of an earlier one is no matter here. */
async function scoreAll(): Promise<string> {
  await pressScore(tab.page);
  return (await waitForStatus(tab.page, /^Scored/)).replace(/, \d+ remembered.*$/, '');
}

const drops: readonly (readonly [name: string, systems: readonly string[], status: string])[] = [
  ['same_name_disjoint', ['gpt', 'llava'], 'Scored 3 of 3'],
  ['same_name_error_row', ['gpt', 'llava'], 'Scored 6 of 6'],
  ['array_in_jsonl', ['m'], 'Scored 3 of 3'],
  ['pretty_objs_jsonl', ['m'], 'Scored 3 of 3'],
  ['csv_space_quote', ['m'], 'Scored 3 of 3'],
  ['excel_sep', ['m'], 'Scored 3 of 3'],
  ['gz_jsonl', ['m'], 'Scored 7 of 7'],
  ['resp_number', ['m'], 'Scored 2 of 3'],
  ['parts', ['m'], 'Scored 3 of 3'],
  ['fmt_aliases', ['m'], 'Scored 9 of 9'],
  ['imgdict', ['m'], 'Scored 7 of 7'],
  ['dataurl', ['m'], 'Scored 7 of 7'],
  ['imglist_multi', ['m'], 'Scored 7 of 7'],
  ['path_percent', ['m'], 'Scored 4 of 4'],
  ['wrapped', ['columns', 'inside', 'keyed', 'lines', 'split'], 'Scored 15 of 15'],
  ['pq_images', ['b64', 'hf', 'hflist', 'lb', 'plural'], 'Scored 20 of 20']
];

describe('an odd drop', () => {
  // At night and before a release all of them; tests/cases reads each of them without a page.
  it.each(inject('isThorough') ? drops : drops.filter((_, i) => i % 3 === 0))(
    'is scored: %s',
    async (name, systems, status) => {
      await dropCase(name);
      expect(await listNames(tab.page)).toEqual(systems);
      expect(await scoreAll()).toBe(status);
      await findRuns(tab.page, systems);
    }
  );

  it('says what was saved in the place of a file', async () => {
    await dropCase('html_jsonl');
    const problems = await listProblems(tab.page);
    expect(problems).toContain('m_vqa.jsonl: this is a web page, not records');
    expect(problems).toContain('n_vqa.jsonl: this is a pointer of Git LFS');
  });

  it.each([
    ['wrong_key', 'Read it so: “prediction” is response', ['bad', 'good'], 'Scored 6 of 6'],
    ['caps_key', 'Read it so: “Sample_ID” is sample_id, “Response” is response', ['m'], 'Scored 3 of 3'],
    [
      'sample_logs',
      'Read it so: “doc.sample_id” is sample_id, “filtered_resps.0” is response',
      ['m'],
      'Scored 3 of 3'
    ],
    ['float_ids_csv', 'Match them so', ['m'], 'Scored 3 of 3']
  ])('is read as a person says: %s', async (name, button, systems, status) => {
    await dropCase(name);
    // What waits to be explained is there: nothing may say that it is not.
    expect(await tab.page.$eval('main', (main) => main.textContent)).not.toMatch(
      /No prediction files|nothing to score/
    );
    await click(tab.page, 'button', button);
    await waitForStatus(tab.page, new RegExp(`of ${systems.length} systems? found`));
    await tab.page.waitForFunction(
      (count) => document.querySelectorAll('section[aria-label="Check"] input[type="text"]').length === count,
      {},
      systems.length
    );
    expect(await listNames(tab.page)).toEqual(systems);
    expect(await scoreAll()).toBe(status);
  });

  it('of fields that were explained before is read so at once', async () => {
    await dropCase('wrong_key_nodata');
    expect(await listNames(tab.page)).toEqual(['bad', 'good']);
    expect(await scoreAll()).toBe('Scored 6 of 6');
  });

  it('can have its systems named, split and joined; the run keeps the name', async () => {
    await dropCase('parts');
    await click(tab.page, 'button', 'Split into 2: m');
    await waitForStatus(tab.page, /of 2 systems found/);
    await (await tab.page.waitForSelector(byRole('combobox', 'Join m_vqa_part1 with')))!.select(
      'm_vqa_part0'
    );
    await waitForStatus(tab.page, /of 1 system found/);
    const name = await tab.page.waitForSelector(byRole('textbox', 'Name of m_vqa_part0'));
    await name!.click({ count: 3 });
    await name!.type('My model');
    await tab.page.keyboard.press('Enter');
    await tab.page.waitForSelector(byRole('textbox', 'Name of My model'));
    expect(await scoreAll()).toBe('Scored 3 of 3');
    await findRuns(tab.page, ['My model']);
  });

  it('leaves no error in the page', () => {
    expect(tab.errors).toEqual([]);
  });
});
