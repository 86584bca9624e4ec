import { judgeDimensions, type JudgeDimension } from '../benchmark/importedKeys';
import { labelDimension } from '../metrics/expert/meta';

export interface RubricEntry {
  readonly dimension: JudgeDimension;
  readonly label: string;
  /** What a rater asks of the output. */
  readonly question: string;
}

const questions: Readonly<Record<JudgeDimension, string>> = {
  anatomical_accuracy: 'Are structures, proportions and positions right?',
  clinical_finding_accuracy: 'Are the findings right, and is none missed?',
  instruction_compliance: 'Was done what was asked, and only that?',
  cross_modal_consistency: 'Do image and text say the same?',
  hallucination_omission_control: 'Is nothing invented, and nothing left out?'
};

export const rubric: readonly RubricEntry[] = judgeDimensions.map((dimension) => ({
  dimension,
  label: labelDimension(dimension),
  question: questions[dimension]
}));

/** What the ends of the scale mean. */
export const scaleEnds = { lowest: 'unusable', highest: 'faultless' } as const;
