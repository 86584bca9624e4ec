import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canaryKey } from '../judge/judgeTools';
import { ProviderSimulator } from '../judge/simulator/ProviderSimulator';
import { catchDownload, click, exportAs, press } from './actions';
import { readTable, scoreDemo } from './demoRun';
import { findBarriers } from './findBarriers';
import { chooseRun, connect, fill, honest, questionsOf, start } from './judgePage';
import { byRole, find, reload, type Visit, waitForStatus } from './openSite';
import { readEverything } from './readEverything';
import { unzip } from './zip';

describe('judging the demo', () => {
  let tab: Visit;
  let simulator: ProviderSimulator;
  const logged: string[] = [];

  beforeAll(async () => {
    simulator = await ProviderSimulator.open({ script: honest, key: canaryKey });
    tab = await scoreDemo();
    tab.page.on('console', (message) => logged.push(message.text()));
    await click(tab.page, 'link', 'Judge');
    await chooseRun(tab.page, 'demo-careful');
  });

  afterAll(async () => {
    await tab.close();
    await simulator.close();
  });

  it('plans before it asks: requests, host and prompt are shown, and nothing is sent', async () => {
    const { page } = tab;
    await connect(page, `${simulator.url}/v1`);
    const plan = await readTable(page, 'Plan');
    expect(plan[0]).toEqual(['Requests', '32: 16 with ground truth, 16 without']);
    const text = await page.$eval('main', (main) => main.textContent.replaceAll(/\s+/g, ' '));
    expect(text).toContain(`straight to ${simulator.url}, and nowhere else`);
    await click(page, 'button', 'Show three requests');
    await page.waitForFunction(() => document.querySelectorAll('article').length === 3);
    expect(await page.$$('article img')).not.toHaveLength(0);
    expect(await page.$eval('article pre', (pre) => pre.textContent)).toContain('clinical imaging expert');
    expect(simulator.requests).toHaveLength(0);
  });

  it('tests the connection with nothing of the data', async () => {
    const { page } = tab;
    await click(page, 'button', 'Test connection');
    await find(page, '::-p-text(answers and reads pictures)');
    expect(simulator.requests).toHaveLength(1);
  });

  it('asks for consent, scores every question, and puts the scores into the run', async () => {
    const { page } = tab;
    await click(page, 'button', 'Start scoring');
    await page.waitForSelector(byRole('button', 'Do not send'));
    expect(questionsOf(simulator)).toBe(0);
    await click(page, 'button', 'I may send them to this host');
    await waitForStatus(page, /^Judged 32 of 32/);
    expect(questionsOf(simulator)).toBe(32);
    expect((await readTable(page, 'Answers')).length).toBeGreaterThan(10);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('shows the raw answer', async () => {
    const { page } = tab;
    await press(page, 'table[aria-label="Answers"] tbody button');
    await page.waitForSelector('dialog pre');
    expect(await page.$eval('dialog', (dialog) => dialog.textContent)).toContain('simulated explanation');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('dialog') === null);
  });

  it('leaves the key in the one header, and nowhere else', async () => {
    const { page } = tab;
    for (const { headers, path, body } of simulator.requests) {
      const holders = Object.entries(headers).filter(([, value]) => String(value).includes(canaryKey));
      expect(holders.map(([name]) => name)).toEqual(['authorization']);
      expect(path + body).not.toContain(canaryKey);
    }
    const raw = await catchDownload(page, () => click(page, 'button', 'Save these answers (JSONL)'));
    const text = new TextDecoder().decode(raw.bytes);
    expect(text.trim().split('\n')).toHaveLength(32);
    expect(text).not.toContain(canaryKey);
    expect(await readEverything(page)).not.toContain(canaryKey);
    expect(logged.join('\n')).not.toContain(canaryKey);
    expect(tab.foreignRequests.join('\n')).not.toContain(canaryKey);
    expect(new Set(tab.foreignRequests.map((url) => new URL(url).origin))).toEqual(new Set([simulator.url]));
  });

  it('asks nothing twice after a reload', async () => {
    const { page } = tab;
    await reload(page);
    await click(page, 'button', 'Load the demo again');
    await find(page, '::-p-text(images at hand)');
    await fill(page, 'textbox', 'API key', canaryKey);
    const before = simulator.requests.length;
    await start(page);
    await waitForStatus(page, /^Judged 32 of 32/);
    expect(simulator.requests).toHaveLength(before);
  });

  it('is in the run page and its official export', async () => {
    const { page } = tab;
    await press(page, 'main section a[href*="/run/"]');
    await page.waitForSelector(byRole('table', 'Scores'));
    const rows = await readTable(page, 'Scores');
    const overall = rows.find(([name]) => name?.startsWith('Judge') && name.includes('overall'));
    expect(overall?.join(' ')).toMatch(/ 4 0 .* 6 0 .* 6 0 /);
    const files = await unzip((await exportAs(page, 'Official JSONL')).bytes);
    const [name] = [...files.keys()].filter((path) => path.endsWith('_edit_with_vlm.jsonl'));
    expect(name).toBeDefined();
    const records = files
      .get(name!)!
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, { overall_score: number } | undefined>);
    expect(records.filter((record) => record['vlm_judge_w_gt_result'])).toHaveLength(6);
    expect([...files.values()].join('\n')).not.toContain(canaryKey);
    expect(tab.errors).toEqual([]);
  });
});
