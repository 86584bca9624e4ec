import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { catchDownload, click, type Download } from './actions';
import { visitDemoRun } from './demoRun';
import { findBarriers } from './findBarriers';
import { byRole, find, goTo, openPage, visit, type Visit, waitForStatus } from './openSite';
import { unzip } from './zip';

/** The runs in the table's order. */
function listNames(page: Page): Promise<string[]> {
  return page.$$eval('table[aria-label="Runs"] tbody th a', (links) => links.map((link) => link.textContent));
}

async function waitForNames(page: Page, names: readonly string[]): Promise<void> {
  await page.waitForFunction(
    (expected) => {
      const links = [...document.querySelectorAll('table[aria-label="Runs"] tbody th a')];
      return JSON.stringify(links.map((link) => link.textContent).sort()) === expected;
    },
    {},
    JSON.stringify([...names].sort())
  );
}

async function openRuns(page: Page): Promise<void> {
  await goTo(page, 'runs/');
  await page.waitForSelector(byRole('table', 'Storage'));
}

async function rename(page: Page, from: string, to: string): Promise<void> {
  await (await page.waitForSelector(byRole('button', `Rename ${from}`)))!.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector(byRole('textbox', `Name of ${from}`));
  await page.keyboard.type(to);
}

async function label(page: Page, system: string, tags: readonly string[], note: string): Promise<void> {
  await click(page, 'button', `Tags and note of ${system}`);
  await (await page.waitForSelector(byRole('combobox', 'Tag')))!.focus();
  for (const tag of tags) {
    await page.keyboard.type(tag);
    await page.keyboard.press('Enter');
  }
  await (await page.waitForSelector(byRole('textbox', 'Note')))!.type(note);
  await click(page, 'button', 'Save');
  await page.waitForFunction(() => document.querySelector('dialog') === null);
}

const exportAll = (page: Page): Promise<Download> =>
  catchDownload(page, () => click(page, 'button', 'Export all'));

describe('the runs of a browser', () => {
  let tab: Visit;
  let page: Page;
  let names: string[];

  beforeAll(async () => {
    tab = await visitDemoRun();
    page = tab.page;
    await openRuns(page);
    names = await listNames(page);
  });

  afterAll(async () => tab.close());

  // First of all: a run that is deleted takes its scores along.
  it('leave a score cache that can be cleared, without a loss for any run', async () => {
    await click(page, 'button', 'Clear the score cache');
    await page.waitForSelector('button[aria-label="Clear the score cache"]:disabled');
    await openRuns(page);
    expect(await listNames(page)).toEqual(names);
  });

  it('are renamed in place, by keyboard; a reload keeps the name; the run’s page shows it', async () => {
    expect(names).toHaveLength(2);
    await rename(page, names[0]!, 'model <b>A</b>');
    await page.keyboard.press('Enter');
    await waitForNames(page, ['model <b>A</b>', names[1]!]);
    await openRuns(page);
    await waitForNames(page, ['model <b>A</b>', names[1]!]);
    await click(page, 'link', 'model <b>A</b>');
    await page.waitForSelector(byRole('heading', 'model <b>A</b>'));
    await openRuns(page);
  });

  it('have tags and a note, which filter and search find, and which the run’s page shows', async () => {
    await label(page, names[1]!, ['paper', 'seed 1'], 'first line\nsecond line');
    await page.waitForSelector('select[aria-label="Tag"]');
    await page.select('select[aria-label="Tag"]', 'paper');
    await waitForNames(page, [names[1]!]);
    expect(await findBarriers(page)).toEqual([]);
    await click(page, 'button', 'Show all');
    await waitForNames(page, ['model <b>A</b>', names[1]!]);
    await (await page.waitForSelector(byRole('searchbox', 'Search runs')))!.type('second LINE');
    await waitForNames(page, [names[1]!]);
    await click(page, 'button', 'Show all');
    await click(page, 'link', names[1]!);
    await find(page, '::-p-text(second line)');
    await openRuns(page);
  });

  it('three are deleted at once, and brought back by Undo, which has the focus', async () => {
    await click(page, 'button', `Duplicate ${names[1]!}`);
    const all = ['model <b>A</b>', names[1]!, `${names[1]!} copy`];
    await waitForNames(page, all);
    const before = await unzip((await exportAll(page)).bytes);
    await click(page, 'checkbox', 'Select all');
    await click(page, 'button', 'Delete selected');
    await waitForStatus(page, /^Deleted 3 runs\./);
    await page.waitForFunction(() => document.activeElement?.textContent === 'Undo');
    expect(await listNames(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await waitForNames(page, all);
    await page.waitForSelector(byRole('button', 'Export all'));
    expect(await unzip((await exportAll(page)).bytes)).toEqual(before);
  });

  it('go to Compare as selected', async () => {
    await click(page, 'checkbox', 'Select model <b>A</b>');
    await click(page, 'checkbox', `Select ${names[1]!}`);
    await click(page, 'link', 'Compare selected');
    await page.waitForSelector(byRole('table', 'Paired comparison'));
    await openRuns(page);
  });

  it('come back from the archive of all, in another browser, with the same Results JSON; a second time nothing is added', async () => {
    const exported = await exportAll(page);
    const path = join(mkdtempSync(join(tmpdir(), 'medgen-runs-')), exported.name);
    writeFileSync(path, exported.bytes);
    const other = await visit('runs/');
    const pick = async (): Promise<void> => {
      const input = await other.page.waitForSelector('input[type="file"]');
      await (input as ElementHandle<HTMLInputElement>).uploadFile(path);
    };
    await pick();
    await waitForStatus(other.page, /^Imported 3 runs\./);
    await waitForNames(other.page, await listNames(page));
    expect(await unzip((await exportAll(other.page)).bytes)).toEqual(await unzip(exported.bytes));
    await pick();
    await waitForStatus(other.page, /^Nothing was imported\. 3 runs are here already\./);
    expect(await listNames(other.page)).toHaveLength(3);
    expect(other.errors).toEqual([]);
    await other.close();
  });

  it('that another tab renames, tags or deletes show up here, and no tab undoes what the other wrote', async () => {
    const other = await openPage(tab.context, 'runs/');
    const copy = `${names[1]!} copy`;
    await rename(other.page, copy, 'renamed there');
    await other.page.keyboard.press('Enter');
    await page.bringToFront();
    await waitForNames(page, ['model <b>A</b>', names[1]!, 'renamed there']);
    await click(page, 'button', 'Tags and note of renamed there');
    await page.waitForSelector(byRole('combobox', 'Tag'));
    await other.page.bringToFront();
    await label(other.page, 'renamed there', ['there'], '');
    await page.bringToFront();
    await (await page.waitForSelector(byRole('combobox', 'Tag')))!.type('here');
    await click(page, 'button', 'Save');
    await find(page, '::-p-xpath(//td//button[.="here"])');
    await find(page, '::-p-xpath(//td//button[.="there"])');
    await other.page.bringToFront();
    await click(other.page, 'button', 'Delete renamed there');
    await page.bringToFront();
    await waitForNames(page, ['model <b>A</b>', names[1]!]);
    expect([...other.errors, ...tab.errors]).toEqual([]);
    await other.page.close();
  });
});

/** Copies the runs of this browser until there are so many, behind the page's back. */
async function multiplyRuns(page: Page, total: number): Promise<void> {
  await page.evaluate(async (wanted) => {
    const open = (kind: string): Promise<IDBDatabase> =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open(`medgen-bench-viewer/${kind}`);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no database'));
      });
    for (const kind of ['run-contents', 'run-summaries']) {
      const database = await open(kind);
      const transaction = database.transaction(kind, 'readwrite');
      const store = transaction.objectStore(kind);
      const request = store.getAll() as IDBRequest<Record<string, unknown>[]>;
      const finished = new Promise((resolve) => (transaction.oncomplete = resolve));
      request.onsuccess = () => {
        // Contents as releases before had them, in one piece.
        const pieces = request.result.filter((value) => 'rows' in value) as Record<string, unknown[]>[];
        const join = (field: string): unknown[] => pieces.flatMap((piece) => piece[field] ?? []);
        const whole = { rows: join('rows'), problems: join('problems'), fingerprints: join('fingerprints') };
        const isSummaries = kind === 'run-summaries';
        const first = isSummaries ? request.result[0] : whole;
        const heads = request.result.filter((value) => isSummaries || 'pieces' in value);
        for (let i = heads.length; i < wanted; i++) {
          const tags = i % 10 === 0 ? ['tenth', 'generated by a test'] : undefined;
          const summary = { ...first, id: `generated-${i}`, system: `system ${i}`, ...(tags && { tags }) };
          store.put(isSummaries ? summary : first, `generated-${i}`);
        }
      };
      await finished;
      database.close();
    }
  }, total);
}

/** More than the table shows at first; at night and before a release many more. */
const many = inject('isThorough') ? 500 : 120;
const added = [...Array(many).keys()].slice(2);

describe(`${many} runs`, () => {
  it('are listed, searched, exported and deleted, on a phone too', async () => {
    const tab = await visitDemoRun();
    await multiplyRuns(tab.page, many);
    await openRuns(tab.page);
    await waitForStatus(tab.page, new RegExp(`^${many} runs$`));
    await click(tab.page, 'button', `Show all ${many} runs`);
    expect(await listNames(tab.page)).toHaveLength(many);
    await tab.page.select('select[aria-label="Tag"]', 'tenth');
    const tenth = added.filter((i) => i % 10 === 0).length;
    await waitForStatus(tab.page, new RegExp(`^${tenth} of ${many} runs$`));
    await tab.page.setViewport({ width: 390, height: 844 });
    expect(
      await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    ).toBeLessThanOrEqual(0);
    expect(await findBarriers(tab.page)).toEqual([]);
    await click(tab.page, 'button', 'Show all');
    // A few are exported above; so many are a matter of time.
    if (inject('isThorough')) expect((await unzip((await exportAll(tab.page)).bytes)).size).toBe(many + 1);
    await (await tab.page.waitForSelector(byRole('searchbox', 'Search runs')))!.type('system 11');
    // Both words anywhere: 11, 110 to 119, and those that end in 11.
    const found = added.filter((i) => String(i).includes('11')).length;
    await waitForStatus(tab.page, new RegExp(`^${found} of ${many} runs$`));
    await click(tab.page, 'checkbox', 'Select all');
    await click(tab.page, 'button', 'Delete selected');
    await waitForStatus(tab.page, new RegExp(`^Deleted ${found} runs\\.`));
    await waitForStatus(tab.page, new RegExp(`^0 of ${many - found} runs$`));
    expect(tab.errors).toEqual([]);
    await tab.close();
  });
});

describe('a browser that blocks storage', () => {
  it('has the reason on the page, and no error in its log', async () => {
    const tab = await visit('methods/');
    await tab.page.evaluateOnNewDocument(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('blocked', 'SecurityError');
      };
    });
    await goTo(tab.page, 'runs/');
    await tab.page.waitForSelector(byRole('heading', 'The runs could not be read'));
    // In the browser's words alone, as on every page that reads what is stored.
    expect(await tab.page.$eval('main [role="alert"]', (alert) => alert.textContent)).toBe('blocked');
    expect(await findBarriers(tab.page)).toEqual([]);
    expect(tab.errors).toEqual([]);
    await tab.close();
  });
});
