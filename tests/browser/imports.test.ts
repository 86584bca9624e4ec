import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click, exportAs } from './actions';
import { readTable, visitDemoRun } from './demoRun';
import { findBarriers } from './findBarriers';
import { byRole, goTo, visit, waitForStatus, type Visit } from './openSite';

const tableNames = ['Scores', 'Scores by task', 'Scores by modality'];

const readTables = (page: Page) => Promise.all(tableNames.map((name) => readTable(page, name)));

/** Chooses files on the Runs page and opens the run that comes of them. */
async function importFiles(page: Page, paths: readonly string[]): Promise<string> {
  await goTo(page, 'runs/');
  const input = await page.waitForSelector('input[type="file"]');
  await (input as ElementHandle<HTMLInputElement>).uploadFile(...paths);
  const status = await waitForStatus(page, /^(Imported|Nothing)/);
  return status.replaceAll(/\s+/g, ' ');
}

/** What the page of a run shows, and its exports by their name in the menu. */
let tables: string[][][] = [];
const files = new Map<string, string>();

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'medgen-exports-'));
  const tab = await visitDemoRun();
  tables = await readTables(tab.page);
  for (const item of ['Results JSON', 'Official JSONL', 'CSV', 'LaTeX', 'Markdown', 'Official averages']) {
    const { name, bytes } = await exportAs(tab.page, item);
    const path = join(folder, name);
    writeFileSync(path, bytes);
    files.set(item, path);
  }
  await tab.close();
});

describe('exports', () => {
  let reader: Visit;

  beforeAll(async () => {
    reader = await visit('runs/');
  });

  afterAll(() => reader.close());

  it.each(['Results JSON', 'Official JSONL', 'CSV'])('%s comes back as the same page', async (item) => {
    expect(await importFiles(reader.page, [files.get(item)!])).toMatch(/^Imported 1 run\. demo-careful \(96/);
    await (await reader.page.waitForSelector('section p[role="status"] a'))!.click();
    await reader.page.waitForSelector(byRole('table', 'Scores'));
    expect(await readTables(reader.page)).toEqual(tables);
    expect(reader.errors).toEqual([]);
  });

  it('of averages are refused with the reason', async () => {
    expect(await importFiles(reader.page, [files.get('Official averages')!])).toBe('Nothing was imported.');
    const text = await reader.page.$eval('main', (main) => main.textContent);
    expect(text).toContain('it holds averages only');
    expect(await findBarriers(reader.page)).toEqual([]);
  });
});

describe('a link to a Results JSON', () => {
  const address = 'https://results.example/run.json';

  it('asks before another host is contacted, then shows the run and keeps it when told to', async () => {
    const reader = await visit('methods/');
    const requested: string[] = [];
    await reader.page.setRequestInterception(true);
    reader.page.on('request', (request) => {
      if (!request.url().startsWith('https://')) return void request.continue();
      requested.push(request.url());
      const headers = { 'access-control-allow-origin': '*' };
      return void request.respond({
        status: 200,
        contentType: 'application/json',
        headers,
        body: readFileSync(files.get('Results JSON')!)
      });
    });
    await goTo(reader.page, `shared/#src=${encodeURIComponent(address)}`);
    const allow = (await reader.page.waitForSelector(byRole('button', 'Allow it in this tab')))!;
    expect(requested).toEqual([]);
    expect(await findBarriers(reader.page)).toEqual([]);
    await Promise.all([reader.page.waitForNavigation(), allow.click()]);
    await reader.page.waitForSelector(byRole('table', 'Scores'));
    expect(requested).toEqual([address]);
    expect((await readTables(reader.page)).map((rows) => rows.length)).toEqual(
      tables.map((rows) => rows.length)
    );
    expect(await readTables(reader.page)).toEqual(tables);
    expect(await findBarriers(reader.page)).toEqual([]);
    await click(reader.page, 'button', 'Keep this run');
    await reader.page.waitForSelector(byRole('tab', 'Samples'));
    await reader.close();
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'run.json'])('to %s is refused', async (target) => {
    const reader = await visit(`shared/#src=${encodeURIComponent(target)}`);
    await reader.page.waitForSelector('[role="alert"]');
    expect(await reader.page.$eval('main', (main) => main.textContent)).toContain(
      'this link names no address on the web'
    );
    expect(reader.errors).toEqual([]);
    await reader.close();
  });
});
