import { describe, expect, it } from 'vitest';
import { judgeDimensions } from '../../src/lib/benchmark/importedKeys';
import { taskNames } from '../../src/lib/benchmark/tasks';
import type { Run } from '../../src/lib/core/run';
import { applyRatings, pickRating, removeRatings } from '../../src/lib/experts/applyRatings';
import {
  cannotJudge,
  type Assignment,
  type Rating,
  type RatingScore
} from '../../src/lib/experts/assignment';
import { listJudgeSources, type JudgeSource } from '../../src/lib/experts/judgeSources';
import { RatedItems } from '../../src/lib/experts/RatedItems';
import { isForTask } from '../../src/lib/metrics/metric';
import { expertMetricId } from '../../src/lib/metrics/expert/meta';
import { listRunMetas } from '../../src/lib/metrics/runMetas';
import { toCsv } from '../../src/lib/report/csv';
import { toOfficialJsonl } from '../../src/lib/report/officialJsonl';
import { toResultsJson } from '../../src/lib/report/resultsJson';
import { agreementGolden } from '../stats/golden';
import { makeRow } from '../stats/rows';

type Scores = Rating['scores'];

const rate = (item: string, scores: Scores): Rating => ({ item, scores, comment: '', ratedAt: '' });
const all = (score: RatingScore): Scores =>
  Object.fromEntries(judgeDimensions.map((dimension) => [dimension, score]));

/** Items "0", "1" …, the even ones style transfer, the odd ones contrast enhancement. */
function assign(count: number, scale: 5 | 10): Assignment {
  const items = Array.from({ length: count }, (_, index) => ({
    id: String(index),
    sampleId: `sample-${index}`,
    format: 'edit' as const,
    task: index % 2 === 0 ? ('style-transfer' as const) : ('contrast-enhancement' as const),
    content: ''
  }));
  const facts = { title: '', createdAt: '', showsReference: true, perTask: 30, seed: 1, salt: '' };
  return { schema: 'medgen-bench-viewer/assignment/1', id: 'a', digest: 'd', ...facts, scale, items };
}

function gather(raters: Record<string, readonly (Scores | null)[]>) {
  const byRater = Object.entries(raters).map(([rater, scores]) => {
    const rated = scores.flatMap((one, item) =>
      one ? [[String(item), rate(String(item), one)] as const] : []
    );
    return [rater, new Map(rated)] as const;
  });
  return { byRater: new Map(byRater) };
}

function judgeOf(values: readonly number[], scale: number): JudgeSource {
  const byItem = values.map((value, item) => [String(item), { anatomical_accuracy: value }] as const);
  return { id: 'j', label: '', field: 'vlm_judge_w_gt_result', scale, values: new Map(byItem) };
}

const anatomy = { task: null, dimension: 'anatomical_accuracy' } as const;

describe.each(agreementGolden.raters)(
  '$first.length items on 1 to $top',
  ({ first, second, judge, top, estimates }) => {
    const scale = top === 5 ? 5 : 10;
    const items = new RatedItems(
      assign(first.length, scale),
      gather({ A: first.map(all), B: second.map(all) }),
      taskNames
    );

    it('rater against rater equals scikit-learn', () => {
      expect(items.kappa(anatomy, 'A', 'B')).toMatchObject({
        n: first.length,
        value: expect.closeTo(estimates.quadratic.value, 10)
      });
    });

    it('judge against the mean of raters equals SciPy', () => {
      const source = judgeOf(judge, scale);
      const names = { pearson: 'pearson', spearman: 'spearman', difference: 'absoluteDifference' } as const;
      for (const measure of ['pearson', 'spearman', 'difference'] as const) {
        const estimate = items.againstJudge(anatomy, source, null, measure);
        expect(estimate.value).toBeCloseTo(estimates[names[measure]].value, 10);
      }
    });
  }
);

describe('the items that are compared', () => {
  const raters = gather({
    A: [all(1), all(2), all(3), all(cannotJudge), { instruction_compliance: 4 }],
    B: [all(2), all(2), null, all(5), all(6)]
  });
  const items = new RatedItems(assign(5, 10), raters, taskNames);

  it('are those that both scored: "cannot judge" and gaps are no scores', () => {
    expect(items.kappa(anatomy, 'A', 'B').n).toBe(2);
    expect(items.kappa({ ...anatomy, dimension: 'instruction_compliance' }, 'A', 'B').n).toBe(3);
    expect(items.icc(anatomy).n).toBe(2);
  });

  it('are those of the task', () => {
    expect(items.tasks).toEqual(['style-transfer', 'contrast-enhancement']);
    expect(items.kappa({ ...anatomy, task: 'contrast-enhancement' }, 'A', 'B').n).toBe(1);
  });

  it('have the mean of those raters who gave a score', () => {
    const judged = items.listJudged(anatomy, judgeOf([4, 4, 4, 4, 4], 10), null);
    expect(judged.map(({ experts }) => experts)).toEqual([1.5, 2, 3, 5, 6]);
  });

  it('give no κ of overall means, with the reason', () => {
    expect(items.kappa({ ...anatomy, dimension: 'overall' }, 'A', 'B')).toMatchObject({
      value: null,
      reason: expect.stringContaining('whole scores')
    });
  });

  it('are subtracted from a judge on the same scale only', () => {
    const judge = judgeOf([1, 2, 3, 4, 5], 5);
    const difference = items.againstJudge(anatomy, judge, null, 'difference');
    expect(difference).toEqual({
      n: 5,
      value: null,
      reason: 'the judge’s scale is 1 to 5, the raters’ 1 to 10'
    });
    expect(items.againstJudge(anatomy, judge, null, 'pearson').value).not.toBeNull();
  });

  it('are listed by how far they are apart, and only where they are', () => {
    const against = items.listDisagreements(null, ['anatomical_accuracy'], judgeOf([9, 2, 2, 5, 6], 10));
    expect(against.map(({ item, difference }) => [item.id, difference])).toEqual([
      ['0', 7.5],
      ['2', -1]
    ]);
    const among = items.listDisagreements(null, ['anatomical_accuracy'], null);
    expect(among.map(({ item, difference }) => [item.id, difference])).toEqual([['0', 1]]);
  });
});

const run: Run = {
  id: 'r',
  system: 'a',
  createdAt: '',
  finishedAt: '',
  protocol: '',
  dataset: '',
  counts: { found: 2, scored: 2, unscored: 0, missing: null },
  metrics: { ssim: '1' },
  problems: [],
  rows: ['sample-0', 'sample-1', 'sample-2'].map((sampleId) =>
    makeRow({
      sampleId,
      scores: { ssim: { value: 0.5 } },
      notes: ['resized'],
      record: { sample_id: sampleId }
    })
  )
};
const itemOf = new Map([
  ['sample-0', '0'],
  ['sample-1', '1']
]);

describe('a disagreement', () => {
  it('brings the comments of its raters', () => {
    const byRater = new Map([
      ['A', new Map([['0', { ...rate('0', all(2)), comment: ' wrong side ' }]])],
      ['B', new Map([['0', rate('0', all(9))]])]
    ]);
    const items = new RatedItems(assign(1, 10), { byRater }, taskNames);
    expect(items.listDisagreements(null, ['overall'], null)).toMatchObject([
      {
        difference: 7,
        byRater: [
          { rater: 'A', score: 2, comment: 'wrong side' },
          { rater: 'B', score: 9, comment: '' }
        ]
      }
    ]);
  });
});

describe('expert scores in a run', () => {
  const merged = gather({ A: [all(4), all(cannotJudge)], B: [{ ...all(7), anatomical_accuracy: 10 }, null] });
  const rated = applyRatings(run, assign(2, 10), merged, itemOf);

  it('are means over raters, and a reason where none could judge', () => {
    const [both, none, outside] = rated.rows;
    expect(both!.scores['expert-anatomical_accuracy']).toEqual({ value: 7 });
    expect(both!.scores['expert-overall']).toEqual({ value: (4 + 7.6) / 2 });
    expect(both!.notes).toEqual([
      'resized',
      'expert scores: 2 raters, each mean over those who gave a score'
    ]);
    expect(none!.scores['expert-overall']).toEqual({
      value: null,
      reason: 'no score in every dimension from the rater'
    });
    expect(outside).toEqual(run.rows[2]);
  });

  it('have an overall only from raters who gave all that was asked', () => {
    const pick = (scores: Scores) => pickRating(rate('0', scores), 'overall', 'style-transfer');
    expect(pick({ ...all(4), anatomical_accuracy: cannotJudge })).toBeNull();
    expect(pick({ anatomical_accuracy: 3 })).toBeNull();
    expect(pick(all(4))).toBe(4);
  });

  it('of a multiple choice are those that a choice can be asked', () => {
    const choice = makeRow({ sampleId: 'sample-0', format: 'vqa', task: 'multiple-choice', scores: {} });
    const asked = {
      clinical_finding_accuracy: 9,
      instruction_compliance: 6,
      hallucination_omission_control: 6
    };
    const { byRater } = gather({ A: [asked] });
    const [row] = applyRatings({ ...run, rows: [choice] }, assign(1, 10), { byRater }, itemOf).rows;
    expect(row!.scores).toEqual({
      'expert-clinical_finding_accuracy': { value: 9 },
      'expert-instruction_compliance': { value: 6 },
      'expert-hallucination_omission_control': { value: 6 },
      'expert-overall': { value: 7 }
    });
    // From before choices were asked less.
    expect(pickRating(rate('0', all(4)), 'anatomical_accuracy', 'multiple-choice')).toBeNull();
  });

  it('say which tasks have a dimension, and have no agreement where it is not asked', () => {
    const [anatomical] = listRunMetas(rated).filter(({ id }) => id === 'expert-anatomical_accuracy');
    expect(isForTask(anatomical!, 'multiple-choice')).toBe(false);
    expect(isForTask(anatomical!, 'question-answering')).toBe(true);
    const slice = { task: 'multiple-choice', dimension: 'anatomical_accuracy' } as const;
    expect(new RatedItems(assign(2, 10), merged, taskNames).icc(slice)).toMatchObject({
      value: null,
      reason: 'raters are not asked this of such outputs'
    });
  });

  it('are metrics of the run, with their scale', () => {
    const metas = listRunMetas(rated).filter(({ group }) => group === 'expert');
    expect(metas.map(({ id }) => id)).toEqual([...judgeDimensions, 'overall' as const].map(expertMetricId));
    expect(metas.every(({ unit }) => unit === 'of 10')).toBe(true);
    expect(listRunMetas(run).some(({ group }) => group === 'expert')).toBe(false);
  });

  it('are in the exports, with every rating under a name of its own', () => {
    expect(toCsv(rated).text.split('\n')[0]).toContain('expert-overall');
    const { rows } = JSON.parse(toResultsJson(rated).text) as { rows: { expertRatings?: unknown[] }[] };
    expect(rows[0]!.expertRatings).toHaveLength(2);
    const lines = toOfficialJsonl(rated)[0]!.text.split('\n');
    expect(JSON.parse(lines[0]!)).toMatchObject({
      expert_ratings: [{ rater: 'A', scale: 10 }, { rater: 'B' }]
    });
    expect(JSON.parse(lines[2]!)).not.toHaveProperty('expert_ratings');
  });

  it('replace earlier ones, and leave nothing behind when they are removed', () => {
    expect(applyRatings(rated, assign(2, 10), merged, itemOf)).toEqual(rated);
    expect(removeRatings(rated)).toEqual(run);
    expect(applyRatings(run, assign(2, 10), gather({}), itemOf)).toEqual(run);
  });
});

describe('judges among the runs', () => {
  it('are told apart by view, and take imported verdicts under their own label', () => {
    const imported = {
      values: { VLM_Overall_Score_W_GT: 6, VLM_Anatomical_Accuracy_W_GT: 5, VLM_Overall_Score_WO_GT: 4 },
      verdicts: {},
      sources: []
    };
    const rows = [makeRow({ sampleId: 'sample-0', imported }), makeRow({ sampleId: 'sample-9', imported })];
    const sources = listJudgeSources([{ run: { ...run, rows }, itemOf }]);
    expect(sources).toMatchObject([
      { label: 'Imported judge with reference', scale: 10 },
      { label: 'Imported judge without reference', scale: 10 }
    ]);
    expect([...sources[0]!.values]).toEqual([['0', { overall: 6, anatomical_accuracy: 5 }]]);
  });
});
