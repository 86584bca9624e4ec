import { beforeAll, describe, expect, it } from 'vitest';
import { demoRunUrl, scoreDemo, visitScored } from './demoRun';
import { goTo, type Visit } from './openSite';
import { openRun } from './sampleReadOut';

let tab: Visit;

beforeAll(async () => {
  tab = await visitScored('runs/');
  await goTo(tab.page, demoRunUrl());
  await tab.page.waitForSelector('::-p-aria([role="table"][name="Scores"])');
  return () => tab.close();
});

/** Used colours of one edge, those of the current one first. */
function edges(selector: string, current: string): Promise<string[][]> {
  return tab.page.$$eval(
    selector,
    (elements, mark) =>
      [true, false].map((isCurrent) =>
        elements
          .filter((element) => element.matches(mark) === isCurrent)
          .map((element) => getComputedStyle(element).borderBottomColor)
      ),
    current
  );
}

describe("the system's own colours", () => {
  it.each([
    ['page', 'nav[aria-label="Main"] a', '[aria-current]'],
    ['tab', '[role="tab"]', '[aria-selected="true"]']
  ])('tell the current %s from the others', async (_, selector, current) => {
    const client = await tab.page.createCDPSession();
    await client.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'forced-colors', value: 'active' }]
    });
    const [chosen, others] = await edges(selector, current);
    expect(chosen).toHaveLength(1);
    expect(others!.length).toBeGreaterThan(2);
    expect(others).not.toContain(chosen![0]);
    await client.detach();
  });
});

describe('a finger', () => {
  it('gets the reason of a missing value by touching its dash, and is rid of it by touching elsewhere', async () => {
    const dash = (await tab.page.waitForSelector(
      'table[aria-label="Scores"] td[title]:has(.visually-hidden)'
    ))!;
    const reason = await dash.evaluate((cell) => cell.getAttribute('title')!);
    await dash.tap();
    await tab.page.waitForFunction(
      (text) => document.querySelector('[popover]:popover-open')?.textContent === text,
      {},
      reason
    );
    await (await tab.page.$('h1'))!.tap();
    await tab.page.waitForFunction(() => !document.querySelector('[popover]:popover-open'));
  });
});

describe('on paper', () => {
  it('the scores are whole, without what only works on a screen, and say where they came from', async () => {
    await tab.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await tab.page.emulateMediaType('print');
    // A4, landscape, less its margins of 12 mm, in CSS pixels.
    await tab.page.setViewport({ width: 1032, height: 703 });
    const found = await tab.page.evaluate(() => {
      const table = document.querySelector('table[aria-label="Scores"]')!;
      const shown = [...document.querySelectorAll('button, nav')].filter(
        (element) => element.matches('.button, nav') && element.getClientRects().length > 0
      );
      const room = document.documentElement.clientWidth;
      return {
        cut: table.getBoundingClientRect().right - room,
        controls: shown.map((element) => element.textContent),
        text: document.body.innerText
      };
    });
    expect(found.cut).toBeLessThanOrEqual(0);
    expect(found.controls).toEqual([]);
    expect(found.text).toMatch(/printed \d{4}-\d\d-\d\d from http:.*\/run\/#id=/);
  });

  it('an open sample is all there is, its images in their shape, its outputs by name', async () => {
    const scored = await scoreDemo();
    const open = await openRun(scored.page, 'demo-hasty');
    await open('sample=demo:image_editing:demo-00000-of-00001:000005');
    await scored.page.waitForSelector('dialog .stage canvas');
    await scored.page.emulateMediaType('print');
    const { fits, text } = await scored.page.evaluate(() => ({
      fits: [...document.querySelectorAll('dialog canvas')].map(
        (canvas) => getComputedStyle(canvas).objectFit
      ),
      text: document.body.innerText
    }));
    expect(new Set(fits)).toEqual(new Set(['contain']));
    expect(text).toMatch(/Output of\s+PSNR.*demo-hasty\s+24\.16.*demo-careful\s+35\.01/s);
    expect(text).not.toContain('96 of 96 scored');
    await scored.close();
  });
});
