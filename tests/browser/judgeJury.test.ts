import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { canaryKey } from '../judge/judgeTools';
import { makeVerdictText, ProviderSimulator, type Script } from '../judge/simulator/ProviderSimulator';
import { click, exportAs } from './actions';
import { readTable } from './demoRun';
import { findBarriers } from './findBarriers';
import {
  askOfEdits,
  choose,
  connect,
  enterServer,
  fill,
  openAdvanced,
  openJudge,
  questionsOf,
  start,
  unfold
} from './judgePage';
import { byRole, goTo, reload, waitForStatus, type Visit } from './openSite';

/** Samples that the jury is asked about. */
const count = 6;
const models = ['sim-mild', 'sim-fair', 'sim-harsh'] as const;

/** From the question alone, so that it is known whatever the order: 4 to 8 of the fair one, one more and two fewer of the others. */
function scoreOf(model: string, text: string): number {
  const fair = 4 + (text.length % 5);
  return model === 'sim-mild' ? fair + 1 : model === 'sim-harsh' ? fair - 2 : fair;
}

const textOf = (body: Record<string, unknown>): string =>
  JSON.stringify(body['messages']).replaceAll(/data:image[^"]*/g, '');

const jurors: Script = ({ body }) => ({
  do: 'answer',
  text: makeVerdictText(scoreOf(String(body['model']), textOf(body)) - 1)
});

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

describe('a jury', () => {
  let tab: Visit;
  let simulator: ProviderSimulator;

  beforeAll(async () => {
    simulator = await ProviderSimulator.open({ script: jurors, key: canaryKey });
    tab = await openJudge();
    const { page } = tab;
    await enterServer(page, `${simulator.url}/v1`);
    await openAdvanced(page);
    await askOfEdits(page, count);
    await page.click('::-p-xpath(//label[contains(., "Without ground truth: the input")]/input)');
    for (const model of models) {
      await fill(page, 'combobox', 'Model', model);
      await fill(page, 'spinbutton', 'Input', '2');
      await fill(page, 'spinbutton', 'Output', '10');
      const before = questionsOf(simulator);
      await start(page);
      await waitUntil(() => questionsOf(simulator) === before + count);
      await waitForStatus(page, /^Judged 6 of 6/);
    }
  });

  afterAll(async () => {
    await tab.close();
    await simulator.close();
  });

  it('of three judges is put together from their answers, with the means and the agreement that follow', async () => {
    const { page } = tab;
    await unfold(page, 'Jury');
    await click(page, 'button', 'Compare judges');
    await page.waitForSelector(byRole('table', 'Jury'));
    await page.waitForFunction(() => !document.body.textContent.includes('Computing the rest'));
    const rows = await readTable(page, 'Jury');
    const texts = simulator.requests
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>)
      .filter(({ model }) => model === 'sim-fair')
      .map(textOf);
    for (const model of models) {
      const row = rows.find(([name]) => name?.startsWith(`Mean score of${model}`))!;
      expect(row.at(-1)).toBe(`${mean(texts.map((text) => scoreOf(model, text))).toFixed(2)}n ${count}`);
    }
    const pair = rows.find(([name]) => name?.includes('sim-fair') && name.includes('sim-harsh'))!;
    expect(pair.at(-1)).toMatch(/Δ [−+]2\.00 \[[−+]2\.00, [−+]2\.00\]/);
    expect(rows.filter(([name]) => name?.startsWith('Weighted κ'))).toHaveLength(3);
    expect(rows.filter(([name]) => name?.startsWith('ICC(2,1)'))).toHaveLength(1);
    expect(questionsOf(simulator)).toBe(3 * count);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('shows its disagreements first, side by side', async () => {
    const { page } = tab;
    const first = '::-p-xpath(//h3[.="Disagreements"]/following-sibling::details[1])';
    const text = await page.$eval(first, (node) => node.textContent.replaceAll(/\s+/g, ' '));
    expect(text).toMatch(/range 3/);
    for (const model of models) expect(text).toContain(model);
  });

  it('puts its mean into the run, as a metric that names the members', async () => {
    const { page } = tab;
    await click(page, 'button', 'Put the mean of the jury into the run');
    await waitForStatus(page, /The mean of 3 judges is in the run/);
    await click(page, 'link', 'Open demo-careful');
    await page.waitForSelector(byRole('table', 'Scores'));
    const names = (await readTable(page, 'Scores')).map(([name]) => name ?? '');
    expect(names.filter((name) => /jury/i.test(name)).length).toBeGreaterThan(0);
    expect(await page.$eval('main', (main) => main.textContent)).toContain('sim-harsh');
  });

  it('leaves its members, settings, dates and costs in the Results JSON', async () => {
    const { bytes } = await exportAs(tab.page, 'Results JSON');
    const results = JSON.parse(new TextDecoder().decode(bytes)) as { judges: JudgeFacts[] };
    const [judge] = results.judges.filter(({ view }) => view === 'w-gt');
    expect(judge).toMatchObject({
      model: 'sim-harsh',
      answered: {
        models: ['gpt-test-2026-01-01'],
        temperatures: [0],
        structures: ['schema'],
        efforts: [null],
        maxOutputTokens: [4096]
      }
    });
    // 900 and 300 tokens at 2 and 10 dollars a million.
    expect(judge!.answered.costUsd).toBeCloseTo(count * 0.0048, 9);
    expect(JSON.stringify(results)).toMatch(/"promptHash": ?"[0-9a-f]{64}"/);
    expect(JSON.stringify(results)).not.toContain(canaryKey);
  });

  it('is told with its cost by model and run after a reload', async () => {
    const { page } = tab;
    await goTo(page, 'judge/');
    await reload(page);
    await unfold(page, 'What it cost so far');
    await page.waitForSelector(byRole('table', 'Cost by model'));
    const rows = await readTable(page, 'Cost by model');
    for (const model of models) {
      const row = rows.find(([name]) => name?.startsWith(model))!;
      expect(row.slice(1, 5)).toEqual(['6', '5,400', '1,800', '$0.03']);
    }
    expect((await readTable(page, 'Cost by run')).flat()).toContain('demo-careful');
    expect(tab.errors).toEqual([]);
  });
});

// At night and before a release; tests/judge/pairs.test.ts has it without a page.
describe.runIf(inject('isThorough'))('a judge that prefers what it sees first', () => {
  it('is found out by the other order, and names no winner', async () => {
    const simulator = await ProviderSimulator.open({
      script: () => ({ do: 'answer', text: JSON.stringify({ winner: 'A', explanation: 'simulated' }) })
    });
    const tab = await openJudge(['demo-careful', 'demo-hasty']);
    const { page } = tab;
    await connect(page, `${simulator.url}/v1`);
    await choose(page, 'Purpose', 'pairs');
    await start(page);
    await waitForStatus(page, /^Judged (\d+) of \1/);
    await page.waitForSelector(byRole('table', 'Pairwise comparison'));
    const [, ...rows] = await readTable(page, 'Pairwise comparison');
    expect(rows).toHaveLength(2);
    for (const [, winRate, first, second, , byPosition, firstShown, samples] of rows) {
      expect(winRate).toMatch(/^50(\.0)? %/);
      expect([first, second]).toEqual(['0', '0']);
      expect(byPosition).toBe(samples);
      expect(firstShown).toMatch(/^100(\.0)? %.*position bias$/);
    }
    const asked = rows.reduce((sum, row) => sum + 2 * Number(row.at(-1)), 0);
    expect(simulator.requests).toHaveLength(asked);
    expect(await findBarriers(page)).toEqual([]);
    await tab.close();
    await simulator.close();
  });
});

interface JudgeFacts {
  readonly view: string;
  readonly model: string;
  readonly answered: { readonly costUsd: number };
}

async function waitUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((wake) => setTimeout(wake, 20));
}
