import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { click, dropPaths } from './actions';
import { scoreDemo } from './demoRun';
import { byRole, siteUrl, visit, waitForStatus } from './openSite';

const prediction = {
  sample_id: 'v1',
  category: 'VQA',
  paper_task: 'question-answering',
  modality: 'CT',
  instruction: 'What is seen?',
  answer: 'A nodule is seen.',
  response: 'A nodule is seen.'
};

describe('the home page', () => {
  it('takes files to where they are scored, and the demo asks before it replaces them', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'medgen-')), 'gpt_vqa.jsonl');
    writeFileSync(path, `${JSON.stringify(prediction)}\n`);
    const tab = await visit('');
    await dropPaths(tab.page, [path]);
    await waitForStatus(tab.page, /^1 prediction of 1 system found/);
    expect(tab.page.url()).toBe(siteUrl('score/'));
    await click(tab.page, 'link', 'Home');
    await click(tab.page, 'link', 'Try the demo');
    await click(tab.page, 'button', 'Keep my files');
    await waitForStatus(tab.page, /^1 prediction of 1 system found/);
    await click(tab.page, 'link', 'Home');
    await click(tab.page, 'link', 'Try the demo');
    await click(tab.page, 'button', 'Load the demo');
    await waitForStatus(tab.page, /^\d+ predictions of 2 systems found/);
    expect(tab.errors).toEqual([]);
    await tab.close();
  });
});

describe('a finished scoring', () => {
  it('shows a headline a format of each system, and leads to the runs, their comparison and the worst samples', async () => {
    const tab = await scoreDemo();
    await tab.page.waitForSelector(byRole('list', 'Results'));
    const results = await tab.page.$$eval('ul[aria-label="Results"] > li', (items) =>
      items.map((item) => item.textContent.replaceAll(/\s+/g, ' '))
    );
    expect(results).toHaveLength(2);
    for (const result of results) {
      expect(result).toMatch(/VQA EM [01]\.\d{3} .*Image editing SSIM 0\.\d{4} .*generation SSIM 0\.\d{4} /);
    }
    const compare = await tab.page.waitForSelector(byRole('link', 'Compare these 2'));
    expect(await compare!.evaluate((link) => (link as HTMLAnchorElement).hash)).toMatch(
      /^#runs=[^,]+,[^,]+$/
    );
    await click(tab.page, 'link', 'See the worst of demo-hasty');
    await tab.page.waitForSelector(byRole('table', 'Samples'));
    expect(tab.page.url()).toMatch(/tab=samples&format=edit&sort=ssim/);
    expect(tab.errors).toEqual([]);
    await tab.close();
  });
});
