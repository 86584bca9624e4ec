import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { writeFragment } from '../../src/lib/report/permalink/fragment';
import { click } from './actions';
import { readTable, takeLink, visitDemoRun } from './demoRun';
import { findBarriers } from './findBarriers';
import { byRole, find, goTo, openPage, reload, siteUrl, visit, type Visit, waitForStatus } from './openSite';

describe('a link to a run', () => {
  let tab: Visit;
  let url = '';
  let tables: string[][][] = [];
  const names = ['Scores', 'Scores by task'];

  beforeAll(async () => {
    tab = await visitDemoRun();
    tables = await Promise.all(names.map((name) => readTable(tab.page, name)));
    await tab.context.overridePermissions(new URL(siteUrl()).origin, [
      'clipboard-read',
      'clipboard-write',
      'clipboard-sanitized-write'
    ]);
    await tab.page.bringToFront();
    await click(tab.page, 'button', 'Copy link');
    await waitForStatus(tab.page, /^Copied, [\d,]+ characters/);
    url = await tab.page.evaluate(() => navigator.clipboard.readText());
  });

  afterAll(() => tab.close());

  it('says how long it is, and is at most 1,900 characters', async () => {
    const status = await waitForStatus(tab.page, /^Copied/);
    expect(status).toContain(`${new Intl.NumberFormat('en').format(url.length)} characters`);
    expect(url.length).toBeLessThanOrEqual(1900);
    expect(url.startsWith(`${siteUrl('shared/')}#r=1.`)).toBe(true);
  });

  it('shows the same numbers to someone who has no files', async () => {
    const reader = await visit(url);
    await reader.page.waitForSelector(byRole('table', 'Scores'));
    expect(await Promise.all(names.map((name) => readTable(reader.page, name)))).toEqual(tables);
    await find(reader.page, '::-p-xpath(//main//*[contains(text(), "Unsigned:")])');
    expect(await findBarriers(reader.page)).toEqual([]);
    expect(reader.errors).toEqual([]);
    expect(reader.foreignRequests).toEqual([]);
    await reader.close();
  });

  it('is verified by the files', async () => {
    const reader = await visit(url);
    await click(reader.page, 'button', 'Verify with the demo files');
    const verdict = await waitForStatus(reader.page, /erified/);
    expect(verdict).toMatch(/^Verified: all [\d,]+ numbers are those of the dropped files/);
    expect(await findBarriers(reader.page)).toEqual([]);
    // Whoever checks a link has asked for no run.
    const runs = await openPage(reader.context, 'runs/');
    expect(await runs.page.$$('main a[href*="run/#id="]')).toHaveLength(0);
    await reader.page.bringToFront();
    await click(reader.page, 'button', 'Keep the run of the dropped files');
    await find(reader.page, '::-p-xpath(//a[contains(., "Open the run of the dropped files")])');
    await runs.page.bringToFront();
    await reload(runs.page);
    expect(await runs.page.$$('main a[href*="run/#id="]')).not.toHaveLength(0);
    await reader.close();
  });

  it('that was cut says how much is missing, and shows no number', async () => {
    const reader = await visit(url.slice(0, -100));
    const text = await reader.page.$eval('main', (main) => main.textContent);
    expect(text).toContain('This link is cut');
    expect(text).toContain('100 characters are missing');
    expect(await reader.page.$$('table')).toHaveLength(0);
    expect(await findBarriers(reader.page)).toEqual([]);
    await reader.close();
  });

  it('that has lost its beginning is told as that, not as an address without a summary', async () => {
    const reader = await visit(url.replace('#r=', '#'));
    const text = await reader.page.$eval('main', (main) => main.textContent);
    expect(text).toContain('This link is cut or unknown');
    expect(text).not.toContain('here there is nothing');
    expect(await findBarriers(reader.page)).toEqual([]);
    await reader.close();
  });

  it('can be copied by hand where the browser refuses the clipboard', async () => {
    const other = await openPage(tab.context, 'runs/');
    await other.page.evaluateOnNewDocument(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
    });
    await goTo(other.page, tab.page.url());
    await click(other.page, 'button', 'Copy link');
    await waitForStatus(other.page, /^This browser does not let the page copy/);
    const field = (await other.page.waitForSelector(byRole('textbox', 'Link')))!;
    expect(await field.evaluate((input) => (input as HTMLInputElement).value)).toBe(url);
    await other.page.close();
  });
});

describe('a link to a comparison', () => {
  it('shows the table without files, and is verified by them', async () => {
    const tab = await visitDemoRun();
    await goTo(tab.page, 'runs/');
    const ids = await tab.page.$$eval('main a[href*="run/#id="]', (links) =>
      links.map((link) => new URL((link as HTMLAnchorElement).href).hash.slice('#id='.length))
    );
    expect(ids).toHaveLength(2);
    await goTo(tab.page, `compare/#runs=${ids.join(',')}`);
    const link = await takeLink(tab.page);
    expect(link.startsWith(`${siteUrl('shared/')}#c=1.`)).toBe(true);
    expect(link.length).toBeLessThanOrEqual(1900);
    await tab.close();

    // The test above scores for its verdict; this one is about the comparison.
    const { 'medgen-bench-viewer/scores': scores } = inject('scoredDemo');
    const reader = await visit(link, { 'medgen-bench-viewer/scores': scores! });
    await reader.page.waitForSelector(byRole('table', 'Paired comparison, Image editing'));
    const rows = await readTable(reader.page, 'Paired comparison, Image editing');
    expect(rows[0]?.slice(0, 3)).toEqual(['Metric', 'Run', 'n pairs']);
    expect(rows.find(([metric]) => metric === 'SSIM ↑')?.[2]).toBe('36');
    expect(await findBarriers(reader.page)).toEqual([]);
    await click(reader.page, 'button', 'Verify with the demo files');
    expect(await waitForStatus(reader.page, /erified/)).toMatch(/^Verified: all [\d,]+ numbers/);
    expect(reader.errors).toEqual([]);
    await reader.close();
  });
});

describe('a hostile link', () => {
  const markup = '<img src=x onerror="document.title=1"><script>alert(1)</script>';
  const content = {
    system: markup,
    protocol: markup,
    dataset: `javascript:alert(1)${markup}`,
    revision: markup,
    day: '2026-01-01',
    counts: [1, 1, 0, null],
    predictions: null,
    metrics: [['__proto__', markup, markup, markup, 'dB', 2, true, null, [null, null], 'constructor']],
    groups: [[1, 1, 0, [[1, 0, 500, 10, 10, 2, 0, null]], [[4, 1, 0, [[1, 0, 500, 10, 10]]]], []]],
    omitted: 0
  };

  it('is shown as text', async () => {
    const reader = await visit(`shared/#r=${await writeFragment(content)}`);
    await reader.page.waitForSelector(byRole('table', 'Scores'));
    expect(await reader.page.$eval('h1', (heading) => heading.textContent)).toBe(markup);
    expect(await reader.page.$$('main img, main script')).toHaveLength(0);
    expect(reader.errors).toEqual([]);
    await reader.close();
  });
});
