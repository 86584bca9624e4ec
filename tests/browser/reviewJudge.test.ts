import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeDimensions } from '../../src/lib/benchmark/importedKeys';
import { click, dropPaths, press, pressScore } from './actions';
import { findBarriers } from './findBarriers';
import { byRole, find, visit, type Visit, waitForStatus } from './openSite';
import { unzip } from './zip';

const demo = resolve('static/demo/demo.zip');

/** The demo's edits as the official evaluator would give them back, with verdicts of a made-up judge. */
async function writeJudged(): Promise<string> {
  const files = await unzip(new Uint8Array(readFileSync(demo)));
  const lines = files.get('predictions/demo-careful_edit.jsonl')!.trim().split('\n');
  const judged = lines.map((line, index) => {
    const score = 2 + (index % 8);
    const parts = judgeDimensions.map((dimension) => [dimension, { score, explanation: '' }]);
    const verdict = { ...Object.fromEntries(parts), overall_score: score, final_thoughts: '' } as object;
    return JSON.stringify({ ...(JSON.parse(line) as object), vlm_judge_w_gt_result: verdict });
  });
  const path = join(mkdtempSync(join(tmpdir(), 'medgen-judged-')), 'demo-careful_edit_with_vlm.jsonl');
  writeFileSync(path, judged.join('\n'));
  return path;
}

describe('judge and raters', () => {
  let tab: Visit;

  beforeAll(async () => {
    tab = await visit('score/');
    const { page } = tab;
    await dropPaths(page, [demo, await writeJudged()]);
    await waitForStatus(page, /^\d+ predictions of 2 systems found/);
    await pressScore(page);
    await waitForStatus(page, /^Scored/);
    await click(page, 'link', 'Review');
    await press(page, '::-p-xpath(//label[contains(., "demo-careful")]/input)');
    const perTask = await page.waitForSelector(byRole('spinbutton', 'Samples a task'));
    await perTask!.click({ count: 3 });
    await perTask!.type('2');
    await find(page, '::-p-xpath(//caption[contains(., "32 outputs")])');
    await click(page, 'button', 'Make the assignment');
    for (let position = 1; position <= 32; position++) {
      await page.waitForFunction(
        (text) =>
          document.querySelector('.progress')?.textContent.trim().startsWith(text) &&
          document.activeElement?.closest('[role="radiogroup"]'),
        {},
        `${position} of`
      );
      const asked = await page.$$eval('[role="radiogroup"]', (groups) => groups.length);
      for (const score of '57384'.slice(0, asked)) await page.keyboard.press(score as '5');
      await page.waitForFunction(() => document.activeElement?.matches('.steps .primary'));
      if (position < 32) await page.keyboard.press('Enter');
    }
    await click(page, 'link', 'Agreement');
  });

  afterAll(() => tab.close());

  it('are compared where both scored, with n and the reason where a correlation has no value', async () => {
    const table = await find(
      tab.page,
      '::-p-xpath(//table[starts-with(@aria-label, "Judge and raters: Spearman")])'
    );
    await tab.page.waitForFunction((node) => node!.querySelectorAll('tbody tr').length === 17, {}, table);
    const all = await table!.$eval('tbody tr', (row) => row.textContent.replaceAll(/\s+/g, ' '));
    // The rater gave every output the same score.
    expect(all).toContain('all values of one side are equal; n 12');
  });

  it('have a mean absolute difference and a Bland–Altman plot with bias and limits', async () => {
    const { page } = tab;
    const measure = await find(
      page,
      '::-p-xpath(//section[@aria-labelledby="judge-rater"]//select[.//option[@value="difference"]])'
    );
    await measure!.select('difference');
    const table = await find(
      page,
      '::-p-xpath(//table[starts-with(@aria-label, "Judge and raters: Mean absolute difference")])'
    );
    await page.waitForFunction((node) => node!.querySelectorAll('tbody tr').length === 17, {}, table);
    const all = await table!.$eval('tbody tr', (row) => row.textContent.replaceAll(/\s+/g, ' '));
    expect(all).toMatch(/All tasks ?\d\.\d\d \d\.\d\d to \d\.\d\d n 12/);
    await find(
      page,
      '::-p-xpath(//figure[starts-with(@aria-label, "Bland–Altman: Overall")]//*[name()="svg"])'
    );
    expect(await page.$eval('figure', (figure) => figure.textContent)).toMatch(/n 12 · bias .* 95 % limits/);
  });

  it('open the sample that they disagree on', async () => {
    const { page } = tab;
    expect(await findBarriers(page)).toEqual([]);
    const link = await find(page, '::-p-xpath(//table[@aria-label="Disagreements"]//a)');
    const sampleId = await link!.evaluate((node) => node.textContent);
    await press(page, '::-p-xpath(//table[@aria-label="Disagreements"]//a)');
    await page.waitForSelector(`::-p-aria([role="dialog"][name="Sample ${sampleId}"])`);
    expect(tab.errors).toEqual([]);
  });
});
