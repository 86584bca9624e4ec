import type { JudgeDimension } from './importedKeys';

/** What replaces a part of a question, to see whether the judge notices. In the order of the manuscript's Table 4. */
export type JudgeControl =
  'blank-image' | 'unrelated-image' | 'same-modality-image' | 'image-shuffle' | 'instruction-shuffle';

/** What a control does, in words; the manuscript names them and gives no more. */
export const judgeControls: Readonly<
  Record<JudgeControl, { readonly label: string; readonly meaning: string }>
> = {
  'blank-image': { label: 'Blank image', meaning: 'a black picture of the same size' },
  'unrelated-image': { label: 'Unrelated image', meaning: 'the picture of a sample of another modality' },
  'same-modality-image': {
    label: 'Same-modality image',
    meaning: 'the picture of another sample of the same modality'
  },
  'image-shuffle': { label: 'Image shuffle', meaning: 'all pictures change places' },
  'instruction-shuffle': { label: 'Instruction shuffle', meaning: 'all instructions change places' }
};

export const judgeControlNames = Object.keys(judgeControls) as readonly JudgeControl[];

/** Δ = S(correct) − S(control): means over cases, in points of 1–5. */
export interface PublishedSensitivity {
  readonly deltas: Readonly<Record<JudgeDimension, number>>;
  /** 95 % bootstrap interval; printed for cross-modal consistency alone. */
  readonly interval: readonly [low: number, high: number];
  /** Of the paired Wilcoxon test, Holm-adjusted; printed for cross-modal consistency alone. */
  readonly pHolm: number;
}

type Printed = readonly [
  crossModal: number,
  low: number,
  high: number,
  anatomical: number,
  findings: number,
  compliance: number,
  hallucination: number,
  pHolm: number
];

/** Table 4 of the MedGEN-Bench manuscript. */
export const publishedSensitivity: Readonly<Record<JudgeControl, PublishedSensitivity>> = {
  'blank-image': readPrinted([2.16, 1.88, 2.44, 1.34, 2.1, 2.1, 2.14, 2.23e-24]),
  'unrelated-image': readPrinted([1.07, 0.81, 1.33, 0.32, 0.78, 0.43, 0.39, 1.43e-11]),
  'same-modality-image': readPrinted([0.57, 0.37, 0.8, 0.16, 0.42, 0.2, 0.16, 1.49e-6]),
  'image-shuffle': readPrinted([0.64, 0.43, 0.86, 0.28, 0.65, 0.28, 0.3, 4.6e-7]),
  'instruction-shuffle': readPrinted([0.52, 0.31, 0.72, 0.12, 0.49, 0.25, 0.23, 3.44e-6])
};

export const publishedSensitivityProtocol =
  'Manuscript, Table 4: 1,000 cases, LingShu-32B, without ground truth, scale 1–5';

function readPrinted([
  crossModal,
  low,
  high,
  anatomical,
  findings,
  compliance,
  hallucination,
  pHolm
]: Printed): PublishedSensitivity {
  return {
    deltas: {
      anatomical_accuracy: anatomical,
      clinical_finding_accuracy: findings,
      instruction_compliance: compliance,
      cross_modal_consistency: crossModal,
      hallucination_omission_control: hallucination
    },
    interval: [low, high],
    pHolm
  };
}
