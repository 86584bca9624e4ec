import type { JudgeDimension, JudgeField } from './importedKeys';
import { judgeDimensionNames, judgeDimensions, judgeViews } from './importedKeys';

/** Whether the judge sees the reference: `w-gt` with ground truth, `wo-gt` without. */
export type JudgeView = 'w-gt' | 'wo-gt';

/** A scale by its highest score; the lowest is 1. */
export type JudgeScaleTop = 10 | 5;

export const judgeScaleTops: readonly JudgeScaleTop[] = [10, 5];

/** Which protocol a scale is of. Verdicts of one scale are never read on the other. */
export const judgeScaleLabels: Readonly<Record<JudgeScaleTop, string>> = {
  10: '1–10 (official evaluator)',
  5: '1–5 (manuscript, Table 3)'
};

/** The official field that holds the verdict of a view. */
export const judgeViewFields: Readonly<Record<JudgeView, JudgeField>> = {
  'w-gt': 'vlm_judge_w_gt_result',
  'wo-gt': 'vlm_judge_wo_gt_result'
};

export const judgeViewNames = Object.keys(judgeViewFields) as readonly JudgeView[];

/** A dimension, or the verdict's overall score (null), in the order of tables: the overall score first. */
export const judgeParts: readonly (JudgeDimension | null)[] = [null, ...judgeDimensions];

/** The evaluator's flat name, as in `Average_{key}`: `VLM_Overall_Score_W_GT`. Only for scores of 10. */
export function judgeKey(view: JudgeView, dimension: JudgeDimension | null): string {
  const name = dimension === null ? 'Overall_Score' : judgeDimensionNames[dimension].name;
  return `VLM_${name}_${judgeViews[judgeViewFields[view]].suffix}`;
}

/** "Overall", "Anatomical accuracy" */
export function labelJudgePart(part: JudgeDimension | null): string {
  const label = part === null ? 'overall' : judgeDimensionNames[part].label;
  return label.charAt(0).toUpperCase() + label.slice(1);
}
