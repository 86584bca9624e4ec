import { describe, expect, it } from 'vitest';
import type { CheckedRow } from '../../src/lib/predictions/checkPrediction';
import type { SortedFile } from '../../src/lib/predictions/classifyRecords';
import { parseFileName } from '../../src/lib/predictions/fileName';
import { groupFiles, type CheckedFile } from '../../src/lib/predictions/groupFiles';

/** A file that answers these samples; an empty id is a row that names none. */
const file = (path: string, ...sampleIds: string[]): CheckedFile => ({
  file: { path, name: parseFileName(path) } as SortedFile,
  rows: sampleIds.map(
    (sampleId) => ({ row: { status: 'unscored', sampleId: sampleId || null } }) as CheckedRow
  ),
  ids: null
});

const group = (files: readonly CheckedFile[], chosen: Readonly<Record<string, string>> = {}) =>
  groupFiles(files, new Map(Object.entries(chosen))).map(({ system, files: own }) => [
    system,
    own.map((one) => one.file.path)
  ]);

describe('files of one system', () => {
  it.each<[what: string, files: CheckedFile[]]>([
    ['of other formats', [file('gpt_vqa.jsonl', 's1'), file('gpt_edit.jsonl', 's1'), file('GPT.csv', 's2')]],
    ['of other samples', [file('gpt_vqa.jsonl', 's1'), file('gpt_vqa.csv', 's2')]],
    ['of rows that name no sample', [file('gpt_vqa.jsonl', ''), file('gpt_vqa.csv', '')]],
    ['numbered parts', [file('gpt_part0.jsonl', 's1'), file('gpt_part1.jsonl', 's1')]]
  ])('are called alike, in one place: %s', (_, files) => {
    expect(group(files)).toEqual([['gpt', files.map((one) => one.file.path)]]);
  });

  it.each<[what: string, files: CheckedFile[], systems: string[]]>([
    ['another place', [file('a/gpt.jsonl', 's1'), file('b/gpt.jsonl', 's2')], ['gpt (a)', 'gpt (b)']],
    ['another name', [file('gpt.jsonl', 's1'), file('llava.jsonl', 's2')], ['gpt', 'llava']],
    [
      'the same samples in a file of no format',
      [file('gpt_vqa.jsonl', 's1', 's2'), file('gpt.jsonl', 's3', 's2')],
      ['gpt', 'gpt (gpt.jsonl)']
    ],
    [
      'the same samples in a file of the same format',
      [file('gpt_vqa.jsonl', 's1'), file('gpt_vqa.csv', 's1')],
      ['gpt', 'gpt (gpt_vqa.csv)']
    ],
    [
      'the same samples in one of no format first',
      [file('gpt.jsonl', 's1'), file('gpt_vqa.jsonl', 's1')],
      ['gpt', 'gpt (gpt_vqa.jsonl)']
    ],
    [
      'the same samples in a download of the same name',
      [file('gpt (1).jsonl', 's1'), file('gpt (2).jsonl', 's1')],
      ['gpt', 'gpt (gpt (2).jsonl)']
    ],
    [
      'the same samples in a copy',
      [file('gpt_part1.jsonl', 's1'), file('gpt - Copy.jsonl', 's1')],
      ['gpt', 'gpt (gpt - Copy.jsonl)']
    ],
    [
      'the same samples in a part and the whole',
      [file('gpt_part1.jsonl', 's1'), file('gpt.jsonl', 's1')],
      ['gpt', 'gpt (gpt.jsonl)']
    ],
    [
      'the same samples in the same part',
      [file('gpt_part1.jsonl', 's1'), file('gpt_part1.csv', 's1')],
      ['gpt', 'gpt (gpt_part1.csv)']
    ]
  ])('are others where there is %s', (_, files, systems) => {
    expect(group(files)).toEqual(systems.map((system, i) => [system, [files[i]!.file.path]]));
  });

  it('are joined by the first system that they do not contradict', () => {
    const paths = group([
      file('gpt.jsonl', 's1'),
      file('gpt.csv', 's1', 's2'),
      file('gpt.json', 's2'),
      file('gpt.tsv', 's3')
    ]).map(([, own]) => own);
    expect(paths).toEqual([['gpt.jsonl', 'gpt.json', 'gpt.tsv'], ['gpt.csv']]);
  });

  it('are those that a person calls alike, whatever they hold', () => {
    const paths = ['gpt.jsonl', 'b/x.jsonl', 'gpt.csv', 'gpt.tsv'];
    const chosen = { 'gpt.jsonl': 'mine', 'b/x.jsonl': 'mine', 'gpt.tsv': 'yours' };
    expect(
      group(
        paths.map((path) => file(path, 's1')),
        chosen
      )
    ).toEqual([
      ['mine', ['gpt.jsonl', 'b/x.jsonl']],
      ['gpt', ['gpt.csv']],
      ['yours', ['gpt.tsv']]
    ]);
  });
});
