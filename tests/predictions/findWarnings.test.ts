import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import type { Problem } from '../../src/lib/core/problem';
import type { SampleSource } from '../../src/lib/dataset/SampleSource';
import { check, sample, type Facts } from './checkRecord';
import { vqaRecord } from './records';

describe('a word on a record that is scored', () => {
  const say = async (fields: object, facts: Facts = {}) =>
    (await check(JSON.parse(JSON.stringify(vqaRecord('v1', fields))) as JsonObject, facts)).warnings;
  const where = { file: 'm_vqa.jsonl', line: 3, sampleId: 'v1' };

  it.each<[what: string, fields: object, facts: Facts, expected: Partial<Problem>]>([
    [
      'its file is named otherwise',
      {},
      { path: 'm_edit.jsonl' },
      {
        code: 'format-of-file',
        severity: 'warning',
        where: { ...where, file: 'm_edit.jsonl', field: 'category' },
        what: "the record has another format than its file's name; the record's is used",
        got: 'VQA',
        expected: 'Image editing'
      }
    ],
    [
      'its task is of another format',
      { paper_task: 'style-transfer', 'sub-category': undefined },
      {},
      {
        code: 'format-of-task',
        severity: 'warning',
        where: { ...where, field: 'category' },
        what: "the record has another format than its task style-transfer; the record's is used",
        got: 'VQA',
        expected: 'Image editing'
      }
    ],
    [
      'its response is a number',
      { response: 3 },
      {},
      {
        code: 'response-kind',
        severity: 'note',
        where: { ...where, field: 'response' },
        what: 'the response is a number, which the official evaluator refuses; it is read as the text "3"'
      }
    ],
    [
      'its response is a truth value',
      { response: false },
      {},
      {
        code: 'response-kind',
        severity: 'note',
        where: { ...where, field: 'response' },
        what: 'the response is a boolean, which the official evaluator refuses; it is read as the text "False"'
      }
    ],
    [
      'its system failed',
      { error: 'timeout' },
      {},
      {
        code: 'system-error',
        severity: 'warning',
        where: { ...where, field: 'error' },
        what: 'the system reported an error; what it wrote is scored all the same, as the official evaluator does',
        got: '"timeout"'
      }
    ],
    [
      'its input is not there',
      {},
      { files: [] },
      {
        code: 'input-missing',
        severity: 'warning',
        where: { ...where, field: 'input_image' },
        what: 'missing input_image; the scores do not need it, the sample is shown without it',
        got: '"images/in.png"',
        expected: 'a file of the drop'
      }
    ],
    [
      'the dropped dataset lacks it',
      {},
      { samples: [sample('x')] },
      {
        code: 'extra-prediction',
        severity: 'warning',
        where,
        what: 'sample "v1" is not in the dropped dataset; it is scored by what its record says'
      }
    ],
    [
      'the chosen dataset has it in another spelling',
      {},
      { samples: [sample('V1')], source: {} as SampleSource },
      {
        code: 'extra-prediction',
        severity: 'warning',
        where,
        what: 'sample "v1" is not in the chosen dataset (the nearest is "V1"); it is scored by what its record says'
      }
    ],
    [
      'the dataset says otherwise',
      { answer: 'x' },
      { samples: [sample('v1')] },
      { code: 'sample-differs', where: { ...where, field: 'answer' } }
    ]
  ])('is that %s', async (_, fields, facts, expected) => {
    expect(await say(fields, facts)).toMatchObject([expected]);
  });

  it('is that it has no id', async () => {
    const [warning, ...others] = await say({ sample_id: undefined });
    expect(others).toEqual([]);
    expect(warning).toMatchObject({
      code: 'content-identity',
      severity: 'note',
      where: { file: 'm_vqa.jsonl', line: 3, field: 'sample_id' },
      what: 'no sample_id; the sample is known by a hash of task, images, instruction, choices and answer'
    });
  });

  it('is none where all is as it should be, or one of several inputs is there', async () => {
    expect(await say({})).toEqual([]);
    expect(await say({ input_images: ['gone.png', 'images/in.png'] })).toEqual([]);
    const edit = {
      paper_task: 'style-transfer',
      ground_truth_image: 'images/in.png',
      output_image: 'out.png'
    };
    const files = ['images/in.png', 'out.png'];
    const { warnings } = await check(
      { sample_id: 'e1', response: 3, input_image: 'images/in.png', ...edit },
      { path: 'm_edit.jsonl', files }
    );
    expect(warnings).toEqual([]);
  });
});
