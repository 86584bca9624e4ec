import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import type { ScoreRow } from '../../src/lib/core/score';
import { toCsv } from '../../src/lib/report/csv';
import { toEvalResults } from '../../src/lib/report/evalResults';
import { toOfficialJsonl } from '../../src/lib/report/officialJsonl';
import { toResultsJson } from '../../src/lib/report/resultsJson';
import { loadKernels } from '../kernels/loadKernels';
import { makeRow } from '../stats/rows';
import { makeRun } from './makeRun';

const verdict: JsonObject = {
  clinical_finding_accuracy: { score: 5, explanation: 'a nodule is missed' },
  overall_score: 6
};

const sources = [
  { file: 'gpt_edit_local_metrics.jsonl', line: 1, fields: ['PSNR', 'LPIPS', 'vlm_judge_w_gt_result'] }
];

/** An edited image, scored here with PSNR 30; elsewhere PSNR 31 and more. */
const rows: readonly ScoreRow[] = [
  makeRow({
    sampleId: 's1',
    record: { sample_id: 's1', PSNR: 31, note: 'kept' },
    scores: { psnr: { value: 30 } },
    imported: {
      values: { PSNR: 31, LPIPS: 0.5, VLM_Overall_Score_W_GT: 6 },
      verdicts: { vlm_judge_w_gt_result: verdict },
      sources
    }
  }),
  makeRow({
    sampleId: 's2',
    record: { sample_id: 's2', PSNR: 32, LPIPS: NaN, BERT_Score: 'high' },
    scores: {},
    unscored: 'image missing',
    imported: { values: { PSNR: 32 }, verdicts: {}, sources: [] }
  }),
  makeRow({ sampleId: 's3', record: { sample_id: 's3' }, scores: { psnr: { value: 20 } } })
];

const parseLines = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('official JSONL', () => {
  it('writes imported values and verdicts back, but under the name of a computed metric only ours', () => {
    const [file] = toOfficialJsonl(makeRun(rows));
    expect(parseLines(file!.text)).toEqual([
      { sample_id: 's1', note: 'kept', LPIPS: 0.5, vlm_judge_w_gt_result: verdict, PSNR: 30 },
      { sample_id: 's2', BERT_Score: 'high' },
      { sample_id: 's3', PSNR: 20 }
    ]);
  });

  it('writes the imported value of a metric that the run did not compute', () => {
    const others = rows.map((row) => ({ ...row, scores: {} }));
    const [file] = toOfficialJsonl(makeRun(others, { metrics: { ssim: '1' } }));
    expect(parseLines(file!.text)).toMatchObject([{ PSNR: 31 }, { PSNR: 32 }, { sample_id: 's3' }]);
  });
});

describe('official JSONL of a run that could compute a metric for no row', () => {
  it('writes the imported values of that metric', () => {
    const failed = rows.map((row) => ({ ...row, scores: { lpips: { value: null, reason: 'no model' } } }));
    const [file] = toOfficialJsonl(makeRun(failed, { metrics: { lpips: '1' } }));
    expect(parseLines(file!.text)).toMatchObject([{ LPIPS: 0.5 }, {}, {}]);
  });
});

describe('CSV', () => {
  it('has a column for each imported name that occurs, apart from the computed ones', () => {
    const [header, first, second, third] = toCsv(makeRun(rows, { metrics: { psnr: '1' } })).text.split('\n');
    expect(header).toBe(
      'sample_id,format,task,subtask,modality,psnr,imported:PSNR,imported:LPIPS,imported:VLM_Overall_Score_W_GT,unscored,notes,file,line,protocol'
    );
    expect(first).toContain(',CT,30,31,0.5,6,');
    expect(second).toContain(',CT,,32,,,image missing,');
    expect(third).toContain(',CT,20,,,,');
  });

  it('has no such column without imported values', () => {
    expect(toCsv(makeRun([rows[2]!])).text).not.toContain('imported');
  });
});

describe('Results JSON', () => {
  it('carries imported values, verdicts and their sources', () => {
    const parsed = JSON.parse(toResultsJson(makeRun(rows)).text) as { rows: ScoreRow[] };
    expect(parsed.rows[0]!.imported).toEqual(rows[0]!.imported);
    expect('imported' in parsed.rows[2]!).toBe(false);
  });
});

describe('official averages', () => {
  it('hold imported ones apart, with their own counts and files', async () => {
    const [file] = toEvalResults(makeRun(rows), await loadKernels());
    const content = JSON.parse(file!.text) as JsonObject;
    expect(content['Average_PSNR']).toBe(25);
    expect(Object.keys(content).filter((key) => /LPIPS|VLM/.test(key))).toEqual([]);
    expect(content['Imported']).toMatchObject({
      files: ['gpt_edit_local_metrics.jsonl'],
      Sample_Count_PSNR: 2,
      Average_PSNR: 31.5,
      PSNR_Accuracy_Rate: 1,
      Sample_Count_LPIPS: 1,
      Average_LPIPS: 0.5,
      Bootstrap95CI_Low_LPIPS: 0.5,
      LPIPS_Accuracy_Rate: 1,
      Average_VLM_Overall_Score_W_GT: 6,
      VLM_Overall_Score_W_GT_Accuracy_Rate: 0
    });
  });

  it('say to what share of the texts RadGraph applies', async () => {
    const texts = { response: 'clear lungs', answer: 'clear lungs', parsed: null };
    const about = { format: 'vqa', task: 'question-answering', scores: {}, texts } as const;
    const imported = { values: { RadGraph_F1: 0.8 }, verdicts: {}, sources };
    const [file] = toEvalResults(
      makeRun([makeRow({ ...about, sampleId: 's1', imported }), makeRow({ ...about, sampleId: 's2' })]),
      await loadKernels()
    );
    const content = JSON.parse(file!.text) as JsonObject;
    expect(content['Imported']).toMatchObject({ Average_RadGraph_F1: 0.8, RadGraph_Coverage: 0.5 });
  });

  it('analyse errors by modality and task, and failure modes where a judge was asked', async () => {
    const [file] = toEvalResults(makeRun(rows), await loadKernels());
    const content = JSON.parse(file!.text) as JsonObject;
    const group = { Sample_Count: 3, Average_PSNR: 25, Std_PSNR: 5 };
    expect(content['Error_Analysis']).toEqual({
      sample_count: 3,
      by_modality: { CT: group },
      by_paper_task: { 'style-transfer': group },
      failure_modes: { low_clinical_finding_accuracy: { count: 1, samples: ['s1'] } }
    });
  });

  it('say nothing of imports and failures where there are none', async () => {
    const [file] = toEvalResults(makeRun([rows[2]!]), await loadKernels());
    const content = JSON.parse(file!.text) as JsonObject;
    expect('Imported' in content).toBe(false);
    expect(Object.keys(content['Error_Analysis'] as JsonObject)).toEqual([
      'sample_count',
      'by_modality',
      'by_paper_task'
    ]);
  });
});
