import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchDownload, click, type Download, press } from './actions';
import { visitScored } from './demoRun';
import { expectNoBarriers } from './expectNoBarriers';
import { byRole, find, openPage, reload, siteUrl, visit, type Visit, waitForStatus } from './openSite';

interface Assignment {
  readonly digest: string;
  readonly items: readonly { readonly id: string; readonly sampleId: string; readonly task: string }[];
}

interface Ratings {
  readonly rater: string;
  readonly ratings: readonly {
    readonly item: string;
    readonly scores: Readonly<Record<string, number | string>>;
    readonly comment: string;
  }[];
}

const systems = ['demo-careful', 'demo-hasty'];

const dimensionNames: Readonly<Record<string, string>> = {
  anatomical_accuracy: 'Anatomical accuracy',
  clinical_finding_accuracy: 'Clinical finding accuracy',
  instruction_compliance: 'Instruction compliance',
  cross_modal_consistency: 'Cross-modal consistency',
  hallucination_omission_control: 'Hallucination and omission control'
};
/** A choice has no image of its own to ask about. */
const ofChoice = ['clinical_finding_accuracy', 'instruction_compliance', 'hallucination_omission_control'];

/** What the output at a place of the assignment, the first being 1, is rated by. */
const askedAt = (position: number): readonly string[] =>
  assignment.items[position - 1]!.task === 'multiple-choice' ? ofChoice : Object.keys(dimensionNames);

const parse = <Content>({ bytes }: Download): Content =>
  JSON.parse(new TextDecoder().decode(bytes)) as Content;

async function saveAs(page: Page, item: string): Promise<Download> {
  return catchDownload(page, async () => {
    await click(page, 'button', 'Save');
    await click(page, 'menuitem', item);
  });
}

/** Puts a file into a file input, as its picker would. */
async function pick(page: Page, label: string, name: string, text: string | Uint8Array): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), 'medgen-review-')), name);
  writeFileSync(path, text);
  const input = await find(page, `::-p-xpath(//label[contains(., "${label}")]/input)`);
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
}

/** What the keyboard is at: the dimension of the focused scale, or the text of the focused element. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const group = element?.closest('[role="radiogroup"]');
    return group?.getAttribute('data-dimension') ?? element?.textContent.trim() ?? '';
  });

const waitForPosition = (page: Page, position: number): Promise<unknown> =>
  page.waitForFunction(
    (text) => document.querySelector('.progress')?.textContent.trim().startsWith(text),
    {},
    `${position} of`
  );

async function pressKeys(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key as 'Enter');
}

async function waitForScale(page: Page): Promise<void> {
  await page.waitForFunction(() => document.activeElement?.closest('[role="radiogroup"]') !== null);
}

let owner: Visit;
let assignment: Assignment;
let assignmentFile: Download;

beforeAll(async () => {
  owner = await visitScored('review/');
  const { page } = owner;
  await page.waitForSelector(byRole('heading', 'New assignment'));
  await find(page, '::-p-xpath(//legend[contains(., "Runs to rate")])');
  for (const box of await page.$$('::-p-xpath(//fieldset//input[@type="checkbox"])')) await box.click();
  await find(page, '::-p-xpath(//caption[contains(., "2 systems")])');
  const perTask = await page.waitForSelector(byRole('spinbutton', 'Samples a task'));
  await perTask!.click({ count: 3 });
  await perTask!.type('1');
  await find(page, '::-p-xpath(//caption[contains(., "32 outputs")])');
  await click(page, 'button', 'Make the assignment');
  await waitForScale(page);
  assignmentFile = await saveAs(page, 'Assignment');
  assignment = parse(assignmentFile);
  // From the menu back to the scales.
  await page.focus('[role="radiogroup"] input');
});

afterAll(() => owner.close());

describe('rating the demo by keyboard alone', () => {
  const strokes = ['7', '8', '9', '0', '-'];

  it('has one named radiogroup a dimension of the rubric and shows no system', async () => {
    const names = await owner.page.$$eval('[role="radiogroup"]', (groups) =>
      groups.map((group) => document.getElementById(group.getAttribute('aria-labelledby')!)!.textContent)
    );
    expect(names).toEqual(askedAt(1).map((dimension) => dimensionNames[dimension]));
    const html = await owner.page.content();
    for (const system of systems) {
      expect(html).not.toContain(system);
      expect(new TextDecoder().decode(assignmentFile.bytes)).not.toContain(system);
    }
  });

  it('gets through five outputs with digits and Enter, and takes strokes back', async () => {
    const { page } = owner;
    await waitForPosition(page, 1);
    for (let position = 1; position <= 5; position++) {
      await waitForPosition(page, position);
      await waitForScale(page);
      expect(await focused(page)).toBe(askedAt(position)[0]);
      await pressKeys(page, strokes.slice(0, askedAt(position).length));
      await page.waitForFunction(() => document.activeElement?.textContent.trim() === 'Next');
      await pressKeys(page, ['Enter']);
    }
    await waitForPosition(page, 6);
    await waitForScale(page);
    // Back to the fifth output: its last stroke, then the one before.
    await pressKeys(page, ['u']);
    await waitForPosition(page, 5);
    await waitForScale(page);
    await pressKeys(page, ['u']);
    const before = askedAt(5).at(-2)!;
    await page.waitForFunction(
      (dimension) => document.activeElement?.closest(`[data-dimension="${dimension}"]`) !== null,
      {},
      before
    );
    await pressKeys(page, ['4', '3', 'c']);
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.type('1 stray line at the left lung');
    await pressKeys(page, ['Escape']);
    await waitForScale(page);
  });

  it('has stored every stroke: after a reload it goes on at the first open output', async () => {
    const { page } = owner;
    // Whoever leaves earlier is asked by the browser.
    await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
    await reload(page);
    await waitForPosition(page, 6);
    await waitForScale(page);
    const rater = await page.waitForSelector(byRole('textbox', 'Rater'));
    await rater!.type('Dr A');
    await pressKeys(page, ['Tab']);
    const { rater: name, ratings } = parse<Ratings>(await saveAs(page, 'Ratings JSON'));
    expect(name).toBe('Dr A');
    expect(ratings.map(({ item }) => item)).toEqual(assignment.items.slice(0, 5).map(({ id }) => id));
    const given = [7, 8, 9, 10, 'cannot judge'];
    const expectScores = (position: number, scores: readonly (number | string)[]): void => {
      const asked = askedAt(position).map((dimension, at) => [dimension, scores[at]]);
      expect(ratings[position - 1]!.scores).toEqual(Object.fromEntries(asked));
    };
    expectScores(1, given);
    expectScores(5, [...given.slice(0, askedAt(5).length - 2), 4, 3]);
    expect(ratings[4]!.comment).toBe('1 stray line at the left lung');
  });

  it('offers the files when images are not at hand, and brings the demo back', async () => {
    const { page } = owner;
    await click(page, 'button', 'Load the demo again');
    await page.waitForSelector('[role="img"] canvas');
    const html = await page.content();
    for (const system of systems) expect(html).not.toContain(system);
  });

  it('puts no barrier before anyone and fits 390 px', () => expectNoBarriers(owner.page));
});

describe('several raters by files', () => {
  let second: Visit;
  let sentBack: Download;

  beforeAll(async () => {
    second = await visit('review/');
    const { page } = second;
    await pick(page, 'Assignment file', assignmentFile.name, assignmentFile.bytes);
    await click(page, 'button', 'Load the demo');
    await page.waitForSelector('[role="img"] canvas');
    await page.setOfflineMode(true);
    for (let position = 1; position <= assignment.items.length; position++) {
      await waitForPosition(page, position);
      await waitForScale(page);
      const score = String(1 + ((position * 7) % 9));
      const asked = askedAt(position).length;
      await pressKeys(page, [...Array.from({ length: asked - 2 }, () => score), '6', '5']);
      await page.waitForFunction(() => document.activeElement?.matches('.steps .primary'));
      if (position < assignment.items.length) await pressKeys(page, ['Enter']);
    }
    // Ratings of nobody could not be told apart: saving asks for the rater and puts the keyboard there.
    await pressKeys(page, ['Enter']);
    await find(page, '::-p-text(Not saved: say first who rates)');
    await page.keyboard.type('Dr B');
    await pressKeys(page, ['Tab']);
    sentBack = await saveAs(page, 'Ratings CSV');
  });

  afterAll(() => second.close());

  it('a second browser rates the same outputs from assignment and predictions alone, offline', () => {
    const lines = new TextDecoder().decode(sentBack.bytes).trim().split('\n');
    expect(lines).toHaveLength(assignment.items.length + 1);
    expect(second.errors).toEqual([]);
    expect(second.foreignRequests).toEqual([]);
  });

  it('asks before it shows the agreement to somebody in the middle of rating', async () => {
    const { page } = owner;
    await click(page, 'link', 'Agreement');
    await find(page, '::-p-text(You are in the middle of rating)');
    await click(page, 'button', 'Show it all the same');
    await page.waitForSelector('::-p-aria([role="heading"][name="Rater and rater"])');
  });

  it('merges both raters and gives agreement with n', async () => {
    const { page } = owner;
    await pick(page, 'Ratings files', sentBack.name, sentBack.bytes);
    const table = await find(page, '::-p-xpath(//table[starts-with(@aria-label, "Rater and rater")])');
    await page.waitForFunction((node) => node!.querySelectorAll('tbody tr').length === 17, {}, table);
    const all = await table!.$eval('tbody tr', (row) => row.textContent.replaceAll(/\s+/g, ' '));
    expect(all).toMatch(/All tasks.*n 5, below 30/);
    expect(await page.$('::-p-aria([role="table"][name="Disagreements"])')).not.toBeNull();
  });

  it('shows a file of the same rater with other scores as conflicts, and counts neither until one is chosen', async () => {
    const { page } = owner;
    const other = new TextDecoder().decode(sentBack.bytes).replace(/,6,5,/, ',2,1,');
    await pick(page, 'Ratings files', 'again.csv', other);
    await find(page, '::-p-text(1 output rated twice and differently by one rater; 1 open)');
    await press(page, '::-p-xpath(//section[@aria-label="Conflicts"]//label[contains(., "again.csv")])');
    await find(page, '::-p-text(1 output rated twice and differently by one rater; 0 open)');
  });

  it('refuses what is no ratings file, by name and reason', async () => {
    const { page } = owner;
    await pick(page, 'Ratings files', 'notes.json', '{"schema": "something else"}');
    await find(page, '::-p-text(notes.json: this is no file of ratings: its schema does not fit)');
  });

  it('puts no barrier before anyone and fits 390 px', () => expectNoBarriers(owner.page));

  it('puts the means into the runs, as metrics and in the exports', async () => {
    const { page } = owner;
    await click(page, 'button', 'Put the scores into the runs');
    await waitForStatus(page, /^Expert scores are in 2 runs/);
    const { page: run } = await openPage(owner.context, 'runs/');
    await click(run, 'link', systems[0]!);
    await find(run, '::-p-text(Experts: overall)');
    await run.close();
    expect(owner.errors).toEqual([]);
    expect(page.url()).toBe(siteUrl(`review/#assignment=${assignment.digest}&tab=agreement`));
  });
});
