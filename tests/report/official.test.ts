import { beforeAll, describe, expect, it } from 'vitest';
import { taskNames } from '../../src/lib/benchmark/tasks';
import type { JsonObject } from '../../src/lib/core/json';
import type { Run, UsedJudge } from '../../src/lib/core/run';
import type { ScoreRow } from '../../src/lib/core/score';
import { applyVerdicts } from '../../src/lib/judge/applyVerdicts';
import type { Verdict } from '../../src/lib/judge/Verdict';
import type { Kernels } from '../../src/lib/kernels/Kernels';
import { toCsv } from '../../src/lib/report/csv';
import { toEvalResults } from '../../src/lib/report/evalResults';
import { toOfficialJsonl } from '../../src/lib/report/officialJsonl';
import { toStatsResults } from '../../src/lib/report/statsResults';
import { summarise } from '../../src/lib/stats/numerics/summarise';
import { loadKernels } from '../kernels/loadKernels';
import { makeRow, missing } from '../stats/rows';
import { makeRun } from './makeRun';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const judge = (facts: Partial<UsedJudge> = {}): UsedJudge => ({
  ...{ view: 'w-gt', provider: 'openai', baseUrl: '', model: 'gpt-test', promptHash: 'ab'.repeat(32) },
  ...{ prompt: 'official 1', scale: 10, imageLimitPx: 512, judgedAt: '2026-01-01T00:00:00.000Z' },
  ...facts
});

const part = (score: number) => ({ score, explanation: '' });
const verdictOf = (score: number): Verdict => ({
  anatomical_accuracy: part(score),
  clinical_finding_accuracy: part(score),
  instruction_compliance: part(score),
  cross_modal_consistency: part(score),
  hallucination_omission_control: part(score),
  overall_score: score,
  final_thoughts: ''
});

/** What the judge said of every row: these scores in their order. */
const judgeRows = (run: Run, scores: readonly number[], facts: Partial<UsedJudge> = {}): Run =>
  applyVerdicts(
    run,
    judge(facts),
    new Map(
      scores.map((score, i) => [
        i,
        { verdict: verdictOf(score), reason: null, key: 'k', lasting: true, facts: null, remembered: false }
      ])
    )
  );

const imported = (values: Readonly<Record<string, number>>, verdicts = {}) => ({
  values,
  verdicts,
  sources: [{ file: 'gpt_edit_eval.jsonl', line: 1, fields: Object.keys(values) }]
});

const rows: readonly ScoreRow[] = [
  makeRow({ sampleId: 'a', scores: { psnr: { value: 30 }, ssim: { value: 0.9 } } }),
  makeRow({ sampleId: 'b', modality: 'MRI', scores: { psnr: { value: 20 }, ssim: { value: 0.5 } } }),
  makeRow({
    sampleId: 'c',
    task: 'artifact-removal',
    scores: { psnr: missing('other sizes'), ssim: { value: 0.7 } }
  }),
  makeRow({ sampleId: 'v', format: 'vqa', task: 'question-answering', scores: { bleu: { value: 0.25 } } }),
  makeRow({ sampleId: 'x', format: null, task: null, record: null, unscored: 'not valid JSON' })
];
const metrics = { psnr: '1', ssim: '1', bleu: '1' };

describe('the averages under the evaluator’s names', () => {
  const read = (run: Run): JsonObject[] =>
    toEvalResults(run, kernels).map(({ text }) => JSON.parse(text) as JsonObject);

  it('are those of the format alone, by modality and by task, worked out by hand', () => {
    const files = toEvalResults(makeRun(rows, { metrics }), kernels);
    expect(files.map(({ name, type }) => [name, type])).toEqual([
      ['gpt_vqa_eval_results.json', 'application/json'],
      ['gpt_edit_eval_results.json', 'application/json']
    ]);
    const ssim = summarise([0.9, 0.5, 0.7], kernels);
    const psnr = summarise([30, 20], kernels);
    const [, edit] = read(makeRun(rows, { metrics }));
    const near = (value: number) => expect.closeTo(value, 12) as number;
    expect(edit).toEqual({
      task: 'image_edit',
      records: 3,
      ...{ Average_PSNR: 25, Std_PSNR: 5, PSNR_Accuracy_Rate: 0.5 },
      ...{ Bootstrap95CI_Low_PSNR: psnr.ciLow, Bootstrap95CI_High_PSNR: psnr.ciHigh },
      ...{ Average_SSIM: near(0.7), Std_SSIM: near(Math.sqrt(0.08 / 3)) },
      ...{ Bootstrap95CI_Low_SSIM: ssim.ciLow, Bootstrap95CI_High_SSIM: ssim.ciHigh },
      SSIM_Accuracy_Rate: 2 / 3,
      by_modality: {
        CT: { Average_PSNR: 30, Average_SSIM: near(0.8) },
        MRI: { Average_PSNR: 20, Average_SSIM: 0.5 }
      },
      Error_Analysis: {
        sample_count: 3,
        by_modality: {
          CT: {
            Sample_Count: 2,
            Average_PSNR: 30,
            Std_PSNR: 0,
            Average_SSIM: near(0.8),
            Std_SSIM: near(0.1)
          },
          MRI: { Sample_Count: 1, Average_PSNR: 20, Std_PSNR: 0, Average_SSIM: 0.5, Std_SSIM: 0 }
        },
        by_paper_task: {
          'artifact-removal': { Sample_Count: 1, Average_SSIM: 0.7, Std_SSIM: 0 },
          'style-transfer': {
            ...{ Sample_Count: 2, Average_PSNR: 25, Std_PSNR: 5 },
            ...{ Average_SSIM: near(0.7), Std_SSIM: near(0.2) }
          }
        }
      },
      Task_Coverage: {
        expected_task_count: 16,
        present_task_count: 2,
        present_tasks: ['artifact-removal', 'style-transfer'],
        missing_tasks: taskNames
          .filter((task) => !['artifact-removal', 'style-transfer'].includes(task))
          .toSorted(),
        complete: false
      }
    });
    // As the evaluator writes them: sorted by name.
    const { by_paper_task: byTask } = edit!['Error_Analysis'] as { by_paper_task: JsonObject };
    expect(Object.keys(byTask)).toEqual(['artifact-removal', 'style-transfer']);
  });

  it('have no field where there is no number: no rate without a threshold', () => {
    const row = makeRow({ format: 'vqa', task: 'multiple-choice', scores: { em: { value: 1 } } });
    const [vqa] = read(makeRun([row], { metrics: { em: '1' } }));
    expect(vqa).toMatchObject({ Average_Text_EM: 1, Std_Text_EM: 0 });
    expect(Object.values(vqa!)).not.toContain(null);
    expect(vqa).not.toHaveProperty('Text_EM_Accuracy_Rate');
  });

  it('cover all tasks only where all are there', () => {
    const all = taskNames.map((task) => makeRow({ sampleId: task, task }));
    expect(read(makeRun(all))[0]!['Task_Coverage']).toMatchObject({ present_task_count: 16, complete: true });
    expect(read(makeRun(all.slice(1)))[0]!['Task_Coverage']).toMatchObject({
      present_task_count: 15,
      missing_tasks: [taskNames[0]],
      complete: false
    });
  });

  it('name a task or modality that is not known', () => {
    const [edit] = read(makeRun([makeRow({ task: null })]));
    expect((edit!['Error_Analysis'] as JsonObject)['by_paper_task']).toEqual({
      unknown: { Sample_Count: 1 }
    });
  });

  it('of what was computed elsewhere are under a name of their own, with RadGraph’s share of the texts', () => {
    const texts = { response: 'a', answer: 'b', parsed: null };
    const vqa = (sampleId: string, values: Readonly<Record<string, number>> | null, hasTexts: boolean) =>
      makeRow({
        sampleId,
        format: 'vqa',
        task: 'report-generation',
        texts: hasTexts ? texts : null,
        ...(values && { imported: imported(values) })
      });
    const run = makeRun([
      vqa('a', { RadGraph_F1: 0.5, LPIPS: 0.25 }, true),
      vqa('b', null, true),
      vqa('c', null, true),
      vqa('d', null, false),
      makeRow({ sampleId: 'e', texts, imported: imported({ LPIPS: 0.75 }) })
    ]);
    const [first, edit] = read(run);
    expect(first!['Imported']).toMatchObject({
      files: ['gpt_edit_eval.jsonl'],
      Sample_Count_RadGraph_F1: 1,
      Average_RadGraph_F1: 0.5,
      RadGraph_Coverage: 1 / 3
    });
    expect(edit!['Imported']).toMatchObject({ Sample_Count_LPIPS: 1, Average_LPIPS: 0.75 });
    expect(edit!['Imported']).not.toHaveProperty('RadGraph_Coverage');
    expect(read(makeRun(rows, { metrics }))[1]).not.toHaveProperty('Imported');
  });

  it('count what the judge found wrong in the format alone, and name ten samples of it', () => {
    const edits = Array.from({ length: 12 }, (_, i) => makeRow({ sampleId: `e${i}` }));
    const run = judgeRows(
      makeRun([...edits, makeRow({ sampleId: 'v', format: 'vqa', task: 'question-answering' })]),
      Array.from({ length: 13 }, () => 2)
    );
    const [, edit] = read(run);
    const modes = (edit!['Error_Analysis'] as { failure_modes: Record<string, JsonObject> }).failure_modes;
    const { count, samples } = modes['low_clinical_finding_accuracy']!;
    expect([count, samples]).toEqual([12, Array.from({ length: 10 }, (_, i) => `e${i}`)]);
  });
});

describe('the official JSONL', () => {
  const record = { sample_id: 'a', response: 'x', PSNR: 99, kept: [1], broken: Number.NaN } as JsonObject;
  const readLines = (run: Run) =>
    toOfficialJsonl(run).map(({ name, text }) => [
      name,
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as JsonObject)
    ]);

  it('holds every original field, and values only as they were computed here', () => {
    const parsed = { status: 'parsed', answer: 'A', expected: 'A', failure: null } as const;
    const run = makeRun([
      makeRow({
        record,
        scores: { psnr: { value: 30 } },
        texts: { response: 'r', answer: 's', parsed },
        imported: imported({ LPIPS: 0.5, PSNR: 1 }, { vlm_judge_w_gt_result: { overall_score: 3 } })
      }),
      makeRow({ sampleId: 'b', record: { sample_id: 'b', PSNR: 98 }, scores: { psnr: missing('none') } }),
      makeRow({ sampleId: 'c', format: 'vqa', record: { sample_id: 'c' } }),
      makeRow({ sampleId: 'd', record: null })
    ]);
    expect(readLines(run)).toEqual([
      ['gpt_vqa_local_metrics.jsonl', [{ sample_id: 'c' }]],
      [
        'gpt_edit_local_metrics.jsonl',
        [
          {
            ...{ sample_id: 'a', response: 'x', kept: [1], LPIPS: 0.5, PSNR: 30 },
            vlm_judge_w_gt_result: { overall_score: 3 },
            ...{ normalized_response_text: 'r', normalized_answer_text: 's' },
            ...{ Text_EM_parse_status: 'parsed', Text_EM_parsed_answer: 'A' }
          },
          { sample_id: 'b' }
        ]
      ]
    ]);
    expect(toOfficialJsonl(run)[0]!.type).toBe('application/jsonl');
  });

  it('holds texts without a parsed answer where there is none to parse, and ratings where there are some', () => {
    const rating = { assignment: 'x', rater: 'Dr. A', scale: 10 as const, scores: {}, comment: '' };
    const run = makeRun([
      makeRow({
        record: { sample_id: 'a' },
        texts: { response: 'r', answer: 's', parsed: null },
        expertRatings: [rating]
      })
    ]);
    expect(readLines(run)).toEqual([
      [
        'gpt_edit_local_metrics.jsonl',
        [
          {
            sample_id: 'a',
            ...{ normalized_response_text: 'r', normalized_answer_text: 's' },
            expert_ratings: [rating]
          }
        ]
      ]
    ]);
  });

  it('holds the verdicts of this viewer’s judge in place of others, on the evaluator’s scale only', () => {
    const other = { vlm_judge_w_gt_result: { overall_score: 3 } };
    const base = makeRun([makeRow({ record: { sample_id: 'a', ...other }, imported: imported({}, other) })]);
    const judged = judgeRows(base, [7]);
    const [[name, [line]]] = readLines(judged) as [[string, JsonObject[]]];
    expect(name).toBe('gpt_edit_with_vlm.jsonl');
    expect(line!['vlm_judge_w_gt_result']).toEqual(verdictOf(7));
    // A row that this judge did not see has nobody else's verdict in its column.
    const second = { ...base.rows[0]!, sampleId: 'b', record: { sample_id: 'b', ...other } };
    const partly = judgeRows({ ...base, rows: [...base.rows, second] }, [7]);
    const [[, [, unseen]]] = readLines(partly) as [[string, JsonObject[]]];
    expect(unseen).toEqual({ sample_id: 'b' });
    const onFive = judgeRows(base, [4], { scale: 5 });
    const [[plainName, [plain]]] = readLines(onFive) as [[string, JsonObject[]]];
    expect(plainName).toBe('gpt_edit_local_metrics.jsonl');
    expect(plain).toEqual({ sample_id: 'a', ...other });
    const both = judgeRows(judged, [4], { view: 'wo-gt', scale: 5 });
    const [[, [mixed]]] = readLines(both) as [[string, JsonObject[]]];
    expect(Object.keys(mixed!)).toEqual(['sample_id', 'vlm_judge_w_gt_result']);
  });
});

describe('the comparison of judged runs', () => {
  const keysOf = (...runs: readonly Run[]) =>
    Object.keys(JSON.parse(toStatsResults(runs).text) as JsonObject);
  const base = (system: string) =>
    makeRun(
      ['a', 'b', 'c'].map((sampleId) => makeRow({ sampleId })),
      { system }
    );

  it('has the judge’s scores only where one and the same judge gave both', () => {
    const gpt = judgeRows(base('gpt'), [3, 5, 7]);
    const same = keysOf(gpt, judgeRows(base('qwen'), [4, 6, 8]));
    expect(same).toHaveLength(6);
    expect(same[0]).toBe('edit:VLM_Overall_Score_W_GT:gpt_vs_qwen');
    expect(keysOf(gpt, judgeRows(base('qwen'), [4, 6, 8], { model: 'another' }))).toEqual([]);
    expect(keysOf(gpt, base('qwen'))).toEqual([]);
  });

  it('is within a format: a sample of two is no pair with itself', () => {
    const both = (system: string, shift: number) =>
      makeRun(
        (['vqa', 'generate'] as const).flatMap((format, i) =>
          ['a', 'b', 'c'].map((sampleId, j) =>
            makeRow({ sampleId, format, scores: { bleu: { value: 0.1 * (i + j + shift) } } })
          )
        ),
        { system, metrics: { bleu: '1' } }
      );
    const tests = JSON.parse(toStatsResults([both('a', 0), both('b', 1)]).text) as Record<
      string,
      { n: number }
    >;
    expect(Object.entries(tests).map(([key, { n }]) => [key, n])).toEqual([
      ['vqa:BLEU:a_vs_b', 3],
      ['generate:BLEU:a_vs_b', 3]
    ]);
  });
});

it('the CSV joins notes and damage', () => {
  const [, line] = toCsv(makeRun([makeRow({ notes: ['resized'], damage: ['cut'] })])).text.split('\n');
  expect(line).toContain('resized; cut');
  expect(toCsv(makeRun([makeRow()])).type).toBe('text/csv');
});
