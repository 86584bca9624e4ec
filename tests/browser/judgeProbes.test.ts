import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeVerdictText, ProviderSimulator } from '../judge/simulator/ProviderSimulator';
import { catchDownload, click } from './actions';
import { readTable } from './demoRun';
import { findBarriers } from './findBarriers';
import { askOfEdits, connect, fill, openAdvanced, openJudge, start } from './judgePage';
import { byRole, waitForStatus, type Visit } from './openSite';

/** Samples, at night and before a release one of every task; equal gains: p = 2 / 2^n, times five controls, at most 1. */
const [count, p] = inject('isThorough') ? [16, '1.5e-4'] : [2, '1.00'];

describe('what the judge itself is worth', () => {
  let tab: Visit;
  let simulator: ProviderSimulator;

  beforeAll(async () => {
    // Asked one after the other: the samples as they are come first, and get 9; all after them get 4.
    simulator = await ProviderSimulator.open({
      script: ({ index }) => ({ do: 'answer', text: makeVerdictText(index < count ? 8 : 3) })
    });
    tab = await openJudge();
    const { page } = tab;
    await connect(page, `${simulator.url}/v1`);
    await openAdvanced(page);
    if (!inject('isThorough')) await askOfEdits(page, count);
    await fill(page, 'spinbutton', 'Requests at a time', '1');
  });

  afterAll(async () => {
    await tab.close();
    await simulator.close();
  });

  it('shows in controls: Δ, interval and p beside the published row', async () => {
    const { page } = tab;
    await (await page.waitForSelector(byRole('combobox', 'Purpose')))!.select('controls');
    await start(page);
    await waitForStatus(page, /^Judged (\d+) of \1$/);
    await page.waitForSelector(byRole('table', 'Behavioural controls of demo-careful'));
    const rows = await readTable(page, 'Behavioural controls of demo-careful');
    const blank = rows.find(([name]) => name?.startsWith('Blank image'))!;
    expect(blank[0]).toBe(`Blank image n ${count}`);
    for (const cell of blank.slice(1)) expect(cell).toBe(`+5.00 +5.00 to +5.00 p ${p}`);
    const published = rows[rows.indexOf(blank) + 1]!;
    expect(published).toEqual([
      'published, of 5',
      '–',
      '+1.34',
      '+2.10',
      '+2.10',
      '+2.16 +1.88 to +2.44 p 2.2e-24',
      '+2.14'
    ]);
    expect(await findBarriers(page)).toEqual([]);
    const saved = await catchDownload(page, () => click(page, 'button', 'Save the controls (CSV)'));
    const [head, ...lines] = new TextDecoder().decode(saved.bytes).trim().split(/\r?\n/);
    expect(head).toMatch(/control/);
    // Five controls; five dimensions and the overall score.
    expect(lines).toHaveLength(30);
    expect(lines.filter((line) => line.includes('overall'))[0]).toMatch(/,5,5,5,/);
  });

  // At night and before a release; tests/state/JudgeRunner.test.ts and tests/stats have it without a page.
  it.runIf(inject('isThorough'))('shows in repeats: the answers of before count as the first', async () => {
    const { page } = tab;
    await (await page.waitForSelector(byRole('combobox', 'Purpose')))!.select('repeats');
    await page.click('::-p-xpath(//label[contains(., "With ground truth")]/input)');
    const before = simulator.requests.length;
    await start(page);
    await waitForStatus(page, /^Judged 48 of 48$/);
    expect(simulator.requests.length - before).toBe(32);
    await page.waitForSelector(byRole('table', 'Repeatability of demo-careful'));
    const rows = await readTable(page, 'Repeatability of demo-careful');
    // 9, 4, 4 in every sample: variance 25/3.
    expect(rows[1]).toEqual(['Overall', 'without', '2.89', '5.00', '5', '0 %', '16', '48']);
    expect(tab.errors).toEqual([]);
  });
});
