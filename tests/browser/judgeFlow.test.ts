import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { canaryKey } from '../judge/judgeTools';
import { ProviderSimulator } from '../judge/simulator/ProviderSimulator';
import { click } from './actions';
import { readTable, scoreDemo, takeLink } from './demoRun';
import { chooseRun, connect, honest, start } from './judgePage';
import { listDemoRuns, visitJudged } from './judgedDemo';
import { byRole, find, goTo, openPage, siteUrl, visit, type Visit, waitForStatus } from './openSite';

describe('the scores of a judge', () => {
  let tab: Visit;
  const ids = listDemoRuns();

  beforeAll(async () => {
    tab = await visitJudged(`compare/#runs=${ids.join(',')}`);
  });

  afterAll(() => tab.close());

  it('are compared between runs like any other metric', async () => {
    const { page } = tab;
    await page.waitForSelector(byRole('table', 'Paired comparison'));
    await page.waitForFunction(() => !document.body.textContent.includes('computing'));
    const rows = await readTable(page, 'Paired comparison');
    const overall = rows.filter(([name]) => name?.startsWith('Judge') && name.includes('overall'));
    // Two views, three formats.
    expect(overall).toHaveLength(6);
    expect(overall.map(([, pairs]) => Number.parseInt(pairs ?? '', 10)).toSorted()).toEqual([
      4, 4, 6, 6, 6, 6
    ]);
  });

  it('travel in a link to the run', async () => {
    const { page } = tab;
    await goTo(page, `run/#id=${ids[0]}`);
    await page.waitForSelector(byRole('table', 'Scores'));
    const own = (await readTable(page, 'Scores')).filter(([name]) => name?.startsWith('Judge'));
    expect(own.length).toBeGreaterThanOrEqual(2);
    const url = await takeLink(page);
    const reader = await visit(url.slice(siteUrl().length));
    await reader.page.waitForSelector(byRole('table', 'Scores'));
    const shared = (await readTable(reader.page, 'Scores')).filter(([name]) => name?.startsWith('Judge'));
    expect(shared.map(([name]) => name)).toEqual(own.map(([name]) => name));
    await reader.close();
  });
});

// At night and before a release; tests/state/JudgeRunner.test.ts has it without a page.
describe.runIf(inject('isThorough'))('two tabs', () => {
  it('do not ask at the same time, so that nothing is paid for twice', async () => {
    const simulator = await ProviderSimulator.open({ script: honest, key: canaryKey });
    const { page, context, close } = await scoreDemo();
    const other = await openPage(context, 'methods/');
    // As a tab that is asking does.
    await other.page.evaluate(() => {
      void navigator.locks.request('medgen-bench-viewer:judge', () => new Promise(() => undefined));
    });
    await page.bringToFront();
    await click(page, 'link', 'Judge');
    await chooseRun(page, 'demo-careful');
    await connect(page, `${simulator.url}/v1`);
    await start(page);
    await find(page, '::-p-text(A judge is being asked already)');
    expect(simulator.requests).toHaveLength(0);
    await other.page.close();
    // The browser gives the lock back a moment later.
    await page.waitForFunction(async () => (await navigator.locks.query()).held?.length === 0);
    await start(page);
    await waitForStatus(page, /^Judged 32 of 32/);
    await close();
    await simulator.close();
  });
});
