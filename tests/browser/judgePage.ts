import type { Page } from 'puppeteer-core';
import { canaryKey } from '../judge/judgeTools';
import { makeVerdictText, type ProviderSimulator, type Script } from '../judge/simulator/ProviderSimulator';
import { click, press } from './actions';
import { visitScored } from './demoRun';
import { byRole, find, type Visit } from './openSite';

/** Sees what the test picture shows, and gives scores that follow from the order of the questions. */
export const honest: Script = ({ body, index }) => ({
  do: 'answer',
  text: JSON.stringify(body).includes('A number is written') ? '4718' : makeVerdictText(index)
});

/** Replaces what a field holds, as pasting does: letter by letter the plan would be made anew for each. */
export async function fill(page: Page, role: string, name: string, text: string): Promise<void> {
  const field = await find(page, byRole(role, name));
  await field.click({ count: 3 });
  await page.keyboard.press('Backspace');
  await page.keyboard.sendCharacter(text);
  await page.keyboard.press('Tab');
}

export async function chooseRun(page: Page, system: string): Promise<void> {
  await press(page, `::-p-xpath(//label[.//span[text()="${system}"]]/input)`);
}

/** A tab of a browser that scored the demo before, with the demo's files at hand. */
export async function openJudge(systems: readonly string[] = ['demo-careful']): Promise<Visit> {
  const tab = await visitScored('judge/');
  for (const system of systems) await chooseRun(tab.page, system);
  await loadDemo(tab.page);
  return tab;
}

export async function loadDemo(page: Page): Promise<void> {
  await click(page, 'button', 'Load the demo again');
  await find(page, '::-p-text(images at hand)');
}

export async function choose(page: Page, name: string, value: string): Promise<void> {
  await (await find(page, byRole('combobox', name))).select(value);
}

/** Opens a part that is closed at first. */
export async function unfold(page: Page, summary: string): Promise<void> {
  await press(page, `::-p-xpath(//summary[starts-with(normalize-space(.), "${summary}")])`);
}

/** Fills the form in for a server of one's own; one sample a task. */
export async function connect(page: Page, baseUrl: string, key = canaryKey): Promise<void> {
  await enterServer(page, baseUrl, key);
  await fill(page, 'spinbutton', 'Samples a task', '1');
}

/** Names a server of one's own, its model and the key. */
export async function enterServer(page: Page, baseUrl: string, key = canaryKey): Promise<void> {
  await choose(page, 'Provider', 'compatible');
  await fill(page, 'textbox', 'Endpoint', baseUrl);
  await fill(page, 'combobox', 'Model', 'sim-vision');
  await fill(page, 'textbox', 'API key', key);
}

/** The demo's first edits alone are asked about, so many of them: what a test needs of one question, it needs of few. */
export async function askOfEdits(page: Page, count: number): Promise<void> {
  await choose(page, 'Samples', 'all');
  const others = Array.from(
    { length: 36 - count },
    (_, i) => `editing:demo-00000-of-00001:0000${String(count + i).padStart(2, '0')}`
  );
  const lines = ['demo:vqa', 'demo:multimodal_generation', ...others];
  await fill(page, 'textbox', 'Samples of these ids or file names, one a line', lines.join('\n'));
}

/** Presses the button, and agrees where it asks. */
export async function start(page: Page): Promise<void> {
  await press(page, '::-p-xpath(//button[normalize-space(.)="Start scoring" and not(@disabled)])');
  // The question is there as soon as the click is through, or not at all.
  const consent = byRole('button', 'I may send them to this host');
  if (await page.$(consent)) await press(page, consent);
}

/** Requests, the test of the connection aside. */
export const questionsOf = ({ requests }: ProviderSimulator): number =>
  requests.filter(({ body }) => !body.includes('A number is written')).length;

/** Shows the part of the form that is closed at first. */
export async function openAdvanced(page: Page): Promise<void> {
  await press(page, '::-p-xpath(//summary[starts-with(normalize-space(.), "Advanced")])');
}
