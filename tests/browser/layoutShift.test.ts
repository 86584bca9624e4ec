import { beforeAll, expect, inject, it } from 'vitest';
import { demoRunUrl, visitScored } from './demoRun';
import { goTo, type Visit } from './openSite';

let tab: Visit;

beforeAll(async () => {
  tab = await visitScored('methods/');
  // As who comes for the first time.
  await tab.page.setCacheEnabled(false);
  await tab.page.evaluateOnNewDocument(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => tab.close();
});

const idOf = (system: string): string => new URL(demoRunUrl(system)).hash.slice('#id='.length);

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 }
];

const pages: readonly (readonly [name: string, address: () => string])[] = [
  ['home', () => ''],
  ['the runs', () => 'runs/'],
  ['how to contribute', () => 'contribute/'],
  ['a run', () => demoRunUrl()],
  ['its slices', () => `${demoRunUrl()}&tab=slices`],
  ['the demo in Explore', () => 'explore/#source=demo'],
  [
    'a sample without its files',
    () => `${demoRunUrl()}&tab=samples&sample=demo:image_editing:demo-00000-of-00001:000005`
  ],
  ['a comparison', () => `compare/#runs=${idOf('demo-careful')},${idOf('demo-hasty')}`]
];

/** At night and before a release each page at both sizes, else in turn at one. */
const looks = pages.flatMap(([name, address], index) =>
  sizes
    .filter((_, turn) => inject('isThorough') || turn === index % 2)
    .map((size) => [name, size.width, size, address] as const)
);

it.each(looks)('%s stands still while it loads, %i px wide', async (_name, _width, size, address) => {
  await tab.page.setViewport(size);
  await tab.page.goto('about:blank');
  await goTo(tab.page, address());
  await tab.page.evaluate(() => document.fonts.ready);
  const shift = await tab.page.evaluate(() =>
    (globalThis as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0)
  );
  expect(shift).toBeLessThanOrEqual(0.05);
});
