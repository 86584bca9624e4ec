import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { Pacer } from '../../src/lib/dataset/Pacer';
import { noChoices, type FileChoices } from '../../src/lib/predictions/fileChoices';
import type { RecordFile } from '../../src/lib/predictions/recordRow';
import { sortFiles } from '../../src/lib/predictions/sortFiles';

const problem = { code: 'x', severity: 'error', where: {}, what: 'x' } as const;

const file = (path: string, ...records: (JsonObject | null)[]): RecordFile => ({
  path,
  pythonNumberRows: 0,
  rows: records.map((record, i) => (record === null ? { line: i + 1, problem } : { line: i + 1, record }))
});

const sort = (files: readonly RecordFile[], choices: Partial<FileChoices> = {}) =>
  sortFiles(files, { ...noChoices, ...choices }, new Pacer());

/** Kind of each file, and which it repeats. */
const kinds = async (...files: RecordFile[]) =>
  (await sort(files)).map(({ kind, repeats }) => (repeats === undefined ? kind : `scores of ${repeats}`));

const answer = (sample_id: string, response = 'a') => ({ sample_id, response });
const original = file('a/gpt_vqa.jsonl', answer('v1'), answer('v2'));

describe('an evaluated file', () => {
  it.each<[what: string, files: RecordFile[], last: string]>([
    ['in its place', [original, file('a/gpt_vqa_local_metrics.jsonl', answer('v1'))], 'a/gpt_vqa.jsonl'],
    [
      'in its place, with other answers',
      [original, file('a/GPT_vqa_local_metrics.jsonl', null, answer('v1', 'b'), answer('x'))],
      'a/gpt_vqa.jsonl'
    ],
    [
      'elsewhere, with the same answers',
      [original, file('eval/gpt_vqa_with_vlm.jsonl', answer('v2'), answer('x'))],
      'a/gpt_vqa.jsonl'
    ],
    [
      'of records without ids, by what was asked',
      [
        file(
          'gpt_vqa.jsonl',
          { instruction: 'x', input_image: 'i', response: 'b' },
          { instruction: 'x', response: 'a' },
          { instruction: 'y', input_image: 'i', response: 'c' }
        ),
        file('eval/gpt_vqa_with_vlm.jsonl', { instruction: 'x', input_image: 'i', response: 'b' })
      ],
      'gpt_vqa.jsonl'
    ],
    [
      'of images, whose folder may change',
      [
        file('gpt_edit.jsonl', { sample_id: 'e1', output_image: 'out/e1.png' }),
        file('eval/gpt_edit_local_metrics.jsonl', { sample_id: 'e1', output_image: '/data/out2/e1.png' })
      ],
      'gpt_edit.jsonl'
    ],
    [
      'beside another of the same that has more of it',
      [file('gpt_vqa_with_vlm.jsonl', answer('v1')), file('gpt_vqa_local_metrics.jsonl', answer('v1'))],
      'gpt_vqa_with_vlm.jsonl'
    ]
  ])('gives only its scores where its predictions are there, too: %s', async (_, files, repeats) => {
    expect((await kinds(...files)).at(-1)).toBe(`scores of ${repeats}`);
    expect((await kinds(...files.toReversed()))[0]).toBe(`scores of ${repeats}`);
  });

  it.each<[what: string, other: RecordFile]>([
    ['of other samples', file('a/gpt_vqa_local_metrics.jsonl', answer('v3'))],
    ['of another format', file('a/gpt_edit_local_metrics.jsonl', answer('v1'))],
    ['of another system', file('a/llava_vqa_local_metrics.jsonl', answer('v1'))],
    [
      'elsewhere, of which one answer differs',
      file('b/gpt_vqa_with_vlm.jsonl', answer('v1'), answer('v2', 'b'))
    ],
    ['elsewhere, of other samples', file('b/gpt_vqa_with_vlm.jsonl', answer('v3'))],
    ['that was not evaluated', file('a/gpt_vqa.csv', answer('v1'))]
  ])('is one of predictions where they are not: %s', async (_, other) => {
    expect(await kinds(original, other)).toEqual(['predictions', 'predictions']);
  });

  it('repeats no file of anything else', async () => {
    const sample = { sample_id: 'v1', instruction: 'x', paper_task: 'x' };
    const evaluated = file('a/gpt_vqa_local_metrics.jsonl', answer('v1'));
    expect(await kinds(file('a/gpt_vqa.jsonl', sample), evaluated)).toEqual(['dataset', 'predictions']);
    const scores = file('a/gpt_vqa_local_metrics.jsonl', { sample_id: 'v1', BLEU: 1 });
    expect(await kinds(original, scores)).toEqual(['predictions', 'imported']);
  });
});

describe('a file', () => {
  const unknown = file('m_vqa.jsonl', { id: 'v1', prediction: 'B' });
  const mapping = { sample_id: 'id', response: 'prediction' };

  it('is what a person says of it, or said of one of its shape', async () => {
    const [before] = await sort([unknown]);
    expect([before!.kind, before!.mapping]).toEqual(['unmapped', {}]);
    for (const said of [
      { fields: new Map([['m_vqa.jsonl', mapping]]) },
      { shapes: new Map([[before!.fields.shape, mapping]]) },
      {
        fields: new Map([['m_vqa.jsonl', mapping]]),
        shapes: new Map([[before!.fields.shape, { response: 'id' }]])
      }
    ]) {
      const [one] = await sort([unknown], said);
      expect([one!.kind, one!.mapping]).toEqual(['predictions', mapping]);
      expect(one!.rows).toEqual([
        { line: 1, record: { id: 'v1', prediction: 'B', sample_id: 'v1', response: 'B' } }
      ]);
    }
  });

  it('that is said to be the dataset is nothing else', async () => {
    const said = { datasets: new Set(['m_vqa.jsonl']), fields: new Map([['m_vqa.jsonl', mapping]]) };
    const [one] = await sort([unknown], said);
    expect([one!.kind, one!.mapping, one!.rows]).toEqual(['dataset', {}, unknown.rows]);
  });
});
