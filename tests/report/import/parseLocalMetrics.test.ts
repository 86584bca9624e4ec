import { describe, expect, it } from 'vitest';
import { parseLocalMetrics } from '../../../src/lib/report/import/parseLocalMetrics';

const file = 'out/gpt_edit_local_metrics.jsonl';
const parse = (records: readonly unknown[], name = file) =>
  parseLocalMetrics(records.map((record) => JSON.stringify(record)).join('\n'), name);

const none = { value: null, reason: 'no value in the imported file; why is not in it' };

describe('a file that the official evaluator has scored', () => {
  it('comes back with all that it holds', () => {
    const record = {
      sample_id: 's1',
      category: 'ImageEdit',
      paper_task: 'style-transfer',
      paper_subtask: 'Bright',
      modality: 'CT'
    };
    const verdict = { overall_score: 7 };
    const run = parseLocalMetrics(
      `\ufeff${JSON.stringify({ ...record, PSNR: 30, SSIM: 0.5, LPIPS: 0.25, vlm_judge_w_gt_result: verdict })}\n \n${JSON.stringify({ ...record, sample_id: 's2', paper_subtask: '' })}\n`,
      file
    );
    const base = {
      format: 'edit',
      task: 'style-transfer',
      modality: 'CT',
      file,
      texts: null,
      notes: [],
      damage: []
    };
    expect(run).toEqual({
      system: 'gpt',
      protocol: 'Official evaluator (2026), imported',
      dataset: 'Unknown: imported',
      counts: { found: 2, scored: 1, unscored: 1, missing: null },
      metrics: { psnr: 'as imported', ssim: 'as imported', bleu: 'as imported', em: 'as imported' },
      rows: [
        {
          ...base,
          sampleId: 's1',
          subtask: 'Bright',
          line: 1,
          scores: { psnr: { value: 30 }, ssim: { value: 0.5 } },
          imported: {
            // A verdict without its parts is shown, and counts for nothing.
            values: { LPIPS: 0.25 },
            verdicts: { vlm_judge_w_gt_result: verdict },
            sources: [{ file, line: 1, fields: ['LPIPS', 'vlm_judge_w_gt_result'] }]
          },
          unscored: null,
          record: { ...record, LPIPS: 0.25, vlm_judge_w_gt_result: verdict }
        },
        {
          ...base,
          sampleId: 's2',
          subtask: null,
          line: 3,
          scores: {},
          unscored: 'no values in the imported file; why is not in it',
          record: { ...record, sample_id: 's2', paper_subtask: '' }
        }
      ],
      problems: [
        {
          code: 'import-limits',
          severity: 'note',
          where: { file },
          what: 'the file gives values and no reasons: why a sample has none, which program computed the values, in which version and on which images, is not in it'
        }
      ]
    });
  });

  it('has scores only of metrics that the file computed, for what they are for', () => {
    const edit = { sample_id: 'a', category: 'ImageEdit', paper_task: 'style-transfer' };
    const scoresOf = (records: readonly object[]) => parse(records).rows.map(({ scores }) => scores);
    expect(scoresOf([{ ...edit, SSIM: 1, BLEU: 1 }])).toEqual([{ ssim: { value: 1 } }]);
    expect(
      scoresOf([
        { ...edit, SSIM: 1 },
        { ...edit, PSNR: 9 }
      ])
    ).toEqual([
      { ssim: { value: 1 }, psnr: none },
      { psnr: { value: 9 }, ssim: none }
    ]);
    expect(scoresOf([{ ...edit, SSIM: 'high', PSNR: 9 }])).toEqual([{ ssim: none, psnr: { value: 9 } }]);
  });

  it('takes the format of the file’s name where the record does not tell, and none where neither does', () => {
    const rows = (name: string) => parse([{ sample_id: 'a', SSIM: 1 }], name).rows;
    expect(rows(file)).toMatchObject([{ format: 'edit', task: null, scores: { ssim: { value: 1 } } }]);
    expect(rows('gpt_local_metrics.jsonl')).toMatchObject([
      { format: null, scores: {}, unscored: expect.stringMatching(/./) }
    ]);
  });

  it('tells an answer that cannot be parsed from one without a value', () => {
    const vqa = { sample_id: 'a', category: 'VQA', paper_task: 'multiple-choice' };
    const read = (fields: object) => parse([{ ...vqa, ...fields }], 'gpt_vqa_local_metrics.jsonl').rows[0]!;
    const na = { value: null, reason: 'NA: the answer cannot be parsed', na: true };
    expect(read({ Text_EM: null, Text_EM_parse_status: 'NA' })).toMatchObject({
      scores: { em: na },
      unscored: null
    });
    expect(read({ Text_EM: 1, Text_EM_parse_status: 'NA' }).scores['em']).toEqual({ value: 1 });
    expect(read({ Text_EM: null, BLEU: 1 }).scores['em']).toEqual(none);
    expect(read({ Text_EM: null }).unscored).toMatch(/^no values/);
  });

  it('has the texts that were compared, and how the answer was read', () => {
    const texts = { normalized_response_text: 'b', normalized_answer_text: 'B' };
    const read = (fields: object) => parse([{ sample_id: 'a', ...fields }]).rows[0]!;
    expect(read({ ...texts, Text_EM_parse_status: 'parsed', Text_EM_parsed_answer: 'B' })).toMatchObject({
      texts: {
        response: 'b',
        answer: 'B',
        parsed: { status: 'parsed', answer: 'B', expected: null, failure: null }
      },
      record: { sample_id: 'a' }
    });
    expect(read({ ...texts, Text_EM_parse_status: 'NA' }).texts).toEqual({
      response: 'b',
      answer: 'B',
      parsed: { status: 'NA', answer: null, expected: null, failure: null }
    });
    expect(read(texts).texts!.parsed).toBeNull();
    expect(read({ ...texts, Text_EM_parse_status: 'failed' }).texts!.parsed).toBeNull();
    expect(read({ normalized_response_text: 'b' }).texts).toBeNull();
    expect(read({ normalized_answer_text: 'b' }).texts).toBeNull();
    expect(read({ ...texts, Text_EM_parsed_answer: 'B' }).record).toEqual({ sample_id: 'a' });
  });

  it('with a line that is no record is refused with its number', () => {
    expect(() => parseLocalMetrics('{"sample_id": "a"}\n\n[1]', file)).toThrow(
      `${file}:3: not a record; expected an object`
    );
  });
});
