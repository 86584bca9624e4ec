import { describe, expect, it } from 'vitest';
import { formatProblem, type Problem } from '../../src/lib/core/problem';
import type { ImportedValues } from '../../src/lib/core/score';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { dropFile } from '../dataset/dropFiles';
import { generateRecord, images, predictions, vqaRecord } from './records';
import { readDrop } from './readDrop';

const part = (score: unknown) => ({ score, explanation: 'because' });

/** A verdict with every score there is; `fields` replace or, as undefined, remove. */
const verdict = (overall: unknown, fields: object = {}) => ({
  anatomical_accuracy: part(7),
  clinical_finding_accuracy: part(5),
  instruction_compliance: part(9),
  cross_modal_consistency: part(8),
  hallucination_omission_control: part(6.5),
  overall_score: overall,
  final_thoughts: 'fair',
  ...fields
});

/** Reads a drop of one system and gives its imported values by sample, and the warnings about them. */
async function readImports(...files: DroppedFile[]) {
  const { systems, problems } = await readDrop([...files, ...images('g1')]);
  const imported: Record<string, ImportedValues | undefined> = {};
  for (const row of systems[0]?.rows ?? []) {
    const key = row.status === 'ready' ? row.prediction.sample.sampleId : `unscored ${row.sampleId}`;
    imported[key] = row.imported;
  }
  const isAboutImports = ({ code }: Problem) => code.startsWith('imported-') && code !== 'imported-scores';
  return { imported, warnings: problems.filter(isAboutImports).map(formatProblem) };
}

describe('imported values', () => {
  it('come with the prediction records themselves', async () => {
    const { imported, warnings } = await readImports(
      predictions('gpt_vqa_with_vlm.jsonl', vqaRecord('v1', { BERT_Score: 0.91, Text_EM: null }))
    );
    expect(imported['v1']).toEqual({
      values: { BERT_Score: 0.91 },
      verdicts: {},
      sources: [{ file: 'gpt_vqa_with_vlm.jsonl', line: 1, fields: ['BERT_Score'] }]
    });
    expect(warnings).toEqual([]);
  });

  it('come from evaluated files of the same system, matched by sample', async () => {
    const { imported, warnings } = await readImports(
      predictions('gpt_generate.jsonl', generateRecord('g1')),
      predictions('gpt_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2')),
      predictions(
        'eval/gpt_vqa_local_metrics.jsonl',
        { sample_id: 'v2', RadGraph_F1: 0.25, BLEU: 0.5 },
        { sample_id: 'v1', BLEU: 0 }
      )
    );
    expect(imported['v1']?.values).toEqual({ BLEU: 0 });
    expect(imported['v2']).toEqual({
      values: { BLEU: 0.5, RadGraph_F1: 0.25 },
      verdicts: {},
      sources: [{ file: 'eval/gpt_vqa_local_metrics.jsonl', line: 1, fields: ['BLEU', 'RadGraph_F1'] }]
    });
    expect(imported['g1']).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it('of a verdict are its six scores under the evaluator’s names, and the verdict as it is', async () => {
    const { imported } = await readImports(
      predictions('gpt_vqa_with_vlm.jsonl', vqaRecord('v1', { vlm_judge_w_gt_result: verdict(8) }))
    );
    expect(imported['v1']?.values).toEqual({
      VLM_Overall_Score_W_GT: 8,
      VLM_Anatomical_Accuracy_W_GT: 7,
      VLM_Clinical_Finding_Accuracy_W_GT: 5,
      VLM_Instruction_Compliance_W_GT: 9,
      VLM_Cross_Modal_Consistency_W_GT: 8,
      VLM_Hallucination_Omission_Control_W_GT: 6.5
    });
    expect(imported['v1']?.verdicts).toEqual({ vlm_judge_w_gt_result: verdict(8) });
  });

  it.each([
    ['NaN', 'NaN', 'NaN'],
    ['Infinity', 'Infinity', 'Infinity'],
    ['a text', '"0.3"', '"0.3"'],
    ['true', 'true', 'true'],
    ['a negative distance', '-0.2', '-0.2']
  ])('are never %s: that is a warning with file and line', async (_, written, got) => {
    const record = JSON.stringify(generateRecord('g1', { LPIPS: 'HERE' })).replace('"HERE"', written);
    const file = dropFile('gpt_generate.jsonl', `${record}\n${JSON.stringify(generateRecord('g2'))}\n`);
    const { imported, warnings } = await readImports(file);
    expect(imported['g1']).toBeUndefined();
    expect(warnings).toEqual([
      `gpt_generate.jsonl:1: the imported LPIPS is not used; got ${got}, expected a number of at least 0`
    ]);
  });

  it('may lie above the bound by rounding, but not by more', async () => {
    const { imported, warnings } = await readImports(
      predictions(
        'gpt_vqa.jsonl',
        vqaRecord('v1', { BERT_Score: 1.0000002 }),
        vqaRecord('v2', { BERT_Score: 91.3 })
      )
    );
    expect(imported['v1']?.values).toEqual({ BERT_Score: 1.0000002 });
    expect(imported['v2']).toBeUndefined();
    expect(warnings).toEqual([
      'gpt_vqa.jsonl:2: the imported BERT_Score is not used; got 91.3, expected a number from -1 to 1'
    ]);
  });

  it.each([
    ['an overall score of 0', verdict(0), 'overall_score 0'],
    ['an overall score of 11', verdict(11), 'overall_score 11'],
    ['an overall score that is a text', verdict('8'), 'overall_score "8"'],
    ['no overall score', verdict(undefined), 'overall_score nothing'],
    [
      'a dimension off the scale',
      verdict(8, { instruction_compliance: part(0) }),
      'instruction_compliance.score 0'
    ],
    ['nothing in it', {}, 'overall_score nothing']
  ])('hold a verdict with %s, but no score of it', async (_, broken, got) => {
    const { imported, warnings } = await readImports(
      predictions('gpt_vqa.jsonl', vqaRecord('v1', { vlm_judge_wo_gt_result: broken }), vqaRecord('v2'))
    );
    expect(imported['v1']?.values).toEqual({});
    expect(imported['v1']?.verdicts).toEqual({
      vlm_judge_wo_gt_result: JSON.parse(JSON.stringify(broken)) as object
    });
    expect(warnings).toEqual([
      "gpt_vqa.jsonl:1: the judge's verdict vlm_judge_wo_gt_result does not count as a score; " +
        `got ${got}, expected overall_score and the score of all five dimensions as numbers from 1 to 10`
    ]);
  });

  it('are none of a verdict that is no object', async () => {
    const { imported, warnings } = await readImports(
      predictions('gpt_vqa.jsonl', vqaRecord('v1', { vlm_judge_w_gt_result: 'error 500' }), vqaRecord('v2'))
    );
    expect(imported['v1']).toBeUndefined();
    expect(warnings[0]).toContain('got "error 500"');
  });

  it('that differ between files are taken from the first, the record before all, and the rest is reported', async () => {
    const { imported, warnings } = await readImports(
      predictions('gpt_vqa.jsonl', vqaRecord('v1', { BLEU: 0.5 }), vqaRecord('v2')),
      predictions(
        'gpt_vqa_local_metrics.jsonl',
        { sample_id: 'v1', BLEU: 0.25 },
        { sample_id: 'v2', BLEU: 0.5 }
      ),
      predictions('gpt_vqa_with_vlm.jsonl', { sample_id: 'v1', BLEU: 0.5 }, { sample_id: 'v2', BLEU: 0.5 })
    );
    expect(imported['v1']?.values).toEqual({ BLEU: 0.5 });
    expect(imported['v2']?.sources.map(({ file }) => file)).toEqual(['gpt_vqa_local_metrics.jsonl']);
    expect(warnings).toEqual([
      'gpt_vqa_local_metrics.jsonl: 1 imported value of BLEU not used, because earlier ones differ; ' +
        'got differences of up to 0.25, expected the values of gpt_vqa.jsonl, which are kept'
    ]);
  });

  it('of a verdict that counts replace an earlier one that does not', async () => {
    const { imported } = await readImports(
      predictions('gpt_vqa.jsonl', vqaRecord('v1', { vlm_judge_w_gt_result: {} })),
      predictions('gpt_vqa_with_vlm.jsonl', { sample_id: 'v1', vlm_judge_w_gt_result: verdict(8) })
    );
    expect(imported['v1']?.values['VLM_Overall_Score_W_GT']).toBe(8);
    expect(imported['v1']?.verdicts).toEqual({ vlm_judge_w_gt_result: verdict(8) });
    expect(imported['v1']?.sources.map(({ file }) => file)).toEqual(['gpt_vqa_with_vlm.jsonl']);
  });

  it('are given once to a sample with several rows, and also to one that cannot be scored', async () => {
    const { imported } = await readImports(
      predictions(
        'gpt_vqa.jsonl',
        vqaRecord('v1', { BLEU: 0.5 }),
        vqaRecord('v1', { BLEU: 0.25 }),
        vqaRecord('v2', { response: undefined, BLEU: 0.125 })
      )
    );
    expect(imported['v1']?.values).toEqual({ BLEU: 0.5 });
    expect(imported['unscored v1']).toBeUndefined();
    expect(imported['unscored v2']?.values).toEqual({ BLEU: 0.125 });
  });

  it('without a prediction are reported: of another sample, another format, another system', async () => {
    const { imported, warnings } = await readImports(
      predictions('gpt_vqa.jsonl', vqaRecord('1')),
      predictions('gpt_vqa_local_metrics.jsonl', { sample_id: '2', BLEU: 0.5 }),
      predictions('gpt_edit_local_metrics.jsonl', { sample_id: '1', PSNR: 30 }),
      predictions('qwen_vqa_local_metrics.jsonl', { sample_id: '1', BLEU: 0.5 })
    );
    expect(imported['1']).toBeUndefined();
    expect(warnings.toSorted()).toEqual([
      'gpt_edit_local_metrics.jsonl: 1 imported record not used, because "gpt" has no prediction for the sample: 1',
      'gpt_vqa_local_metrics.jsonl: 1 imported record not used, because "gpt" has no prediction for the sample: 2',
      'qwen_vqa_local_metrics.jsonl: 1 imported record not used, because there are no predictions of "qwen"'
    ]);
  });

  it('are read from the numbers and JSON of a CSV', async () => {
    const quoted = JSON.stringify(verdict(8)).replaceAll('"', '""');
    const { imported, warnings } = await readImports(
      predictions('gpt_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2')),
      dropFile(
        'gpt_vqa_local_metrics.csv',
        `sample_id,BLEU,BERT_Score,vlm_judge_w_gt_result\nv1,0.5,,"${quoted}"\nv2, ,high,\n`
      )
    );
    expect(imported['v1']?.values).toMatchObject({ BLEU: 0.5, VLM_Overall_Score_W_GT: 8 });
    expect(imported['v2']).toBeUndefined();
    expect(warnings.map((text) => text.replace(/, expected.*/, ''))).toEqual([
      'gpt_vqa_local_metrics.csv:3: the imported BLEU is not used; got " "',
      'gpt_vqa_local_metrics.csv:3: the imported BERT_Score is not used; got "high"'
    ]);
  });
});
