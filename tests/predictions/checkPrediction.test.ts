import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { formatProblem, type Problem } from '../../src/lib/core/problem';
import { contentId } from '../../src/lib/dataset/identity';
import { identify, readResponse } from '../../src/lib/predictions/checkPrediction';
import { check, indexOf, problem, sample, type Facts } from './checkRecord';
import { vqaRecord } from './records';

const { sample_id: _, ...nameless } = sample('v1');
const answer = { sample_id: 'v1', response: 'B' };

describe('a record that can be scored', () => {
  it('is a prediction with its sample, from the dataset where it says nothing of it', async () => {
    const { checked, errors, warnings } = await check(answer, {
      samples: [sample('v1')],
      files: ['data/images/in.png']
    });
    expect([errors, warnings]).toEqual([[], []]);
    expect(checked).toMatchObject({
      place: { file: 'm_vqa.jsonl', line: 3 },
      output: null,
      row: {
        status: 'ready',
        prediction: {
          file: 'm_vqa.jsonl',
          line: 3,
          record: answer,
          response: 'B',
          outputImage: null,
          sample: { sampleId: 'v1', task: 'question-answering', answer: 'A nodule.' }
        }
      }
    });
  });

  it('may have no image where its format has none, and no response where its format has none', async () => {
    const { row } = await check(vqaRecord('v1', { output_image: 'out/v1.png' }) as JsonObject);
    expect(row).toMatchObject({ status: 'ready', prediction: { outputImage: null } });
    const edit = {
      sample_id: 'e1',
      paper_task: 'style-transfer',
      ground_truth_image: 'gt.png',
      output_image: 'out.png'
    };
    const files = ['gt.png', 'out.png'];
    expect((await check(edit, { path: 'm_edit.jsonl', files })).row).toMatchObject({
      status: 'ready',
      prediction: { response: '', outputImage: 'out.png' }
    });
  });

  it.each([
    ['B', 'B'],
    ['', ''],
    [0, '0'],
    [1.5, '1.5'],
    [true, 'True'],
    [null, null],
    [NaN, null],
    [Infinity, null],
    [['B'], null],
    [{ text: 'B' }, null]
  ])('has the response %j as the text %j', (response, text) => expect(readResponse({ response })).toBe(text));
});

describe('the id of a record', () => {
  it('is its own, else that of the same content in the dataset, else a hash', async () => {
    const index = await indexOf(sample('v1'));
    const none = await indexOf();
    const hash = await contentId(nameless);
    expect(await identify(answer, none)).toBe('v1');
    expect(await identify({ response: 'B' }, index)).toBeNull();
    expect(await identify(nameless, index)).toBe('v1');
    expect(await identify(nameless, none)).toBe(hash);
    expect(await identify({ ...nameless, answer: 'x' }, index)).toMatch(/^content:/);
  });

  it('means the nearest of the dataset only where a person says so', async () => {
    const index = await indexOf(sample('v1'), sample('v2'));
    expect(await identify({ sample_id: 'V1' }, index)).toBe('V1');
    expect(await identify({ sample_id: 'V1' }, index, true)).toBe('v1');
    expect(await identify({ sample_id: 'v1' }, index, true)).toBe('v1');
    expect(await identify({ sample_id: 'x' }, index, true)).toBe('x');
    const { row } = await check(
      { ...answer, sample_id: 'V1' },
      { samples: [sample('v1')], matchesIds: true }
    );
    expect(row).toMatchObject({ prediction: { sample: { sampleId: 'v1' } } });
  });
});

describe('a row that cannot be scored', () => {
  const at = (field: string, sampleId?: string) => ({
    file: 'm_vqa.jsonl',
    line: 3,
    ...(sampleId !== undefined && { sampleId }),
    field
  });
  const samples = [sample('v1'), sample('case_7')];

  it.each<[what: string, record: JsonObject, facts: Facts, expected: Problem]>([
    [
      'it names no sample',
      { response: 'B' },
      {},
      {
        code: 'no-identity',
        severity: 'error',
        where: at('sample_id'),
        what: 'the record names no sample',
        got: 'neither sample_id nor instruction nor images',
        expected: 'a sample_id (a text or a number)'
      }
    ],
    [
      'nothing says what its sample is',
      answer,
      {},
      {
        code: 'dataset-missing',
        severity: 'error',
        where: at('paper_task', 'v1'),
        what: 'nothing says what sample "v1" is',
        got: 'a record without paper_task, and no dataset',
        expected: 'the dataset (drop it too, or choose one), or records with their samples in them'
      }
    ],
    [
      'the dataset lacks it',
      { ...answer, sample_id: 'something else' },
      { samples },
      {
        code: 'sample-unknown',
        severity: 'error',
        where: at('sample_id', 'something else'),
        what: 'sample "something else" is not in the dataset',
        got: '"something else"',
        expected: 'one of its 2 ids'
      }
    ],
    [
      'the dataset has one like it',
      { ...answer, sample_id: 'case_8' },
      { samples },
      {
        code: 'sample-unknown',
        severity: 'error',
        where: at('sample_id', 'case_8'),
        what: 'sample "case_8" is not in the dataset; the nearest is "case_7"',
        got: '"case_8"',
        expected: 'one of its 2 ids'
      }
    ],
    [
      'the dataset has no ids',
      answer,
      { samples: [nameless] },
      {
        code: 'sample-unknown',
        severity: 'error',
        where: at('sample_id', 'v1'),
        what: 'no sample can be "v1": those of the dataset have no sample_id',
        got: 'a dataset whose records have their ids under another name, or none',
        expected: 'records with a sample_id in the dataset, too'
      }
    ],
    [
      'it has no response',
      vqaRecord('v1', { response: null }) as JsonObject,
      {},
      {
        code: 'response-missing',
        severity: 'error',
        where: at('response', 'v1'),
        what: 'no response of sample "v1"',
        got: 'null',
        expected: 'a text'
      }
    ],
    [
      'there is no answer to compare it with',
      vqaRecord('v1', { answer: '' }) as JsonObject,
      {},
      {
        code: 'answer-missing',
        severity: 'error',
        where: at('answer', 'v1'),
        what: 'no reference answer of sample "v1"',
        got: '""',
        expected: 'an answer in the record or in a dropped dataset'
      }
    ]
  ])('says why: %s', async (_, record, facts, expected) => {
    const { checked, errors } = await check(record, facts);
    expect(errors).toEqual([expected]);
    expect(checked.output).toBeNull();
    expect(checked.row).toMatchObject({ status: 'unscored', record, reason: formatProblem(expected) });
  });

  it('says so of a record without an id whose content the dataset lacks', async () => {
    const { errors } = await check({ instruction: 'What else?', response: 'B' }, { samples });
    expect(errors).toMatchObject([
      {
        code: 'sample-unknown',
        where: { field: 'sample_id' },
        what: 'the record has no sample_id, and no sample of the dataset has its instruction, images and answer together',
        got: 'nothing else that names a sample',
        expected: 'a sample_id, one of 2'
      }
    ]);
  });

  it('is one of the format and task that are known all the same', async () => {
    const facts = async (record: JsonObject | null, path?: string) => {
      const { row } = await check(record, path === undefined ? {} : { path });
      return row.status === 'unscored' && [row.sampleId, row.format, row.task];
    };
    expect(await facts(null)).toEqual([null, 'vqa', null]);
    expect(await facts(null, 'm.jsonl')).toEqual([null, null, null]);
    expect(await facts({ response: 'B', category: 'ImageEdit', paper_task: 'style-transfer' })).toEqual([
      null,
      'edit',
      'style-transfer'
    ]);
    expect(await facts(vqaRecord('v1', { response: null }) as JsonObject, 'm_edit.jsonl')).toEqual([
      'v1',
      'vqa',
      'question-answering'
    ]);
  });

  it('that could not even be read keeps its problem', async () => {
    const { checked, errors } = await check(null);
    expect(errors).toEqual([problem]);
    expect(checked.row).toMatchObject({ record: null, reason: 'm_vqa.jsonl:3: x' });
  });

  it.each(['paper_task', 'sub-category', 'paper_subtask'])(
    'needs no dataset where it has %s',
    async (field) => {
      const task = { paper_task: undefined, 'sub-category': undefined, paper_subtask: undefined };
      const record = JSON.parse(
        JSON.stringify(vqaRecord('v1', { ...task, [field]: 'question-answering' }))
      ) as JsonObject;
      expect((await check(record)).errors.map(({ code }) => code)).not.toContain('dataset-missing');
    }
  );
});
