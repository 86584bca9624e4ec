import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { click } from './actions';
import { byRole, visit } from './openSite';

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
      system: children[0]!.firstChild!.textContent!.trim(),
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

const sortedHeads = (page: Page): Promise<string[]> =>
  page.$$eval('th[aria-sort]', (heads) =>
    heads.map((head) => `${head.textContent.trim()} ${head.getAttribute('aria-sort')}`)
  );

describe('the leaderboard', () => {
  it('opens with generation, best judged first; equal values share the mark', async () => {
    const tab = await visit('');
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
    await tab.close();
  });

  it('has Qwen-image-edit on top of editing by PSNR, and the lowest LPIPS as the best', async () => {
    const tab = await visit('');
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
    await tab.close();
  });

  it('sorts LPIPS from the lowest, keeps that in the address, and Back returns to the format before', async () => {
    const tab = await visit('');
    await click(tab.page, 'tab', 'Image editing');
    await click(tab.page, 'button', 'LPIPS');
    expect(await sortedHeads(tab.page)).toEqual(['LPIPS ascending']);
    const cells = await readColumn(tab.page, 'Image editing', 'LPIPS');
    expect([cells[0]?.value, cells.at(-1)?.value]).toEqual(['24.57', '70.15']);
    expect(await tab.page.evaluate(() => location.hash)).toBe('#format=edit&sort=lpips');
    await tab.page.goBack();
    expect(await readColumn(tab.page, 'Multimodal generation', 'LPIPS')).toHaveLength(8);
    expect(tab.errors).toEqual([]);
    await tab.close();
  });

  it('opens as its address says, and keeps the marks when the list is narrowed', async () => {
    const tab = await visit('#format=vqa&sort=em&order=ascending');
    expect((await readColumn(tab.page, 'VQA', 'EM'))[0]?.system).toBe('Show-o');
    await tab.page.type(byRole('searchbox', 'Search systems'), 'gpt');
    expect(await readColumn(tab.page, 'VQA', 'EM')).toEqual([
      { system: 'GPT-4o', value: '24.67', mark: '' },
      { system: 'HuaTuoGPT-Vision', value: '28.37', mark: 'second' }
    ]);
    await tab.close();
  });

  it('scrolls inside its own box on a phone, with the systems staying in sight', async () => {
    const tab = await visit('');
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
    await tab.close();
  });
});
