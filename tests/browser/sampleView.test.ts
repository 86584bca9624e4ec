import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TextWriter, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RgbImage } from '../../src/lib/core/image';
import { click } from './actions';
import { scoreDemo } from './demoRun';
import { byRole, goTo, type Visit } from './openSite';
import { hasRealrun, readJsonl, realrun } from './realrun';
import {
  asRead,
  decoder,
  expectPair,
  kernels,
  meanShown,
  moveMark,
  openRun,
  readOut,
  scoreShown,
  valueAt
} from './sampleReadOut';
import { scoreRealrun } from './scoredRealrun';

describe('the sample view', () => {
  let tab: Visit;
  let open: (hash: string) => Promise<void>;
  let reference: RgbImage;
  let output: RgbImage;
  let input: RgbImage;
  let sampleId = '';

  beforeAll(async () => {
    const bytes = new Uint8Array(await readFile('static/demo/demo.zip'));
    const entries = await new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false }).getEntries();
    const find = (end: string) => {
      const entry = entries.find(({ filename }) => filename.endsWith(end));
      if (!entry || entry.directory) throw new Error(`the demo has no ${end}`);
      return entry;
    };
    const decode = async (path: string) =>
      decoder.decode(await find(path).getData(new Uint8ArrayWriter()), path);
    const text = await find('predictions/demo-hasty_edit.jsonl').getData(new TextWriter());
    const record = JSON.parse(text.split('\n')[5]!) as Record<string, string>;
    sampleId = record.sample_id!;
    input = await decode(record.input_image!);
    reference = await decode(record.ground_truth_image!);
    output = await decode(record.output_image!);
    tab = await scoreDemo();
    open = await openRun(tab.page, 'demo-hasty');
  });

  afterAll(() => tab.close());

  it('has the five compare modes as tabs, and a link to each', async () => {
    await open(`sample=${sampleId}&mode=slider`);
    const tabs = await tab.page.$$eval('[role="tablist"][aria-label="Compare mode"] [role="tab"]', (nodes) =>
      nodes.map((node) => [node.textContent.trim(), node.getAttribute('aria-selected')])
    );
    expect(tabs).toEqual([
      ['Side by side', 'false'],
      ['Slider', 'true'],
      ['Flicker', 'false'],
      ['Difference', 'false'],
      ['SSIM map', 'false']
    ]);
    await click(tab.page, 'tab', 'Difference');
    await tab.page.waitForFunction(() => location.hash.includes('mode=difference'));
  });

  it('reads the pixels of every image side by side, as they were decoded', async () => {
    await open(`sample=${sampleId}`);
    await tab.page.waitForSelector(byRole('group', 'Reference image'));
    await moveMark(tab.page, ['ArrowRight', 'ArrowDown', 'ArrowDown']);
    const shown = await readOut(tab.page);
    const place = { x: reference.width / 2 + 1, y: reference.height / 2 + 2 };
    expect([Number(shown.x), Number(shown.y)]).toEqual([place.x, place.y]);
    expect(shown.Input).toBe(asRead(valueAt(input, place)));
    expect(shown.Reference).toBe(asRead(valueAt(reference, place)));
    expect(shown['Output of demo-hasty']).toBe(asRead(valueAt(output, place)));
  });

  it('reads the pixel that is pointed at', async () => {
    const stage = await tab.page.waitForSelector(byRole('group', 'Reference image'));
    const box = (await stage!.boundingBox())!;
    await tab.page.mouse.move(box.x + box.width / 2 + 30, box.y + box.height / 2 - 20);
    const shown = await readOut(tab.page);
    const place = { x: Number(shown.x), y: Number(shown.y) };
    expect(Math.abs(place.x - (reference.width / 2 + 30))).toBeLessThanOrEqual(1);
    expect(Math.abs(place.y - (reference.height / 2 - 20))).toBeLessThanOrEqual(1);
    expect(shown.Reference).toBe(asRead(valueAt(reference, place)));
    await tab.page.mouse.move(5, 5);
  });

  it('enlarges every pixel to a square of the very colour that was decoded', async () => {
    await click(tab.page, 'button', '1:1');
    for (let i = 0; i < 3; i++) await click(tab.page, 'button', 'Zoom in');
    const scale = 4;
    const drawn = await tab.page.$eval('[aria-label="Reference image"] canvas', (node) => {
      const canvas = node as HTMLCanvasElement;
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
      return { width, height, data: Array.from(data) };
    });
    const [left, top] = [
      Math.round(drawn.width / 2 - (reference.width / 2) * scale),
      Math.round(drawn.height / 2 - (reference.height / 2) * scale)
    ];
    let wrong = 0;
    for (let y = 0; y < drawn.height; y += 3) {
      for (let x = 0; x < drawn.width; x += 3) {
        const place = { x: Math.floor((x - left) / scale), y: Math.floor((y - top) / scale) };
        if (place.x < 0 || place.y < 0 || place.x >= reference.width || place.y >= reference.height) continue;
        const at = 4 * (y * drawn.width + x);
        if (valueAt(reference, place).some((value, i) => value !== drawn.data[at + i])) wrong++;
      }
    }
    expect(wrong).toBe(0);
  });

  it('moves all panes together when one is dragged', async () => {
    const pictureOf = (name: string) =>
      tab.page.$eval(`[aria-label="${name} image"] canvas`, (node) =>
        (node as HTMLCanvasElement).toDataURL()
      );
    const names = ['Input', 'Reference', 'Output of demo-hasty'];
    const before = await Promise.all(names.map(pictureOf));
    const stage = await tab.page.waitForSelector(byRole('group', 'Input image'));
    const box = (await stage!.boundingBox())!;
    await tab.page.mouse.move(box.x + 100, box.y + 100);
    await tab.page.mouse.down();
    await tab.page.mouse.move(box.x + 160, box.y + 140, { steps: 4 });
    await tab.page.mouse.up();
    const after = await Promise.all(names.map(pictureOf));
    after.forEach((picture, i) => expect(picture).not.toBe(before[i]));
    await click(tab.page, 'button', 'Fit');
  });

  it('moves the divider of Slider by arrow keys, and leaves the sample where it is', async () => {
    await open(`sample=${sampleId}&mode=slider`);
    const divider = await tab.page.waitForSelector(byRole('slider', 'Divider'));
    await divider!.focus();
    await tab.page.keyboard.press('ArrowRight');
    await tab.page.keyboard.press('ArrowRight');
    const value = () => divider!.evaluate((node) => node.getAttribute('aria-valuenow'));
    expect(await value()).toBe('52');
    await tab.page.keyboard.press('Home');
    expect(await value()).toBe('0');
    expect(tab.page.url()).toContain(`sample=${sampleId}`);
  });

  it('shows the other image in Flicker for as long as a key is held', async () => {
    await open(`sample=${sampleId}&mode=flicker`);
    await tab.page.waitForSelector(byRole('group', 'Reference image'));
    await tab.page.keyboard.down('b');
    await tab.page.waitForSelector(byRole('group', 'Output of demo-hasty image'));
    await tab.page.keyboard.up('b');
    await tab.page.waitForSelector(byRole('group', 'Reference image'));
    await click(tab.page, 'button', 'B');
    await tab.page.waitForSelector(byRole('group', 'Output of demo-hasty image'));
  });

  it('gives in Difference the numbers of the decoded files', async () => {
    await open(`sample=${sampleId}&mode=difference`);
    await tab.page.waitForSelector(
      byRole('group', 'Signed difference of Output of demo-hasty and Reference image')
    );
    for (const keys of [['ArrowRight'], ['ArrowUp', 'ArrowUp', 'ArrowLeft']]) {
      await moveMark(tab.page, keys);
      expectPair(await readOut(tab.page), reference, output);
    }
    const largest = await tab.page.$eval('figcaption strong', (node) => Number(node.textContent));
    expect(largest).toBe(
      output.rgb.reduce((most, value, i) => Math.max(most, Math.abs(value - reference.rgb[i]!)), 0)
    );
  });

  it('gives in SSIM map a mean that is the score to the last digit', async () => {
    await open(`sample=${sampleId}&mode=ssim-map`);
    const mean = await meanShown(tab.page);
    expect(mean).toBe(kernels.ssim(kernels.luma(output.rgb), kernels.luma(reference.rgb), reference));
    expect(mean).toBe(await scoreShown(tab.page, 'SSIM'));
    const text = await tab.page.$eval('figcaption', (node) => node.textContent);
    expect(text).toContain('equals the SSIM score');
  });

  it('compares any two images, and then speaks of no score', async () => {
    await tab.page.select('select[aria-label="Image A"]', 'input-1');
    await tab.page.waitForFunction(() =>
      document.querySelector('figcaption')?.textContent.includes('not a score of the run')
    );
    const expected = kernels.ssim(kernels.luma(output.rgb), kernels.luma(input.rgb), input);
    expect(await meanShown(tab.page)).toBe(expected);
    await tab.page.select('select[aria-label="Image A"]', 'reference');
  });

  it('is walked by keyboard alone to the next sample, another mode and its value', async () => {
    await open(`sample=${sampleId}`);
    await tab.page.keyboard.press('m');
    await tab.page.waitForFunction(() => location.hash.includes('mode=ssim-map'));
    await tab.page.keyboard.press('ArrowRight');
    await tab.page.waitForFunction((id) => !location.hash.includes(id), {}, sampleId);
    await tab.page.waitForSelector('[data-mean]');
    await moveMark(tab.page, ['ArrowRight']);
    expect((await readOut(tab.page)).SSIM).toMatch(/^-?\d\.\d{6}$/);
    expect(await meanShown(tab.page)).toBe(await scoreShown(tab.page, 'SSIM'));
  });

  it('turns samples by arrow keys after a tab was clicked, too', async () => {
    await open(`sample=${sampleId}`);
    await click(tab.page, 'tab', 'Flicker');
    await tab.page.keyboard.press('ArrowLeft');
    await tab.page.waitForFunction((id) => !location.hash.includes(id), {}, sampleId);
    expect(tab.page.url()).toContain('mode=flicker');
  });

  it('shows the outputs of the other runs of this browser, with their scores', async () => {
    await open(`sample=${sampleId}`);
    await tab.page.waitForSelector(byRole('group', 'Output of demo-careful image'));
    await click(tab.page, 'button', 'demo-careful');
    const own = await tab.page.$$eval('table[aria-label="Scores of every output"] tbody tr', (rows) =>
      rows.map((row) => row.querySelector('th')!.textContent.trim())
    );
    expect(own).toEqual(['demo-hasty', 'demo-careful']);
    await open(`sample=${sampleId}&mode=ssim-map`);
    await tab.page.waitForSelector(
      byRole('group', 'SSIM map of Output of demo-careful against Reference image')
    );
    expect(await meanShown(tab.page)).toBe(await scoreShown(tab.page, 'SSIM'));
    await click(tab.page, 'button', 'demo-hasty');
  });

  it('lists its keys on "?", and Escape closes only the list', async () => {
    await tab.page.keyboard.press('?');
    await tab.page.waitForSelector(byRole('dialog', 'Keyboard shortcuts'));
    await tab.page.keyboard.press('Escape');
    await tab.page.waitForSelector(byRole('dialog', 'Keyboard shortcuts'), { hidden: true });
    expect(await tab.page.$('dialog[open]')).not.toBeNull();
  });

  it('opens a sample that the filter excludes, and says that it does', async () => {
    await open(`format=vqa&sample=${sampleId}`);
    const bar = await tab.page.$eval('dialog header', (node) => node.textContent);
    expect(bar).toContain('not in the filter');
    await click(tab.page, 'button', 'Next sample');
    await tab.page.waitForFunction(() =>
      document.querySelector('dialog header')?.textContent.includes('1 of')
    );
  });

  it('leaves the focus to whoever types in the search after it was closed', async () => {
    const { page } = tab;
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    const search = (await page.waitForSelector(byRole('searchbox', 'Search samples')))!;
    await search.type('zebra', { delay: 60 });
    // The address takes it up after a pause, which must not take the focus.
    await page.waitForFunction(() => location.hash.includes('zebra'));
    expect(await search.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await search.evaluate((field) => (field as HTMLInputElement).value)).toBe('zebra');
  });

  it('on paper is all there is, its images in their shape, its outputs by name', async () => {
    const { page } = tab;
    await open(`sample=${sampleId}`);
    await page.waitForSelector('dialog .stage canvas');
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMediaType('print');
    const readFits = async (): Promise<Set<string>> =>
      new Set(
        await page.$$eval('dialog canvas', (canvases) =>
          canvases.map((canvas) => getComputedStyle(canvas).objectFit)
        )
      );
    await expect.poll(readFits).toEqual(new Set(['contain']));
    const text = await page.evaluate(() => document.body.innerText);
    expect(text).toMatch(/Output of\s+PSNR.*demo-hasty\s+24\.16.*demo-careful\s+35\.01/s);
    expect(text).not.toContain('96 of 96 scored');
    expect(text.match(/printed \d{4}-\d\d-\d\d from http:.*sample=/g)).toHaveLength(1);
    await page.emulateMediaType();
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  });

  it('logged no error on the way', () => {
    expect(tab.errors).toEqual([]);
    expect(tab.foreignRequests).toEqual([]);
  });

  it('says after a reload which files its images are in', async () => {
    const address = tab.page.url();
    await goTo(tab.page, 'runs/');
    await goTo(tab.page, address);
    await tab.page.waitForSelector(byRole('region', 'Drop the same files to see the images'));
  });
});

describe.skipIf(!hasRealrun)('the sample view of a real run', () => {
  let tab: Visit;
  let open: (hash: string) => Promise<void>;

  beforeAll(async () => {
    tab = await scoreRealrun();
    open = await openRun(tab.page, 'square1024');
  });

  afterAll(() => tab.close());

  it.each([
    ['CT', 9],
    ['pathology', 10],
    ['annotation', 20]
  ])('compares an output of another size as it is scored: %s', async (_, line) => {
    const record = readJsonl(join(realrun, 'predictions/square1024_edit.jsonl'))[line] as Record<
      string,
      string
    >;
    const read = async (path: string) => decoder.decode(new Uint8Array(await readFile(path)), path);
    const reference = await read(join(realrun, 'MedGEN_data', record.ground_truth_image!));
    const candidate = await read(join(realrun, 'predictions', record.output_image!));
    const rgb = kernels.resize(candidate.rgb, 3, candidate, reference, 'lanczos');
    const output = { ...reference, rgb };
    const expected = readJsonl(join(realrun, 'expected/square1024_edit_local_metrics.jsonl'))[line]!;

    await open(`sample=${record.sample_id}&mode=ssim-map`);
    const mean = await meanShown(tab.page);
    expect(mean).toBe(await scoreShown(tab.page, 'SSIM'));
    expect(Math.abs(mean - Number(expected.SSIM))).toBeLessThanOrEqual(1e-9);
    expect(await tab.page.$eval('dialog', (node) => node.textContent)).toContain(
      `${candidate.width}×${candidate.height} resized to ${reference.width}×${reference.height} (LANCZOS)`
    );
    await moveMark(tab.page, ['ArrowRight', 'ArrowUp']);
    expectPair(await readOut(tab.page), reference, output);
    expect(tab.errors).toEqual([]);
  });
});
