import { judgeDimensions, type JudgeDimension } from '../benchmark/importedKeys';
import type { Format, Task } from '../core/sample';
import { askedDimensions } from '../metrics/expert/askedDimensions';
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

/** What an output of the task is asked: what does not fit it is left out. */
export function rubricFor(task: Task): readonly RubricEntry[] {
  const asked = askedDimensions(task);
  return rubric.filter(({ dimension }) => asked.includes(dimension));
}

const fittedQuestions: Readonly<Record<Format, Readonly<Partial<Record<JudgeDimension, string>>>>> = {
  // A text alone: there is no picture of its own to look at.
  vqa: {
    anatomical_accuracy: 'Are structures and sides named as the image shows them?',
    clinical_finding_accuracy: 'Is the finding that the answer names the right one?',
    cross_modal_consistency: 'Does the answer agree with the image that was asked about?'
  },
  // A picture alone: the only words are those that asked for it.
  edit: { cross_modal_consistency: 'Does the image show what the words describe?' },
  generate: {}
};

/** The question of a dimension, fitted to what the output is. */
export function askOf({ dimension, question }: RubricEntry, format: Format): string {
  return fittedQuestions[format][dimension] ?? question;
}

/** What the ends of the scale mean. */
export const scaleEnds = { lowest: 'unusable', highest: 'faultless' } as const;
