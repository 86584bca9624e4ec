import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import type { SortedFile } from '../../src/lib/predictions/classifyRecords';
import { splitModels } from '../../src/lib/predictions/splitModels';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { read } from './readAndSay';
import { editRecord, images, predictions, sampleOf, vqaRecord } from './records';

const answer = (sample_id: unknown, response: unknown = 'a') => ({ sample_id, response });
const image = (sample_id: string, output_image: unknown) => ({ sample_id, output_image });
const data = [
  predictions('data/vqa.jsonl', sampleOf(vqaRecord('v1')), sampleOf(vqaRecord('v2'))),
  predictions('data/edit.jsonl', { ...sampleOf(editRecord('e1')), response: undefined }),
  ...images().map(({ path, file }) => ({ path: `data/${path}`, file }))
];

describe('one file of several models', () => {
  it.each([
    ['lines', 'all_vqa.jsonl', (records: object[]) => jsonl(records)],
    [
      'a table',
      'all_vqa.csv',
      (records: { model: string; sample_id: string; response: string }[]) =>
        `model,sample_id,response\n${records.map((r) => `${r.model},${r.sample_id},${r.response}\n`).join('')}`
    ]
  ])('is a system of each: %s', async (_, path, write) => {
    const records = [
      { model: 'gpt-4.1', sample_id: 'v1', response: 'a' },
      { model: 'org/llava', sample_id: 'v1', response: 'b' },
      { model: 'org/llava', sample_id: 'v2', response: 'c' }
    ];
    const { rows, errors, warnings } = await read(...data, dropFile(path, write(records)));
    expect(rows).toEqual({ 'gpt-4.1': ['v1'], 'org/llava': ['v1', 'v2'] });
    expect(errors).toEqual([]);
    expect(warnings[0]).toContain('the records name 2 models in "model", "gpt-4.1", "org/llava"');
  });

  it('and the files of other formats beside it are the same systems', async () => {
    const { rows } = await read(
      ...data,
      predictions('all_vqa.jsonl', { ...answer('v1'), model: 'x' }, { ...answer('v2'), model: 'Y' }),
      predictions(
        'all_edit.jsonl',
        { ...image('e1', 'o/x.png'), model: 'X' },
        { ...image('e1', 'o/y.png'), model: 'y' }
      ),
      ...['x', 'y'].map((name) => dropFile(`o/${name}.png`, name))
    );
    expect(rows).toEqual({ X: ['e1', 'v1'], y: ['e1', 'v2'] });
  });

  it('has its own scores of an evaluated file that names the same models', async () => {
    const of = (model: string, fields: object) => ({ ...answer('v1', model), model, ...fields });
    const { drop } = await read(
      ...data,
      predictions('all_vqa.jsonl', of('x', {}), of('y', {})),
      predictions('all_vqa_local_metrics.jsonl', of('y', { BLEU: 0.2 }), of('x', { BLEU: 0.1 }))
    );
    expect(drop.systems.map(({ system, rows: [row] }) => [system, row?.imported?.values])).toEqual([
      ['x', { BLEU: 0.1 }],
      ['y', { BLEU: 0.2 }]
    ]);
  });

  it('is one system where all name one, and what names none stays with the file', async () => {
    const of = (id: string, model?: string) => ({ ...answer(id), ...(model && { model }) });
    expect((await read(...data, predictions('m_vqa.jsonl', of('v1', 'x'), of('v2')))).rows).toEqual({
      m: ['v1', 'v2']
    });
    const { rows } = await read(...data, predictions('m_vqa.jsonl', of('v2'), of('v1', 'x'), of('v1', 'y')));
    expect(rows).toEqual({ m: ['v2'], x: ['v1'], y: ['v1'] });
  });

  it('is one system where the field holds prompts, or something that each record has of its own', async () => {
    const prompts = [
      'You are a radiologist. Answer with one letter.',
      'You are a pathologist. Write a report.'
    ];
    const records = prompts.map((system, i) => ({ ...answer(`v${i + 1}`), system }));
    expect((await read(...data, predictions('m_vqa.jsonl', ...records))).rows).toEqual({ m: ['v1', 'v2'] });
    const many = Array.from({ length: 65 }, (_, i) => ({ ...answer(`x${i}`), model: `m-${i}` }));
    expect(Object.keys((await read(...data, predictions('m_vqa.jsonl', ...many))).rows)).toEqual(['m']);
  });

  it('has its images beside it, and inside of it', async () => {
    const base64 = Buffer.from(`\x89PNG\r\n\x1a\n${'\0'.repeat(80)}`, 'latin1').toString('base64');
    const { drop } = await read(
      ...data,
      predictions(
        'run/all_edit.jsonl',
        { ...image('e1', 'out/e1.png'), model: 'x' },
        { ...image('e1', `data:image/png;base64,${base64}`), model: 'y' }
      ),
      dropFile('run/out/e1.png', 'mine')
    );
    const outputs = drop.systems.map(({ rows: [row] }) =>
      row?.status === 'ready'
        ? drop.tree.resolve(row.prediction.outputImage ?? '', row.prediction.file)?.path
        : row
    );
    expect(outputs).toEqual(['run/out/e1.png', 'run/all_edit.jsonl/2/output_image.png']);
  });

  it.each([
    ['lists under their names', { gpt: [answer('v1', 'a')], llava: [answer('v1', 'b')] }],
    ['lists of other samples', { gpt: [answer('v1', 'a')], llava: [answer('v2', 'b')] }],
    [
      'lists deeper under them',
      { runs: { gpt: { predictions: [answer('v1', 'a')] }, llava: { predictions: [answer('v1', 'b')] } } }
    ],
    [
      'a wrapper each',
      [
        { model: 'gpt', predictions: [answer('v1', 'a')] },
        { model: 'llava', predictions: [answer('v2', 'b')] }
      ]
    ],
    [
      'a wrapper each, the name inside of something',
      [
        { config: { model_name_or_path: 'gpt' }, results: [answer('v1', 'a')] },
        { config: { model_name_or_path: 'llava' }, results: [answer('v2', 'b')] }
      ]
    ]
  ])('is a system of each by what stands around its records: %s', async (_, value) => {
    const { drop, errors, warnings } = await read(...data, dropFile('all_vqa.json', JSON.stringify(value)));
    expect(drop.systems.map(({ system, rows }) => [system, rows.length])).toEqual([
      ['gpt', 1],
      ['llava', 1]
    ]);
    expect(errors).toEqual([]);
    expect(warnings.join()).toContain('"gpt", "llava"; each is a system of its own');
  });

  it.each([
    { vqa: [answer('v1')], edit: [answer('v2')] },
    { 'question-answering': [answer('v1')], 'report-generation': [answer('v2')] },
    { CT: [answer('v1')], MRI: [answer('v2')] },
    { correct: [answer('v1')], incorrect: [answer('v2')] },
    { part_0: [answer('v1')], part_1: [answer('v2')] },
    { 'vqa_part1.jsonl': [answer('v1')], 'vqa_part2.jsonl': [answer('v2')] },
    { train: [answer('v1')], test: [answer('v2')] }
  ])('is one system where its lists are parts of it: %o', async (value) => {
    const { rows } = await read(...data, dropFile('m_vqa.json', JSON.stringify(value)));
    expect(rows).toEqual({ m: ['v1', 'v2'] });
  });

  it('is not guessed where lists of parts answer the same samples', async () => {
    const lists = { train: [answer('v1', 'a')], test: [answer('v1', 'b')] };
    const { rows, errors } = await read(...data, dropFile('all_vqa.json', JSON.stringify(lists)));
    expect(rows).toEqual({});
    expect(errors[0]).toContain('it is not clear which of its lists are the predictions');
  });

  it.each(['model_name_or_path', 'Engine', 'checkpoint', 'llm'])('is told by %s, too', async (field) => {
    const records = [
      { ...answer('v1'), [field]: 'x' },
      { ...answer('v2'), [field]: 'y' }
    ];
    expect((await read(...data, predictions('all_vqa.jsonl', ...records))).rows).toEqual({
      x: ['v1'],
      y: ['v2']
    });
  });

  it('may number them', async () => {
    const records = [
      { ...answer('v1'), checkpoint: 500 },
      { ...answer('v2'), checkpoint: 1000 }
    ];
    expect((await read(...data, predictions('all_vqa.jsonl', ...records))).rows).toEqual({
      500: ['v1'],
      1000: ['v2']
    });
  });

  it('is told by a field inside of another, but not by one of the sample', async () => {
    const of = (id: string, field: string, model: string) => ({ ...answer(id), [field]: { model } });
    const both = async (field: string) =>
      (await read(...data, predictions('m_vqa.jsonl', of('v1', field, 'x'), of('v2', field, 'y')))).rows;
    expect(await both('config')).toEqual({ x: ['v1'], y: ['v2'] });
    expect(await both('metadata')).toEqual({ m: ['v1', 'v2'] });
  });
});

describe('the files that one becomes', () => {
  const problem = { code: 'x', severity: 'error', where: {}, what: 'x' } as const;

  function split(records: readonly (JsonObject | null)[], facts: Partial<SortedFile> = {}) {
    const rows = records.map((record, i) =>
      record === null ? { line: i + 1, problem } : { line: i + 1, record }
    );
    const name = { system: 'all', place: 'run', format: 'vqa', part: null, evaluation: 'none' } as const;
    const file = { path: 'run/all_vqa.jsonl', kind: 'predictions', rows, name, ...facts } as SortedFile;
    const { files, problems } = splitModels([file]);
    return { file, files, problems, lines: files.map((part) => part.rows.map(({ line }) => line)) };
  }

  const gpt = { model: 'gpt' };
  const llava = { model: 'org/llava' };

  it('are called as if they lay in a folder of its name, and keep their lines', () => {
    const { file, files, problems } = split([llava, gpt, { model: 'Org/LLaVA' }, {}, null]);
    const name = { ...file.name, place: 'run/all' };
    const of = (path: string, model: string, lines: number[]) => ({
      ...file,
      path: `run/all_vqa.jsonl/${path}.jsonl`,
      name: { ...name, system: model },
      rows: lines.map((line) => file.rows[line - 1])
    });
    expect(files).toStrictEqual([
      of('org_llava', 'org/llava', [1, 3]),
      of('gpt', 'gpt', [2]),
      { ...file, rows: file.rows.slice(3) }
    ]);
    expect(problems).toEqual([
      {
        code: 'models-split',
        severity: 'warning',
        where: { file: 'run/all_vqa.jsonl', field: 'model' },
        what: 'the records name 2 models in "model", "org/llava", "gpt"; each is a system of its own (join them under Check where they are one)'
      }
    ]);
  });

  it('repeat those of the file that it repeats', () => {
    const { files } = split([gpt, { model: 'a\\b' }], { kind: 'imported', repeats: 'run/p.jsonl' });
    expect(files.map(({ repeats }) => repeats)).toEqual(['run/p.jsonl/gpt.jsonl', 'run/p.jsonl/a_b.jsonl']);
  });

  it.each(['dataset', 'unmapped', 'other', 'results', 'fixture'] as const)(
    'are itself where it is %s',
    (kind) => {
      const { file, files, problems } = split([gpt, llava], { kind });
      expect([files, problems]).toEqual([[file], []]);
    }
  );

  const many = (count: number) => Array.from({ length: count }, (_, i) => ({ model: `m-${i}` }));

  it.each<[what: string, records: JsonObject[], files: number]>([
    ['names in other letters', [gpt, { model: 'GPT' }], 1],
    ['64 names', many(64), 64],
    ['65 names', many(65), 1],
    ['a name of 80 letters', [gpt, { model: 'x'.repeat(80) }], 2],
    ['a text of 81 letters', [gpt, { model: 'x'.repeat(81) }], 1],
    ['a name of five words', [gpt, { model: 'a b c d e' }], 2],
    ['a text of six words', [gpt, { model: 'a b c d e f' }], 1],
    ['lines', [gpt, { model: 'a\nb' }], 1],
    ['empty names', [gpt, { model: ' ' }], 1],
    [
      'names below which others are',
      [
        { ...gpt, system: 'x' },
        { ...gpt, system: 'y' }
      ],
      2
    ]
  ])('are told apart by %s', (_, records, files) => {
    expect(split(records).files).toHaveLength(files);
  });
});
