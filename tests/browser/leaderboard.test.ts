import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLeaderboardFile } from '../../src/lib/report/leaderboard/parseLeaderboardFile';
import { click, exportAs } from './actions';
import { readTable, visitDemoRun } from './demoRun';
import { findBarriers } from './findBarriers';
import { byRole, goTo, leaveSite, reload, visit, type Visit } from './openSite';
import { hasRealrun, readJson, realrun, type Json } from './realrun';
import { visitRealrun } from './scoredRealrun';

interface BoardCell {
  readonly system: string;
  readonly value: string;
  /** As people who hear the page are told. */
  readonly mark: string;
}

/** A column by its head, from the first row to the last. */
async function readColumn(page: Page, format: string, title: string): Promise<BoardCell[]> {
  const table = await page.waitForSelector(byRole('table', `Published results, ${format}`));
  return table!.evaluate((node, head) => {
    const heads = [...node.querySelectorAll('thead tr:nth-child(2) th')];
    const at = heads.findIndex((cell) => cell.textContent.trim() === head);
    return [...node.querySelectorAll('tbody tr')].map(({ children }) => ({
      system: children[0]!.querySelector('.name')!.textContent.trim(),
      value: (children[at]!.querySelector('strong, u') ?? children[at]!).textContent.trim(),
      mark: children[at]!.querySelector('.visually-hidden')?.textContent ?? ''
    }));
  }, title);
}

/** The systems of a column with this mark. */
async function readMarked(page: Page, format: string, title: string, mark: string): Promise<string[]> {
  const cells = await readColumn(page, format, title);
  return cells.filter((cell) => cell.mark === mark).map(({ system }) => system);
}

const isRun = (address: string): boolean => address.includes('/run/#id=');

const sortedHeads = (page: Page): Promise<string[]> =>
  page.$$eval('th[aria-sort]', (heads) =>
    heads.map((head) => `${head.textContent.trim()} ${head.getAttribute('aria-sort')}`)
  );

const readHeads = (page: Page): Promise<string[]> =>
  page.$$eval('table[aria-label^="Published"] thead tr:nth-child(2) th.numeric', (heads) =>
    heads.map((head) => head.textContent.trim())
  );

const contributed = {
  schema: 'medgen-bench-viewer/leaderboard/1',
  system: 'Contributed <b>system</b>',
  kind: 'editing model',
  protocol: 'Official evaluator (2026)',
  dataset: 'MedGEN-Bench (Hugging Face)',
  datasetRevision: 'cee5e7ae410f7c5be12d5fa55464afb094c099b7',
  data: 'release',
  judges: [],
  predictions: null,
  formats: {
    edit: {
      samples: 3872,
      metrics: {
        ssim: { n: 3872, mean: 0.6, ciLow: 0.59, ciHigh: 0.61 },
        psnr: { n: 3000, mean: 30, ciLow: 29, ciHigh: 31 }
      }
    }
  }
};

/** Answers requests for `leaderboard/` of the site with these files. */
async function serveRows(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const name = /\/leaderboard\/([^/]+)$/.exec(request.url())?.[1];
    const body = name === undefined ? undefined : files[name];
    if (body === undefined) void request.continue();
    else void request.respond({ contentType: 'application/json', body });
  });
}

describe('the leaderboard', () => {
  let tab: Visit;

  beforeAll(async () => {
    tab = await visit('');
  });

  afterAll(() => tab.close());

  /** As who follows a link to it. */
  async function open(address: string): Promise<void> {
    await tab.page.setViewport({ width: 1440, height: 900 });
    await leaveSite(tab.page);
    await goTo(tab.page, address);
  }

  it('opens with generation, best judged first; equal values share the mark', async () => {
    const generated = 'Multimodal generation';
    const cells = await readColumn(tab.page, generated, 'With reference');
    expect(cells).toHaveLength(8);
    expect(cells[0]).toEqual({ system: 'Gemini-2.5-flash-image', value: '2.90', mark: 'best' });
    expect(await sortedHeads(tab.page)).toEqual(['With reference descending']);
    expect(await readMarked(tab.page, generated, 'BLEU', 'best')).toEqual(['GPT-4o & Seedream-4.0']);
    expect(await readMarked(tab.page, generated, 'BLEU', 'second')).toEqual([
      'Gemini-2.5-flash-image',
      'Gemini-2.5-pro & Seedream-4.0'
    ]);
    expect(tab.errors).toEqual([]);
  });

  it('has Qwen-image-edit on top of editing by PSNR, and the lowest LPIPS as the best', async () => {
    await open('');
    const edited = 'Image editing';
    await click(tab.page, 'tab', edited);
    await click(tab.page, 'button', 'PSNR, dB');
    const [first, second, third] = await readColumn(tab.page, edited, 'PSNR, dB');
    expect(first).toEqual({ system: 'Qwen-image-edit', value: '16.46', mark: 'best' });
    expect(second).toEqual({ system: 'Gemini-2.5-pro', value: '15.74', mark: 'second' });
    expect(third).toEqual({ system: 'Ming-UniVision', value: '14.97', mark: '' });
    expect(await sortedHeads(tab.page)).toEqual(['PSNR, dB descending']);
    expect(await readMarked(tab.page, edited, 'LPIPS', 'best')).toEqual(['Qwen-image-edit']);
    expect(await readMarked(tab.page, edited, 'LPIPS', 'second')).toEqual(['Gemini-2.5-pro']);
    expect(await readMarked(tab.page, edited, 'Without reference', 'best')).toEqual([
      'Qwen3-VL & GPT-image-1'
    ]);
  });

  it('sorts LPIPS from the lowest, keeps that in the address, and Back returns to the format before', async () => {
    await open('');
    await click(tab.page, 'tab', 'Image editing');
    await click(tab.page, 'button', 'LPIPS');
    expect(await sortedHeads(tab.page)).toEqual(['LPIPS ascending']);
    const cells = await readColumn(tab.page, 'Image editing', 'LPIPS');
    expect([cells[0]?.value, cells.at(-1)?.value]).toEqual(['24.57', '70.15']);
    await tab.page.waitForFunction(() => location.hash === '#format=edit&sort=lpips');
    await tab.page.goBack();
    expect(await readColumn(tab.page, 'Multimodal generation', 'LPIPS')).toHaveLength(8);
    expect(tab.errors).toEqual([]);
  });

  it('opens as its address says, and keeps the marks when the list is narrowed', async () => {
    await open('#format=vqa&sort=em&order=ascending');
    expect((await readColumn(tab.page, 'VQA', 'EM'))[0]?.system).toBe('Show-o');
    await tab.page.type(byRole('searchbox', 'Search systems'), 'gpt');
    expect(await readColumn(tab.page, 'VQA', 'EM')).toEqual([
      { system: 'GPT-4o', value: '24.67', mark: '' },
      { system: 'HuaTuoGPT-Vision', value: '28.37', mark: 'second' }
    ]);
  });

  it('scrolls inside its own box on a phone, with the systems staying in sight', async () => {
    await open('');
    await tab.page.setViewport({ width: 390, height: 844 });
    const places = await tab.page.evaluate(() => {
      const table = document.querySelector('table[aria-label^="Published"]')!;
      const box = table.parentElement!;
      box.scrollLeft = 300;
      const left = (selector: string) => table.querySelector(selector)!.getBoundingClientRect().left;
      return {
        scrolled: box.scrollLeft,
        box: box.getBoundingClientRect().left,
        head: left('thead tr:nth-child(2) th'),
        system: left('tbody th'),
        pageExcess: document.documentElement.scrollWidth - innerWidth
      };
    });
    expect(places.scrolled).toBe(300);
    expect(places.system).toBe(places.box);
    expect(places.head).toBe(places.box);
    expect(places.pageExcess).toBe(0);
  });

  it('shows the accuracy rates of the first version by its address, and Back returns to Table 3', async () => {
    await open('');
    await tab.page.select('.source select', 'paper-v1');
    const generated = 'Multimodal generation';
    await tab.page.waitForFunction(() => location.hash === '#table=paper-v1');
    expect((await readColumn(tab.page, generated, 'With reference')).map(({ value }) => value)).toEqual([
      '30.11',
      '23.58',
      '8.54'
    ]);
    expect(await tab.page.$eval('main', (node) => node.textContent)).toContain('GPT-4o: share of samples');
    await tab.page.goBack();
    await tab.page.waitForFunction(() => location.hash === '');
    expect(await readColumn(tab.page, generated, 'With reference')).toHaveLength(8);
    expect(tab.errors).toEqual([]);
  });

  it('hides the columns that are not chosen, and keeps that in the address', async () => {
    await open('#format=edit');
    await click(tab.page, 'button', 'Columns');
    await click(tab.page, 'checkbox', 'LPIPS');
    expect(await readHeads(tab.page)).toEqual([
      'With reference',
      'Without reference',
      'SSIM',
      'PSNR, dB',
      'MII'
    ]);
    // Written after a pause.
    await tab.page.waitForFunction(() => location.hash === '#format=edit&hide=lpips');
    await tab.page.setViewport({ width: 390, height: 844 });
    expect(await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await reload(tab.page);
    expect(await readHeads(tab.page)).not.toContain('LPIPS');
    expect(tab.errors).toEqual([]);
  });

  it('draws a strip a column when asked to, and its numbers are in a table', async () => {
    await open('#format=vqa');
    await (await tab.page.waitForSelector('details.charts > summary'))!.click();
    const title = 'EM, %: VQA';
    await tab.page.waitForSelector(`figure[aria-label="${title}"] svg`);
    await click(tab.page, 'button', `Table of ${title}`);
    const rows = await readTable(tab.page, `Table of ${title}`);
    expect(rows[1]).toEqual(['Qwen3-VL', 'published', '43.28']);
    expect(rows).toHaveLength(8);
    expect(await findBarriers(tab.page)).toEqual([]);
    expect(tab.errors).toEqual([]);
  });
});

describe('rows that are not published', () => {
  it('name the demo as yours and withhold its numbers: its samples are not the benchmark’s', async () => {
    const tab = await visitDemoRun();
    const system = await tab.page.$eval('main h1', (node) => node.textContent.trim());
    await goTo(tab.page, '#format=edit&sort=ssim');
    const box = (await tab.page.waitForSelector(byRole('checkbox', 'Show 2 runs on other data')))!;
    expect(await tab.page.$('tr.own')).toBeNull();
    await box.click();
    await tab.page.waitForSelector('tr.own');
    const own = (await readColumn(tab.page, 'Image editing', 'SSIM')).filter(
      (row) => row.value === 'other data'
    );
    expect(own.map((row) => row.system)).toContain(system);
    expect(own).toHaveLength(2);
    const { name, link, text } = await tab.page.$eval('tr.own', (row) => ({
      name: row.querySelector('button')?.getAttribute('aria-label') ?? '',
      link: row.querySelector('a')?.href ?? '',
      text: row.textContent
    }));
    expect(name).toMatch(/other data\. The sample ids are not those of the benchmark/);
    expect(isRun(link)).toBe(true);
    expect(text).toContain('yours');
    await tab.page.focus('tr.own button');
    expect(await tab.page.$eval('.readout', (node) => node.textContent)).toContain('other data');
    expect(await findBarriers(tab.page)).toEqual([]);
    expect(tab.errors).toEqual([]);
    await tab.close();
  });

  it('come from the site’s own files; one that is wrong is named and left out', async () => {
    const tab = await visit('methods/');
    await serveRows(tab.page, {
      'index.json': JSON.stringify(['good.json', 'bad.json']),
      'good.json': JSON.stringify(contributed),
      'bad.json': JSON.stringify({ ...contributed, system: '' })
    });
    await goTo(tab.page, '#format=edit&sort=ssim');
    await tab.page.waitForSelector('tr.contributed');
    const [first, second] = await readColumn(tab.page, 'Image editing', 'SSIM');
    expect(first).toEqual({ system: 'Contributed <b>system</b>', value: '60.00', mark: 'best' });
    expect(second).toEqual({ system: 'Qwen-image-edit', value: '53.10', mark: 'second' });
    const cells = await readColumn(tab.page, 'Image editing', 'PSNR, dB');
    expect(cells[0]).toEqual({ system: 'Contributed <b>system</b>', value: '30.00', mark: '' });
    expect(
      await tab.page.$$eval('main [role="alert"]', (nodes) => nodes.map((node) => node.textContent))
    ).toEqual([expect.stringMatching(/^Left out: bad\.json: system; got .*, expected/)]);
    await tab.page.setViewport({ width: 390, height: 844 });
    expect(await findBarriers(tab.page)).toEqual([]);
    expect(
      await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    ).toBeLessThanOrEqual(0);
    expect(tab.foreignRequests).toEqual([]);
    expect(tab.errors).toEqual([]);
    await tab.close();
  });
});

describe('a leaderboard file', () => {
  it('is not made of the demo, and the page says why', async () => {
    const tab = await visitDemoRun();
    await click(tab.page, 'button', 'Export');
    await click(tab.page, 'menuitem', 'Leaderboard file');
    const alert = await tab.page.waitForSelector('[role="alert"].failure');
    expect(await alert!.evaluate((node) => node.textContent)).toMatch(
      /needs scores on the benchmark’s samples/
    );
    await tab.close();
  });
});

describe.skipIf(!hasRealrun)('a run on samples with the benchmark’s ids', () => {
  const official = (): Json => readJson(join(realrun, 'expected', 'compressed_edit_eval_results.json'));

  it('stands among the published rows in their unit, unranked, with n, interval and coverage', async () => {
    const tab = await visitRealrun('#format=edit&sort=ssim');
    await tab.page.waitForFunction(() => document.querySelectorAll('tr.own').length === 3);
    const cells = await readColumn(tab.page, 'Image editing', 'SSIM');
    const percent = 100 * Number(official()['Average_SSIM']);
    expect(cells.find(({ system }) => system === 'compressed')).toEqual({
      system: 'compressed',
      value: percent.toFixed(2),
      mark: ''
    });
    expect(cells.find(({ mark }) => mark === 'best')?.system).toBe('Qwen-image-edit');
    const name = await tab.page.$$eval(
      'tr.own button',
      (buttons) =>
        buttons
          .map((button) => button.getAttribute('aria-label') ?? '')
          .find((label) => /compressed, SSIM/.test(label)) ?? ''
    );
    expect(name).toContain('n 24 · 24 of 3,872 samples, data as dropped');
    expect(name).toContain(
      `95 % bootstrap interval ${100 * Number(official()['Bootstrap95CI_Low_SSIM'])}`.slice(0, 36)
    );

    await goTo(tab.page, 'runs/');
    await click(tab.page, 'link', 'compressed');
    const file = await exportAs(tab.page, 'Leaderboard file');
    expect(file.name).toBe('compressed.json');
    const scored = parseLeaderboardFile(new TextDecoder().decode(file.bytes), file.name);
    const { ssim, psnr } = scored.formats.edit!.metrics;
    expect(ssim!.mean).toBeCloseTo(Number(official()['Average_SSIM']), 9);
    expect(ssim!.ciHigh).toBeCloseTo(Number(official()['Bootstrap95CI_High_SSIM']), 9);
    expect(psnr!.mean).toBeCloseTo(Number(official()['Average_PSNR']), 4);
    expect(tab.errors).toEqual([]);
    await tab.close();
  });
});
