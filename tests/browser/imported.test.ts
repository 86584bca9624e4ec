import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchDownload, click, dropPaths, exportAs, press, pressScore } from './actions';
import { findBarriers } from './findBarriers';
import { byRole, goTo, visit, waitForStatus, type Visit } from './openSite';
import { hasRealrun, readJson, realrun, type Json } from './realrun';
import { scoreRealrun } from './scoredRealrun';

/** The cells of a table, row by row, as they read. */
async function readTable(page: Page, name: string): Promise<string[][]> {
  const table = await page.waitForSelector(byRole('table', name));
  return table!.$$eval('tr', (rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent.replaceAll(/\s+/g, ' ').trim()))
  );
}

/** Protocol §7. */
const tolerances: Readonly<Record<string, number>> = { PSNR: 1e-4, SSIM: 1e-9, BLEU: 1e-12, EM: 0 };

describe.skipIf(!hasRealrun)('a real run dropped with the evaluator’s files', () => {
  let tab: Visit;

  beforeAll(async () => {
    tab = await scoreRealrun();
  });

  afterAll(() => tab.close());

  it('offers the paired tests of its systems, which equal the official ones', async () => {
    const { name, bytes } = await catchDownload(tab.page, () =>
      click(tab.page, 'button', 'Save stats_results.json')
    );
    expect(name).toBe('blurred_compressed_square1024_stats_results.json');
    const own = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, Record<string, number>>;
    const official = readJson(join(realrun, 'expected', 'stats_results.json'));
    // Of the other pairs the official file has the opposite order.
    const shared = Object.entries(official).filter(([key]) => key.endsWith('_vs_square1024'));
    expect(shared).toHaveLength(12);
    for (const [key, expected] of shared) {
      for (const [field, value] of Object.entries(expected as Json)) {
        const difference = Math.abs(own[key]![field]! - Number(value));
        expect(difference, `${key} ${field}`).toBeLessThanOrEqual(field === 'mean_diff' ? 1e-4 : 1e-9);
      }
    }
  });

  it('shows the imported values of a system with their own n and file', async () => {
    await click(tab.page, 'link', 'compressed');
    await click(tab.page, 'tab', 'Imported');
    const rows = await readTable(tab.page, 'Imported');
    const [psnr] = rows.filter(([name]) => name?.startsWith('PSNR'));
    expect(psnr).toHaveLength(6);
    expect(psnr![3]).toBe('24');
    expect(psnr![5]).toBe('imported compressed_edit_local_metrics.jsonl');
  });

  it('compares them with those computed here: none differs by more than the tolerance', async () => {
    const [, ...rows] = await readTable(tab.page, 'Largest differences');
    const found = rows.map(([name = '', n = '', , largest = '']) => ({ name, n, largest }));
    expect(found.map(({ name, n }) => [name, n])).toEqual([
      ['PSNR', '48'],
      ['SSIM', '48'],
      ['BLEU', '56'],
      ['EM', '16']
    ]);
    for (const { name, largest } of found) {
      expect(Number.parseFloat(largest), name).toBeLessThanOrEqual(tolerances[name]!);
    }
    expect(rows.flat().filter((cell) => /more than|not equal/.test(cell))).toEqual([]);
  });

  it('puts no serious accessibility barrier before anyone', async () => {
    expect(await findBarriers(tab.page)).toEqual([]);
  });

  it('leads from a difference to its sample, which shows both values', async () => {
    await click(tab.page, 'button', 'PSNR');
    const link = await tab.page.waitForSelector('table[aria-label="Largest differences"] tbody a');
    const sampleId = await link!.evaluate((node) => node.textContent);
    await press(tab.page, 'table[aria-label="Largest differences"] tbody a');
    await tab.page.waitForSelector(byRole('dialog', `Sample ${sampleId}`));
    const here = await readTable(tab.page, 'Scores of this sample');
    const imported = await readTable(tab.page, 'Imported values of this sample');
    const valueOf = (rows: string[][]) =>
      Number.parseFloat(rows.find(([name]) => name!.startsWith('PSNR'))![1]!);
    expect(valueOf(imported)).toBeCloseTo(valueOf(here), 2);
    expect(tab.errors).toEqual([]);
    expect(tab.foreignRequests).toEqual([]);
  });
});

const part = (score: number) => ({ score, explanation: 'The lobe is not named.' });

const judged = {
  sample_id: 'v1',
  category: 'VQA',
  paper_task: 'question-answering',
  modality: 'CT',
  instruction: 'What is seen?',
  answer: 'A nodule is seen.',
  response: 'A nodule is seen.',
  BERT_Score: 0.93,
  RadGraph_F1: null,
  vlm_judge_w_gt_result: {
    anatomical_accuracy: part(7),
    clinical_finding_accuracy: part(5),
    instruction_compliance: part(9),
    cross_modal_consistency: part(8),
    hallucination_omission_control: part(6),
    overall_score: 7,
    final_thoughts: 'Fair.'
  },
  vlm_judge_wo_gt_result: { overall_score: 0 }
};

describe('a dropped file with the judge’s verdicts', () => {
  let tab: Visit;

  beforeAll(async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'medgen-')), 'gpt_vqa_with_vlm.jsonl');
    writeFileSync(path, `${JSON.stringify(judged)}\n`);
    tab = await visit('score/');
    await dropPaths(tab.page, [path]);
    await waitForStatus(tab.page, /^1 prediction of 1 system found/);
    await pressScore(tab.page);
    await waitForStatus(tab.page, /^Scored 1 of 1/);
    await click(tab.page, 'link', 'gpt');
    await click(tab.page, 'tab', 'Imported');
  });

  afterAll(() => tab.close());

  it('shows those that count, and none of the others', async () => {
    const rows = await readTable(tab.page, 'Imported');
    const names = rows.map(([name]) => name!.replace(/ [↑↓].*/, ''));
    expect(names).toContain('BERTScore');
    expect(names).toContain('Judge with reference: overall');
    expect(names.filter((name) => name.includes('without reference'))).toEqual([]);
    const overall = rows[names.indexOf('Judge with reference: overall')]!;
    expect([overall[1], overall[3], overall[4]]).toEqual(['7.00 ± 0.00', '1', '0 %']);
  });

  it('exports them again', async () => {
    const { name, bytes } = await exportAs(tab.page, 'Official JSONL');
    expect(name).toBe('gpt_vqa_local_metrics.jsonl');
    const record = JSON.parse(new TextDecoder().decode(bytes)) as Json;
    expect(record).toMatchObject({
      BERT_Score: 0.93,
      BLEU: 1,
      vlm_judge_w_gt_result: judged.vlm_judge_w_gt_result,
      vlm_judge_wo_gt_result: { overall_score: 0 }
    });
  });

  it('gives its sample the judge’s words', async () => {
    const run = tab.page.url().replace(/#/, '#tab=samples&sample=v1&');
    await goTo(tab.page, 'runs/');
    await goTo(tab.page, run);
    const dialog = await tab.page.waitForSelector(byRole('dialog', 'Sample v1'));
    const text = await dialog!.evaluate((node) => node.textContent.replaceAll(/\s+/g, ' '));
    expect(text).toContain('Judge with reference 7 of 10 “Fair.”');
    expect(text).toContain('clinical finding accuracy 5 The lobe is not named.');
    expect(text).toContain('Judge without reference – not a complete verdict');
    expect(tab.errors).toEqual([]);
  });
});
