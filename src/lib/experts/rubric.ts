import { judgeDimensions, type JudgeDimension } from '../benchmark/importedKeys';
import type { Format } from '../core/sample';
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

/** Of an output that is a text alone: there is no picture of its own to look at. */
const textQuestions: Readonly<Partial<Record<JudgeDimension, string>>> = {
  anatomical_accuracy: 'Are structures and sides named as the image shows them?',
  clinical_finding_accuracy: 'Is the finding that the answer names the right one?',
  cross_modal_consistency: 'Does the answer agree with the image that was asked about?'
};

/** The question of a dimension, fitted to what the output is. */
export function askOf({ dimension, question }: RubricEntry, format: Format): string {
  return (format === 'vqa' ? textQuestions[dimension] : undefined) ?? question;
}

/** What the ends of the scale mean. */
export const scaleEnds = { lowest: 'unusable', highest: 'faultless' } as const;
