import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canaryKey } from '../judge/judgeTools';
import { ProviderSimulator } from '../judge/simulator/ProviderSimulator';
import { catchDownload, click, exportAs, press } from './actions';
import { readTable, scoreDemo } from './demoRun';
import { findBarriers } from './findBarriers';
import { choose, chooseRun, connect, fill, honest, openAdvanced, questionsOf, start } from './judgePage';
import { byRole, find, reload, type Visit, waitForStatus } from './openSite';
import { readEverything } from './readEverything';
import { unzip } from './zip';

/** What a gateway is told beside the key. */
const secret = 'portkey-canary-51f2a9c377';

describe('judging the demo', () => {
  let tab: Visit;
  let simulator: ProviderSimulator;
  const logged: string[] = [];

  beforeAll(async () => {
    simulator = await ProviderSimulator.open({
      script: honest,
      key: canaryKey,
      headers: ['x-portkey-api-key', 'x-portkey-provider']
    });
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
    await openAdvanced(page);
    await choose(page, 'Reasoning effort', 'high');
    await choose(page, 'Image detail', 'low');
    await fill(page, 'textbox', 'Query behind every address', 'api-version=2024-10-21');
    await fill(
      page,
      'textbox',
      'Headers, one a line',
      `x-portkey-provider: openai\nx-portkey-api-key: ${secret}`
    );
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

  it('gets effort, detail, headers and query as they were set', () => {
    const questions = simulator.requests.filter(({ body }) => !body.includes('A number is written'));
    expect(questions).toHaveLength(32);
    for (const { body, headers, search } of questions) {
      expect(body).toContain('"reasoning_effort":"high"');
      expect(body).toContain('"detail":"low"');
      expect(search).toBe('?api-version=2024-10-21');
      expect(headers).toMatchObject({ 'x-portkey-provider': 'openai', 'x-portkey-api-key': secret });
      expect(headers['authorization']).toBe(`Bearer ${canaryKey}`);
    }
  });

  it('shows the raw answer', async () => {
    const { page } = tab;
    await press(page, 'table[aria-label="Answers"] tbody button');
    await page.waitForSelector('dialog pre');
    expect(await page.$eval('dialog', (dialog) => dialog.textContent)).toContain('simulated explanation');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('dialog') === null);
  });

  it('leaves the key and the secret header in their one header, and nowhere else', async () => {
    const { page } = tab;
    for (const { headers, path, body } of simulator.requests) {
      const holders = Object.entries(headers).filter(([, value]) => String(value).includes(canaryKey));
      expect(holders.map(([name]) => name)).toEqual(['authorization']);
      expect(path + body).not.toContain(canaryKey);
      expect(path + body).not.toContain(secret);
    }
    const raw = await catchDownload(page, () => click(page, 'button', 'Save these answers (JSONL)'));
    const text = new TextDecoder().decode(raw.bytes);
    expect(text.trim().split('\n')).toHaveLength(32);
    expect(text).not.toContain(canaryKey);
    const kept = await readEverything(page);
    for (const one of [canaryKey, secret]) {
      expect(kept).not.toContain(one);
      expect(logged.join('\n')).not.toContain(one);
    }
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
