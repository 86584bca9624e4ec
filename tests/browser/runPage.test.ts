import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchDownload, click, press } from './actions';
import { demoRunUrl, visitScored } from './demoRun';
import { byRole, goTo, leaveSite, waitForStatus, type Visit } from './openSite';

/** A browser with the demo's runs, of which the first is looked at. */
let tab: Visit;

async function open(hash: string): Promise<void> {
  await leaveSite(tab.page);
  await goTo(tab.page, `${demoRunUrl()}${hash}`);
}

/** The nth shape of a drawing, and its name. */
async function nameOfShape(figure: string): Promise<string> {
  const shape = await tab.page.waitForSelector(`figure[aria-label="${figure}"] [role="button"][aria-label]`);
  return shape!.evaluate((node) => node.getAttribute('aria-label') ?? '');
}

const statusOf = async (pattern: RegExp): Promise<number> =>
  Number(pattern.exec(await waitForStatus(tab.page, pattern))?.[1]);

beforeAll(async () => {
  tab = await visitScored('runs/');
});

afterAll(() => tab.close());

describe('the distribution of a metric', () => {
  it('leads from a bar to exactly its samples, by the keyboard', async () => {
    await open('&tab=distributions&metric=ssim');
    const name = await nameOfShape('Distribution of SSIM');
    const [, format, from, to, count] = /^(.+), SSIM ([\d.]+) to ([\d.]+): (\d+) samples?, /.exec(name)!;
    await tab.page.focus('figure[aria-label="Distribution of SSIM"] button');
    await tab.page.evaluate(() =>
      document
        .querySelector<SVGElement>('figure[aria-label="Distribution of SSIM"] [role="button"][tabindex="0"]')
        ?.focus()
    );
    await tab.page.keyboard.press('Enter');
    await tab.page.waitForSelector(byRole('table', 'Samples'));
    expect(await statusOf(/^(\d+) of 96 samples/)).toBe(Number(count));
    const shown = await tab.page.$eval('table[aria-label="Samples"]', (table) => {
      const heads = [...table.querySelectorAll('thead th')].map((head) => head.textContent.trim());
      return [...table.querySelectorAll('tr[data-row]')].map((row) => {
        const cellOf = (name: string) => row.children[heads.findIndex((head) => head.startsWith(name))];
        return {
          format: cellOf('Format')?.textContent.trim(),
          ssim: Number(cellOf('SSIM')?.getAttribute('title'))
        };
      });
    });
    expect(shown).toHaveLength(Number(count));
    for (const row of shown) {
      expect(row.format).toBe(format);
      expect(row.ssim).toBeGreaterThanOrEqual(Number(from));
      expect(row.ssim).toBeLessThanOrEqual(Number(to));
    }
  });

  it('is saved as an SVG that stands alone and as a PNG of twice its size', async () => {
    await open('&tab=distributions&metric=psnr');
    await nameOfShape('Distribution of PSNR');
    const save = (kind: string) =>
      catchDownload(tab.page, () => click(tab.page, 'button', `Save Distribution of PSNR as ${kind}`));
    const svg = await save('SVG');
    expect(svg.name).toMatch(/-psnr\.svg$/);
    const read = await tab.page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        root: parsed.documentElement.localName,
        error: parsed.querySelector('parsererror')?.textContent ?? null,
        width: Number(parsed.documentElement.getAttribute('width')),
        words: parsed.documentElement.textContent
      };
    }, new TextDecoder().decode(svg.bytes));
    expect(read).toMatchObject({ root: 'svg', error: null });
    expect(read.words).toContain('Distribution of PSNR');
    expect(read.words).toContain('PSNR, dB');
    const png = await save('PNG');
    expect([...png.bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    expect(new DataView(png.bytes.buffer).getUint32(16)).toBe(read.width * 2);
    const colours = await tab.page.evaluate(
      async (bytes) => {
        const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d')!;
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, image.width, image.height);
        const seen = new Set<number>();
        for (let at = 0; at < data.length; at += 4)
          seen.add((data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!);
        return seen.size;
      },
      [...png.bytes]
    );
    expect(colours).toBeGreaterThan(10);
  });

  it('has its numbers as a table, too: every sample in one bin', async () => {
    await click(tab.page, 'button', 'Table of Distribution of PSNR');
    const counts = await tab.page.$$eval(
      'table[aria-label="Table of Distribution of PSNR"] tbody tr',
      (rows) => rows.map((row) => Number(row.querySelectorAll('td')[2]?.textContent))
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(72);
  });

  it('lists the ends and the contradictions with links that open the sample', async () => {
    const link = await tab.page.waitForSelector('table[aria-label="Worst"] tbody a');
    const sampleId = await link!.evaluate((node) => node.getAttribute('title'));
    await press(tab.page, 'table[aria-label="Worst"] tbody a');
    await tab.page.waitForSelector(byRole('dialog', `Sample ${sampleId}`));
  });
});

describe('slices', () => {
  it('keep facet and metric in the address, and lead to the samples of a slice', async () => {
    await open('&tab=slices');
    await tab.page.select('select[aria-label="Slice by"]', 'image-size');
    await tab.page.select('select[aria-label="Metric"]', 'ssim');
    await tab.page.waitForFunction(
      () => location.hash.includes('by=image-size') && location.hash.includes('metric=ssim')
    );
    const table = await tab.page.waitForSelector(byRole('table', 'Scores by Image size, longer side'));
    const found = await table!.$eval('tbody tr:nth-child(2) td', (cell) => Number(cell.textContent));
    await press(
      tab.page,
      'table[aria-label="Scores by Image size, longer side"] tbody tr:nth-child(2) button'
    );
    await tab.page.waitForSelector(byRole('table', 'Samples'));
    expect(await statusOf(/^(\d+) of 96 samples/)).toBe(found);
  });

  // Fewer values say too little of how far their mean may be off: the distributions and the chart above show none either.
  it('show an interval for each mean of five samples or more, and why there is none for fewer', async () => {
    await open('&tab=slices&by=subtask&metric=psnr');
    const read = () =>
      tab.page.$$eval('table[aria-label="Scores by Subtask"] tbody tr:not(.heading-row)', (rows) =>
        rows
          .map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim()))
          .filter(([, mean = '']) => /^\d/.test(mean))
          .map(([, , interval = '', n]) => ({ n: Number(n), interval }))
      );
    await expect.poll(async () => (await read()).some(({ interval }) => interval === '…')).toBe(false);
    const cells = await read();
    const [few, enough] = [cells.filter(({ n }) => n < 5), cells.filter(({ n }) => n >= 5)];
    expect([few.length, enough.length]).not.toContain(0);
    for (const { interval } of few) expect(interval).toBe('–no interval below n = 5');
    for (const { interval } of enough) expect(interval).toMatch(/^[\d.]+ – [\d.]+$/);
  });
});

describe('task coverage', () => {
  it('names all 16 tasks on the overview', async () => {
    await open('');
    const section = await tab.page.waitForSelector(byRole('region', 'Task coverage'));
    expect(await section!.$$('li')).toHaveLength(16);
    expect(await section!.evaluate((node) => node.textContent)).toContain('16 of 16 tasks');
  });
});

it('logs no error on the way and asks nobody else', () => {
  expect(tab.errors).toEqual([]);
  expect(tab.foreignRequests).toEqual([]);
});
