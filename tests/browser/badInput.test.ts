import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { taskNames } from '../../src/lib/benchmark/tasks';
import { dropPaths, pressScore } from './actions';
import { writeBadDrop } from './badDrop';
import { visit, waitForStatus, type Visit } from './openSite';

/** The text of every problem that the page lists. */
const listProblems = (tab: Visit): Promise<string[]> =>
  tab.page.$$eval('::-p-aria([role="region"][name="Problems"]) li', (items) =>
    items.map((item) => item.textContent.replaceAll(/\s+/g, ' ').trim())
  );

const edits = 'drop/predictions/gpt_edit.jsonl';
const outputs = 'drop/predictions/output_image/gpt';

/** What happened, and the exact words for it. */
const faults = [
  [
    'a record without its image',
    `${edits}:4: missing output_image of sample "missing"; got "output_image/gpt/missing.png", expected a file of the drop`
  ],
  ['a broken line', `${edits}:7: not valid JSON at character 62; got "}", expected a value`],
  [
    'a second prediction for a sample',
    `${edits}:9: a second prediction for sample "good"; got ${edits}:9, expected only ${edits}:1, which is scored`
  ],
  [
    'an unknown task',
    `${edits}:10: unknown task of sample "unknown"; got "tea-leaf-reading", expected one of ${taskNames.join(', ')}`
  ],
  [
    'an encrypted ZIP',
    'drop/locked.zip: files in it are encrypted and cannot be read; got 1 of 1 files encrypted, expected a ZIP without a password'
  ],
  [
    'a ZIP with ../ in a name',
    'drop/escaping.zip: a file in it points outside of the archive and is left out; got "../gpt_vqa.jsonl", expected a relative path without ".."'
  ],
  [
    'a truncated JPEG',
    `${edits}:5: ${outputs}/truncated.jpg: the JPEG file is truncated; got the end of the file after 6000 bytes, expected the rest of the picture`
  ],
  ['an image that is too small', `${edits}:6: image is 6×5 px; SSIM's 7×7 window needs at least 7 px a side`],
  [
    'a header that promises 40,000 × 40,000 pixels',
    `${edits}:8: ${outputs}/huge.png: the image is too large; got 40000×40000 pixels, expected at most 178,956,970 pixels`
  ],
  [
    'a PNG with a wrong checksum',
    `${edits}:3: output ${outputs}/damaged.png is damaged: the checksum of its PNG chunk IDAT is wrong`
  ]
] as const;

describe('a drop with one of each fault', () => {
  let tab: Visit;
  let status: string;
  let problems: string[];

  beforeAll(async () => {
    tab = await visit('score/');
    await dropPaths(tab.page, [writeBadDrop()]);
    await waitForStatus(tab.page, /predictions of 1 system/);
    await pressScore(tab.page);
    status = await waitForStatus(tab.page, /^Scored/);
    problems = await listProblems(tab);
  });

  afterAll(() => tab.close());

  it('is scored but for the faulty rows, and every row is accounted for', () => {
    expect(status).toMatch(/^Scored 4 of 11/);
    expect(tab.errors).toEqual([]);
  });

  it.each(faults)('names %s and its place', (_, message) => {
    expect(
      problems.filter((problem) => problem.includes(message)),
      problems.join('\n')
    ).toHaveLength(1);
  });

  it('names nothing else', () => {
    expect(problems.filter((problem) => !faults.some(([, message]) => problem.includes(message)))).toEqual(
      []
    );
  });
});

describe('an empty drop', () => {
  it('says what a drop should hold', async () => {
    const tab = await visit('score/');
    await dropPaths(tab.page, [mkdtempSync(join(tmpdir(), 'medgen-'))]);
    await tab.page.waitForSelector('::-p-aria([role="region"][name="Problems"]) li');
    expect(await listProblems(tab)).toEqual([
      'error the drop is empty; got no files, expected prediction files (JSONL, JSON, CSV, Parquet), a folder of them, or a ZIP or TAR'
    ]);
    await tab.close();
  });
});
