import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import type { Sample } from '../../src/lib/core/sample';
import { makeBlobEntry } from '../../src/lib/dataset/FileEntry';
import { FileTree } from '../../src/lib/dataset/FileTree';
import { completeRecord, findDifferences } from '../../src/lib/predictions/completeRecord';
import type { SampleRecord } from '../../src/lib/predictions/SampleIndex';

const sample: JsonObject = {
  category: 'ImageEdit',
  paper_format: 'ImageEditing',
  paper_task: 'style-transfer',
  modality: 'CT',
  instruction: 'Stain it.',
  choices: ['a', 'b'],
  answer: 'B'
};

const treeOf = (...paths: string[]) =>
  new FileTree(paths.map((path) => makeBlobEntry(path, new Blob(['x']), 0)));

const known = (record: JsonObject, file = 'data/edit.jsonl', source: JsonObject | null = null) =>
  ({ sample: {} as Sample, record, file, source }) satisfies SampleRecord;

const complete = (record: JsonObject, one: SampleRecord | undefined, ...paths: string[]) =>
  completeRecord(record, one, treeOf(...paths), 'run/m_edit.jsonl');

describe('what a record does not say of its sample', () => {
  it('is taken from the dataset, and the rest stays its own', () => {
    const own = { sample_id: 'e1', response: 'x', instruction: 'Look.', modality: '' };
    expect(complete(own, known(sample))).toStrictEqual({ ...sample, ...own, modality: 'CT' });
    expect(own.modality).toBe('');
    expect(complete(own, undefined)).toBe(own);
  });

  it.each<[what: string, own: JsonObject, taken: string[]]>([
    ['nothing', {}, Object.keys(sample)],
    [
      'nothing but empty fields',
      { category: '', paper_task: null, choices: [], answer: '' },
      Object.keys(sample)
    ],
    ['a format', { paper_format: 'x' }, ['paper_task', 'modality', 'instruction', 'choices', 'answer']],
    [
      'a task by another name',
      { 'sub-category': 'x' },
      ['category', 'paper_format', 'modality', 'instruction', 'choices', 'answer']
    ],
    [
      'a subtask',
      { paper_subtask: 'x' },
      ['category', 'paper_format', 'modality', 'instruction', 'choices', 'answer']
    ],
    [
      'a choice',
      { choice: { A: 'x' } },
      ['category', 'paper_format', 'paper_task', 'modality', 'instruction', 'answer']
    ],
    [
      'an answer of zero',
      { answer: 0 },
      ['category', 'paper_format', 'paper_task', 'modality', 'instruction', 'choices']
    ]
  ])('is taken together with what says the same: it says %s', (_, own, taken) => {
    const filled = Object.fromEntries(taken.map((field) => [field, sample[field]]));
    expect(complete(own, known(sample))).toStrictEqual({ ...own, ...filled });
  });

  const fields = { input_images: ['in.png', 'gone.png'], ground_truth_image: 'gt.png' };
  const files = ['data/in.png', 'data/gt.png', 'run/gt.png', 'run/own.png'];

  it('are images, too, from the root of the drop', () => {
    expect(complete({}, known(fields), ...files)).toStrictEqual({
      input_images: ['data/in.png', 'gone.png'],
      ground_truth_image: 'data/gt.png'
    });
    expect(complete({}, known({ input_image: 7 }), ...files)).toStrictEqual({ input_image: 7 });
    expect(complete({}, known({ input_image: '' }), ...files)).toStrictEqual({ input_image: '' });
  });

  it('are no images where it names some, there or not', () => {
    const own = { input_image: 'own.png', ground_truth_image: 'nowhere.png' };
    expect(complete(own, known(fields), ...files)).toStrictEqual(own);
  });

  const source = { ground_truth_image: 'dataset:gt.png', input_images: ['dataset:in.png'] };

  it('are images of the chosen dataset, where its own and the dropped ones are not there', () => {
    const one = known(fields, 'data/edit.jsonl', source);
    const dropped = { input_images: ['data/in.png', 'gone.png'], ground_truth_image: 'data/gt.png' };
    expect(complete({}, one, ...files)).toStrictEqual(dropped);
    expect(complete({}, one)).toStrictEqual(source);
    expect(complete({}, known(source, '', source), ...files)).toStrictEqual(source);
    const named = { ground_truth_image: 'nowhere.png', input_images: ['own.png'] };
    expect(complete(named, one, ...files)).toStrictEqual({ ...named, ground_truth_image: 'data/gt.png' });
    expect(complete(named, one, 'run/own.png')).toStrictEqual({
      ...named,
      ground_truth_image: 'dataset:gt.png'
    });
    expect(complete(named, one)).toStrictEqual({ ...named, ...source });
  });
});

describe('what a record says otherwise than the dataset', () => {
  const find = (record: JsonObject, one: SampleRecord, ...paths: string[]) =>
    findDifferences(record, one, treeOf(...paths), { file: 'run/m_edit.jsonl', line: 3 });

  it('is its instruction, its answer or its reference', () => {
    const dataset = known({ ...sample, ground_truth_image: 'gt.png' });
    const own = { instruction: 'Look.', answer: ['B'], ground_truth_image: 'gt.png', modality: 'MRI' };
    const problem = (field: string, got: string, expected: string) => ({
      code: 'sample-differs',
      severity: 'warning',
      where: { file: 'run/m_edit.jsonl', line: 3, field },
      what: `${field} differs from the dropped dataset's; the record's own is used`,
      got,
      expected
    });
    expect(find(own, dataset, 'data/gt.png', 'run/gt.png')).toEqual([
      problem('instruction', '"Look."', '"Stain it."'),
      problem('answer', '["B"]', '"B"'),
      problem('ground_truth_image', '"gt.png"', '"gt.png"')
    ]);
    expect(find(own, { ...dataset, file: '' }, 'gt.png', 'run/gt.png').map(({ what }) => what)).toEqual([
      "instruction differs from the chosen dataset's; the record's own is used",
      "answer differs from the chosen dataset's; the record's own is used"
    ]);
  });

  it.each<[what: string, own: JsonObject]>([
    ['the same', { instruction: 'Stain it.', answer: { b: 1, a: 2 }, ground_truth_image: 'gt.png' }],
    ['nothing', { instruction: '', answer: null }],
    ['an image that is not there', { ground_truth_image: 'nowhere.png' }],
    ['the same image by another path', { ground_truth_image: '../data/gt.png' }]
  ])('is nothing where it says %s', (_, own) => {
    const dataset = known({ ...sample, answer: { a: 2, b: 1 }, ground_truth_image: 'gt.png' });
    expect(find(own, dataset, 'data/gt.png')).toEqual([]);
  });

  it('is nothing where the dataset is silent', () => {
    const silent = known({ instruction: '', ground_truth_image: 'nowhere.png' });
    expect(
      find({ instruction: 'x', answer: 'B', ground_truth_image: 'gt.png' }, silent, 'run/gt.png')
    ).toEqual([]);
  });
});
