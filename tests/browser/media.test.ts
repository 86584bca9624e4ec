import { beforeAll, describe, expect, it } from 'vitest';
import { demoRunUrl, visitScored } from './demoRun';
import { goTo, type Visit } from './openSite';

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

/** Where a finger would touch it. */
async function centreOf(selector: string): Promise<[number, number]> {
  const element = (await tab.page.waitForSelector(selector))!;
  await element.scrollIntoView();
  const { x, y } = await element.clickablePoint();
  return [x, y];
}

const showsTip = (text: string): Promise<unknown> =>
  tab.page.waitForFunction(
    (wanted) => document.querySelector('[popover]:popover-open')?.textContent === wanted,
    {},
    text
  );
const showsNoTip = (): Promise<unknown> =>
  tab.page.waitForFunction(() => !document.querySelector('[popover]:popover-open'));

const reasonOf = (selector: string): Promise<string> =>
  tab.page.$eval(selector, (element) => element.closest('[title]')!.getAttribute('title')!);

describe('a finger', () => {
  beforeAll(async () => {
    await tab.page.setViewport({ width: 390, height: 844, hasTouch: true, isMobile: true });
    await goTo(tab.page, demoRunUrl());
    return () => tab.page.setViewport({ width: 1440, height: 900 });
  });

  it('gets the reason of a missing value by touching its dash, and is rid of it by touching elsewhere', async () => {
    const dash = 'table[aria-label="Scores"] td[title]:has(.visually-hidden)';
    const reason = await reasonOf(dash);
    await tab.page.touchscreen.tap(...(await centreOf(dash)));
    await showsTip(reason);
    await tab.page.touchscreen.tap(...(await centreOf('h1')));
    await showsNoTip();
  });

  it('gets all digits of a mean by resting on it, which opens nothing; a touch opens its samples', async () => {
    const mean = 'table[aria-label="Scores"] button.mean';
    const digits = await reasonOf(mean);
    expect(digits).toMatch(/\d\.\d{5,}/);
    const before = tab.page.url();
    const finger = await tab.page.touchscreen.touchStart(...(await centreOf(mean)));
    await showsTip(digits);
    await finger.end();
    await tab.page.touchscreen.tap(...(await centreOf('h1')));
    await showsNoTip();
    expect(tab.page.url()).toBe(before);
    await tab.page.touchscreen.tap(...(await centreOf(mean)));
    await tab.page.waitForSelector('table[aria-label="Samples"]');
  });

  it('is told in the dark room what a button is, and stays there', async () => {
    await goTo(tab.page, `${demoRunUrl()}&tab=samples&sample=demo:image_editing:demo-00000-of-00001:000005`);
    const next = 'dialog[open] button[title^="Next sample"]';
    const finger = await tab.page.touchscreen.touchStart(...(await centreOf(next)));
    await showsTip('Next sample (→)');
    await finger.end();
    expect(await tab.page.$('dialog[open] [role="status"] [popover]')).not.toBeNull();
    expect(tab.page.url()).toContain('000005');
  });
});

describe('on paper', () => {
  it('the scores are whole, without what only works on a screen, and say where they came from', async () => {
    await goTo(tab.page, demoRunUrl());
    await tab.page.waitForSelector('table[aria-label="Scores"]');
    await tab.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await tab.page.emulateMediaType('print');
    // A4, landscape, less its margins of 12 mm, in CSS pixels.
    await tab.page.setViewport({ width: 1032, height: 703 });
    await tab.page.waitForFunction(() => matchMedia('print').matches && innerWidth === 1032);
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
});
