import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { makeBlobEntry } from '../../src/lib/dataset/FileEntry';
import { FileTree } from '../../src/lib/dataset/FileTree';
import type { Pacer } from '../../src/lib/dataset/Pacer';
import type { SystemRows } from '../../src/lib/predictions/assembleSystems';
import { checkFiles } from '../../src/lib/predictions/checkFiles';
import type { SortedFile } from '../../src/lib/predictions/classifyRecords';
import { noChoices } from '../../src/lib/predictions/fileChoices';
import { parseFileName } from '../../src/lib/predictions/fileName';
import { Findings } from '../../src/lib/predictions/Findings';
import { importScores } from '../../src/lib/predictions/importScores';
import { takeInlineImages } from '../../src/lib/predictions/inlineImages';
import { matchIds } from '../../src/lib/predictions/matchIds';
import { readJsonDocument } from '../../src/lib/predictions/readJsonDocument';
import { readRecordFiles } from '../../src/lib/predictions/readRecordFiles';
import { readRecords } from '../../src/lib/predictions/readRecords';
import { refuseSampleImages } from '../../src/lib/predictions/refuseSampleImages';
import { SharedTexts } from '../../src/lib/predictions/SharedTexts';
import { sortFiles } from '../../src/lib/predictions/sortFiles';
import { indexOf, sample } from './checkRecord';

/** Three records of one file. */
const records: readonly JsonObject[] = ['v1', 'v2', 'v3'].map((sample_id) => ({ sample_id, response: 'B' }));
const rows = records.map((record, i) => ({ line: i + 1, record }));
const file = { path: 'm_vqa.jsonl', rows, pythonNumberRows: 0 };
const sorted = { ...file, kind: 'predictions', name: parseFileName(file.path) } as unknown as SortedFile;
const system = (): SystemRows => ({ system: 'm', files: [sorted], rows: [] });
const tree = new FileTree([]);
const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
const entry = (path: string, content: string) => makeBlobEntry(path, new Blob([content]), 0);
const lines = text.split('\n').map((line, i) => ({ number: i + 1, text: line }));

async function importAll(pacer: Pacer, index = indexOf()) {
  const evaluated = { ...sorted, kind: 'imported' } as SortedFile;
  await importScores([system()], [evaluated], { index: await index, pacer, choices: noChoices });
}

async function refuseAll(pacer: Pacer) {
  const output = { status: 'found', entry: entry('x.png', 'x'), via: 'beside' } as const;
  const row = { row: { status: 'unscored' }, place: {}, output };
  const one = { ...system(), rows: [row] } as unknown as SystemRows;
  await refuseSampleImages([one], { index: await indexOf(sample('v1')), pacer, tree, source: null });
}

const tools = async (pacer: Pacer) => ({
  pacer,
  tree,
  source: null,
  findings: new Findings(),
  choices: noChoices,
  index: await indexOf()
});

describe('long work lets the page do its own between two', () => {
  it.each<[what: string, work: (pacer: Pacer) => Promise<unknown>, pauses: number]>([
    ['files that are sorted', (pacer) => sortFiles([file, file], noChoices, pacer), 2],
    [
      'ids that are matched',
      async (pacer) => matchIds(sorted, { pacer, index: await indexOf(sample('v1')) }, false),
      3
    ],
    ['rows that are checked', async (pacer) => checkFiles([sorted], await tools(pacer)), 3],
    ['records that scores are imported from', (pacer) => importAll(pacer), 3],
    ['samples and outputs that are compared', (pacer) => refuseAll(pacer), 2],
    ['records that images are taken out of', (pacer) => takeInlineImages(file, entry('m', ''), pacer), 3],
    ['texts that are shared', (pacer) => new SharedTexts().share(rows, pacer), 3],
    ['values of a document', (pacer) => readJsonDocument('m.json', lines, pacer), 3],
    [
      // Its lines, and then the images of its rows.
      'lines of a file',
      (pacer) => readRecords(entry('m.jsonl', text), { pacer, onBytes: () => undefined }),
      6
    ],
    [
      // Each file, its lines, images and texts.
      'files that are read',
      (pacer) =>
        readRecordFiles([entry('m.jsonl', text)], { pacer, findings: new Findings() }, () => undefined),
      10
    ],
    [
      // A batch of lines, and the images of its one row.
      'batches of a table',
      (pacer) => readRecords(entry('m.csv', 'id,response\n'), { pacer, onBytes: () => undefined }),
      2
    ]
  ])('%s', async (_, work, expected) => {
    for (const isDue of [true, false]) {
      let pauses = 0;
      await work({ isDue, pause: () => Promise.resolve(void pauses++) } as unknown as Pacer);
      expect(pauses).toBe(isDue ? expected : 0);
    }
  });
});

it('how far reading has come is told in megabytes of all files', async () => {
  const notes: string[] = [];
  const long = (letters: number) => JSON.stringify({ response: 'x'.repeat(letters) });
  const files = [entry('a.jsonl', long(400_000)), entry('b.jsonl', long(1_100_000))];
  const findings = new Findings();
  const pacer = { isDue: false } as Pacer;
  const read = await readRecordFiles(files, { pacer, findings }, (note) => notes.push(note));
  expect(read.map(({ path }) => path)).toEqual(['a.jsonl', 'b.jsonl']);
  expect(notes.filter((note) => note.startsWith('Reading a.jsonl: ')).at(-1)).toBe(
    'Reading a.jsonl: 0.4 of 1.5 MB'
  );
  expect(notes.at(-1)).toBe('Reading b.jsonl: 1.5 of 1.5 MB');
});
