import { describe, expect, it } from 'vitest';
import type { UsedJudge } from '../../src/lib/core/run';
import { applyVerdicts, removeVerdicts, type RowOutcomes } from '../../src/lib/judge/applyVerdicts';
import type { Verdict } from '../../src/lib/judge/Verdict';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';

const judge = (facts: Partial<UsedJudge> = {}): UsedJudge => ({
  view: 'w-gt',
  provider: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  model: 'gpt-test',
  promptHash: 'ab'.repeat(32),
  prompt: 'official 1',
  scale: 10,
  imageLimitPx: 512,
  judgedAt: '2026-01-01T00:00:00.000Z',
  ...facts
});

/** Every part another score, so that none can be taken for its neighbour. */
const verdict: Verdict = {
  anatomical_accuracy: { score: 1, explanation: 'a' },
  clinical_finding_accuracy: { score: 2, explanation: 'b' },
  instruction_compliance: { score: 3, explanation: 'c' },
  cross_modal_consistency: { score: 4, explanation: 'd' },
  hallucination_omission_control: { score: 5, explanation: 'e' },
  overall_score: 6,
  final_thoughts: 'f'
};

type Outcome = RowOutcomes extends ReadonlyMap<number, infer One> ? One : never;
const outcome = (facts: Partial<Outcome> = {}): Outcome => ({
  ...{ verdict, reason: null, key: 'key', lasting: true, facts: null, remembered: false },
  ...facts
});
const failed = (facts: Partial<Outcome> = {}): Outcome =>
  outcome({ verdict: null, reason: 'refused', ...facts });

const run = makeRun(
  ['a', 'b'].map((sampleId) => makeRow({ sampleId, scores: { psnr: { value: 30 } } })),
  { metrics: { psnr: '1' } }
);
const of = (...outcomes: readonly [number, Outcome][]): RowOutcomes => new Map(outcomes);
const judged = applyVerdicts(run, judge(), of([0, outcome()]));

describe('verdicts in a run', () => {
  it('are scores of each part under its own name, beside those that were there', () => {
    expect(judged.rows[0]!.scores).toEqual({
      psnr: { value: 30 },
      'judge-w-gt-anatomical_accuracy': { value: 1 },
      'judge-w-gt-clinical_finding_accuracy': { value: 2 },
      'judge-w-gt-instruction_compliance': { value: 3 },
      'judge-w-gt-cross_modal_consistency': { value: 4 },
      'judge-w-gt-hallucination_omission_control': { value: 5 },
      'judge-w-gt-overall': { value: 6 }
    });
    expect(judged.rows[0]!.verdicts).toEqual({ vlm_judge_w_gt_result: { verdict, answerKey: 'key' } });
    expect(judged.rows[1]).toBe(run.rows[1]);
    expect(judged.judges).toEqual([judge()]);
    expect(Object.keys(judged.metrics)).toHaveLength(7);
    expect(new Set(Object.values(judged.metrics)).size).toBe(2);
  });

  it('of two views stand side by side', () => {
    const both = applyVerdicts(judged, judge({ view: 'wo-gt' }), of([0, outcome({ key: 'other' })]));
    expect(both.judges!.map(({ view }) => view)).toEqual(['w-gt', 'wo-gt']);
    expect(Object.keys(both.rows[0]!.verdicts!)).toEqual(['vlm_judge_w_gt_result', 'vlm_judge_wo_gt_result']);
    expect(both.rows[0]!.scores).toMatchObject({
      'judge-w-gt-overall': { value: 6 },
      'judge-wo-gt-overall': { value: 6 }
    });
    const reversed = applyVerdicts(
      applyVerdicts(run, judge({ view: 'wo-gt' }), of([0, outcome()])),
      judge(),
      of([0, outcome()])
    );
    expect(reversed.judges!.map(({ view }) => view)).toEqual(['w-gt', 'wo-gt']);
    const without = removeVerdicts(both, 'w-gt');
    expect(without.judges!.map(({ view }) => view)).toEqual(['wo-gt']);
    expect(Object.keys(without.rows[0]!.verdicts!)).toEqual(['vlm_judge_wo_gt_result']);
    expect(Object.keys(without.rows[0]!.scores)).not.toContain('judge-w-gt-overall');
    expect(Object.keys(without.metrics)).toHaveLength(7);
    expect(removeVerdicts(without, 'wo-gt')).toMatchObject({
      rows: run.rows,
      metrics: run.metrics,
      judges: []
    });
  });

  it.each([
    ['model', { model: 'gpt-other' }],
    ['prompt', { promptHash: 'cd'.repeat(32) }],
    ['scale', { scale: 5 as const }],
    ['image limit', { imageLimitPx: 256 }],
    ['effort', { effort: 'high' as const }],
    ['image detail', { imageDetail: 'low' as const }]
  ])('of another %s take the place of all that was said before in that view', (_, facts) => {
    const anew = applyVerdicts(judged, judge(facts), of([1, outcome()]));
    expect(anew.rows[0]).toEqual(run.rows[0]);
    expect(anew.rows[1]!.scores['judge-w-gt-overall']).toEqual({ value: 6 });
    expect(anew.judges).toEqual([judge(facts)]);
  });

  it('of the same judge at a later time are added', () => {
    const later = judge({ judgedAt: '2026-02-01T00:00:00.000Z' });
    const more = applyVerdicts(judged, later, of([1, outcome()]));
    expect(more.rows.map(({ scores }) => scores['judge-w-gt-overall'])).toEqual([{ value: 6 }, { value: 6 }]);
    expect(more.judges).toEqual([later]);
  });
});

describe('a row without a verdict', () => {
  it('has the reason in place of every score', () => {
    const { rows } = applyVerdicts(run, judge(), of([0, outcome()], [1, failed()]));
    const { psnr, ...scores } = rows[1]!.scores;
    expect([psnr, Object.keys(scores).length]).toEqual([{ value: 30 }, 6]);
    for (const score of Object.values(scores)) expect(score).toEqual({ value: null, reason: 'refused' });
    expect(rows[1]!.verdicts).toBeUndefined();
    const unnamed = applyVerdicts(run, judge(), of([0, outcome({ key: null })])).rows[0]!;
    expect(unnamed.scores['judge-w-gt-overall']).toEqual({ value: null, reason: 'not judged' });
  });

  it('keeps the scores that the same judge gave, unless the new end is for good', () => {
    const passing = applyVerdicts(judged, judge(), of([0, failed({ lasting: false })], [1, outcome()]));
    expect(passing.rows[0]).toEqual(judged.rows[0]);
    const lasting = applyVerdicts(judged, judge(), of([0, failed()]));
    expect(lasting.rows[0]!.scores['judge-w-gt-overall']).toEqual({ value: null, reason: 'refused' });
    expect(lasting.rows[0]!.verdicts).toEqual({});
  });

  it('is all there is: then the run stays what it was, unless that is for good', () => {
    expect(applyVerdicts(judged, judge({ model: 'x' }), of([0, failed({ lasting: false })]))).toBe(judged);
    expect(applyVerdicts(judged, judge(), of())).toBe(judged);
    expect(applyVerdicts(run, judge(), of([0, failed()]))).not.toBe(run);
  });
});
