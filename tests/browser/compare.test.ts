import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click, exportAs, press } from './actions';
import { visitScored } from './demoRun';
import { expectNoBarriers } from './expectNoBarriers';
import { byRole, reload, type Visit } from './openSite';
import { hasRealrun, readJson, realrun } from './realrun';
import { visitRealrun } from './scoredRealrun';

interface OfficialTest {
  readonly n: number;
  readonly p_value: number;
  readonly mean_diff: number;
}

async function chooseRuns({ page }: Visit, systems: readonly string[]): Promise<void> {
  await click(page, 'link', 'Compare runs');
  for (const system of systems) await click(page, 'checkbox', system);
  await click(page, 'button', `Compare ${systems.length} runs`);
  await page.waitForSelector(byRole('table', 'Paired comparison'));
}

describe('the comparison of the demo’s systems', () => {
  let tab: Visit;

  beforeAll(async () => {
    tab = await visitScored('runs/');
  });

  afterAll(() => tab.close());

  it('is reached from a run by “Compare with”', async () => {
    await click(tab.page, 'link', 'demo-careful');
    await click(tab.page, 'button', 'Compare with');
    await press(tab.page, '[role="menu"] [role="menuitem"]');
    await tab.page.waitForSelector(byRole('table', 'Paired comparison'));
    expect(tab.page.url()).toMatch(/\/compare\/#runs=[\w-]+,[\w-]+$/);
    const rows = await tab.page.$$('table[aria-label="Paired comparison"] tbody tr:not(.section)');
    expect(rows.length).toBeGreaterThan(5);
  });

  it('opens the sample of a dot or a row, and Back closes it', async () => {
    await tab.page.waitForSelector('figure svg [role="button"]');
    await press(tab.page, 'table[aria-label="Pairs"] tbody a');
    await tab.page.waitForSelector('dialog[open]');
    expect(tab.page.url()).toContain('&sample=');
    await tab.page.goBack();
    await tab.page.waitForSelector('dialog', { hidden: true });
    await tab.page.waitForFunction(
      () => document.activeElement?.closest('table[aria-label="Pairs"]') !== null
    );
  });

  it('lists the samples of a cell, and Back lists all again', async () => {
    const countRows = (): Promise<number> =>
      tab.page.$$eval('table[aria-label="Pairs"] tbody tr', (rows) => rows.length);
    const before = await countRows();
    const cell = 'table[aria-label="Differences by task and modality"] td button';
    await press(tab.page, cell);
    await tab.page.waitForSelector(`${cell}[aria-pressed="true"]`);
    expect(await countRows()).toBeLessThan(before);
    await tab.page.goBack();
    await tab.page.waitForSelector(`${cell}[aria-pressed="true"]`, { hidden: true });
    expect(await countRows()).toBe(before);
  });

  it('takes the other run as baseline when it is told to', async () => {
    const readDifferences = (): Promise<string[]> =>
      tab.page.$$eval('table[aria-label="Paired comparison"] td button', (cells) =>
        cells.map((cell) => cell.textContent.trim())
      );
    const before = await readDifferences();
    await press(tab.page, 'main li:nth-child(2) input[type="radio"]');
    await tab.page.waitForFunction(() => location.hash.includes('baseline='));
    const mirrored = before.map((text) => text.replace(/[−+]/, (sign) => (sign === '−' ? '+' : '−')));
    expect(await readDifferences()).toEqual(mirrored);
  });

  it('has no serious accessibility barrier, does not scroll sideways, logs no error', async () => {
    await expectNoBarriers(tab.page);
    expect(tab.errors).toEqual([]);
    expect(tab.foreignRequests).toEqual([]);
  });
});

describe.skipIf(!hasRealrun)('the comparison of a real run’s three systems', () => {
  let tab: Visit;
  const systems = ['compressed', 'blurred', 'square1024'];

  beforeAll(async () => {
    tab = await visitRealrun('runs/');
    await chooseRuns(tab, systems);
  });

  afterAll(() => tab.close());

  it('has a line for each run against the baseline, and their tie groups', async () => {
    const verdicts = await tab.page.$$eval('table[aria-label="Paired comparison"] .verdict', (cells) =>
      cells.map((cell) => cell.textContent.trim())
    );
    expect(verdicts).toHaveLength(14);
    expect(new Set(verdicts)).toEqual(new Set(['A is better', 'C is better']));
    const ties = await tab.page.$$eval('table[aria-label="Paired comparison"] .ties', (cells) =>
      cells.map((cell) => [...cell.querySelectorAll('li')].map((group) => group.textContent.trim()))
    );
    expect(ties).toContainEqual(['A', 'B = C']);
  });

  it('exports the official comparison, equal to the evaluator’s', async () => {
    const { name, bytes } = await exportAs(tab.page, 'Official comparison');
    expect(name).toBe('compressed_blurred_square1024_stats_results.json');
    const own = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, OfficialTest>;
    const official = readJson(join(realrun, 'expected', 'stats_results.json'));
    for (const [key, value] of Object.entries(official)) {
      const expected = value as OfficialTest;
      expect(own[key]!.n, key).toBe(expected.n);
      expect(Math.abs(own[key]!.p_value - expected.p_value), key).toBeLessThanOrEqual(1e-9);
      const tolerance = key.includes('PSNR') ? 1e-4 : 1e-9;
      expect(Math.abs(own[key]!.mean_diff - expected.mean_diff), key).toBeLessThanOrEqual(tolerance);
    }
  });

  it.each([
    ['Results JSON', /_comparison\.json$/, '"familySize": 21'],
    ['CSV', /_comparison\.csv$/, 'compressed,blurred'],
    ['LaTeX', /\.tex$/, '\\toprule'],
    ['Markdown', /\.md$/, '| Metric |']
  ] as const)('exports %s', async (item, name, content) => {
    const file = await exportAs(tab.page, item);
    expect(file.name).toMatch(name);
    expect(new TextDecoder().decode(file.bytes)).toContain(content);
  });

  it('can be reloaded and comes back as it was', async () => {
    const read = (): Promise<string> =>
      tab.page.$eval('table[aria-label="Paired comparison"]', (table) => table.textContent);
    const before = await read();
    await reload(tab.page);
    await tab.page.waitForSelector(byRole('table', 'Paired comparison'));
    await expect.poll(read, { timeout: 60_000 }).toBe(before);
    await expectNoBarriers(tab.page);
    expect(tab.errors).toEqual([]);
  });
});
