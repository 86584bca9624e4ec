/** A field of a judge's verdict, or the whole's `overall_score` (dimension null). */
export interface JudgeScore {
  readonly field: JudgeField;
  readonly dimension: JudgeDimension | null;
}

/** A number that the official evaluator gives for one sample and that a dropped file may bring along. */
export interface ImportedKey {
  /** As in `Average_{key}` of the evaluator's results; of what is no judge's score also the record's field. */
  readonly key: string;
  readonly label: string;
  readonly unit: string | null;
  readonly higherIsBetter: boolean;
  /** A sample passes when its value is at least (at most, where lower is better) this. */
  readonly threshold: number | null;
  /** Inclusive; null where there is no bound. */
  readonly range: readonly [number | null, number | null];
  /** Decimal places to show. */
  readonly digits: number;
  /** How far a value computed here may be from the evaluator's; null where the two need not agree. */
  readonly tolerance: number | null;
  /** Null for what stands in the record itself. */
  readonly judge: JudgeScore | null;
}

export const judgeFields = ['vlm_judge_w_gt_result', 'vlm_judge_wo_gt_result'] as const;
export type JudgeField = (typeof judgeFields)[number];

export const judgeDimensions = [
  'anatomical_accuracy',
  'clinical_finding_accuracy',
  'instruction_compliance',
  'cross_modal_consistency',
  'hallucination_omission_control'
] as const;
export type JudgeDimension = (typeof judgeDimensions)[number];

/** The evaluator's scale; the manuscript's Table 3 has 1 to 5. */
export const judgeScale: readonly [number, number] = [1, 10];

const higher = { unit: null, higherIsBetter: true, digits: 4, tolerance: null, judge: null } as const;

/** Sources: MedGEN-Bench evaluator (2026); Anatomical_Embedding_Similarity is of an earlier release (Rad-DINO). */
const recordKeys: readonly ImportedKey[] = [
  {
    ...higher,
    key: 'PSNR',
    label: 'PSNR',
    unit: 'dB',
    threshold: 28,
    range: [0, null],
    digits: 2,
    tolerance: 1e-4
  },
  { ...higher, key: 'SSIM', label: 'SSIM', threshold: 0.7, range: [-1, 1], tolerance: 1e-9 },
  {
    ...higher,
    key: 'LPIPS',
    label: 'LPIPS',
    higherIsBetter: false,
    threshold: 0.6,
    range: [0, null],
    tolerance: 1e-4
  },
  { ...higher, key: 'MedImageInsight_Similarity', label: 'MII similarity', threshold: 0.7, range: [-1, 1] },
  {
    ...higher,
    key: 'Anatomical_Embedding_Similarity',
    label: 'Anatomical embedding similarity',
    threshold: null,
    range: [-1, 1]
  },
  { ...higher, key: 'BLEU', label: 'BLEU', threshold: 0.09, range: [0, 1], tolerance: 1e-12 },
  { ...higher, key: 'BERT_Score', label: 'BERTScore', threshold: 0.9, range: [-1, 1], tolerance: 1e-4 },
  { ...higher, key: 'RadGraph_F1', label: 'RadGraph F1', threshold: null, range: [0, 1] },
  { ...higher, key: 'Text_EM', label: 'EM', threshold: null, range: [0, 1], digits: 3, tolerance: 0 }
];

/** What a verdict is called. */
export const judgeViews: Readonly<Record<JudgeField, { readonly suffix: string; readonly label: string }>> = {
  vlm_judge_w_gt_result: { suffix: 'W_GT', label: 'with reference' },
  vlm_judge_wo_gt_result: { suffix: 'WO_GT', label: 'without reference' }
};

/** The evaluator's name of a dimension, and ours. */
export const judgeDimensionNames: Readonly<
  Record<JudgeDimension, { readonly name: string; readonly label: string }>
> = {
  anatomical_accuracy: { name: 'Anatomical_Accuracy', label: 'anatomical accuracy' },
  clinical_finding_accuracy: { name: 'Clinical_Finding_Accuracy', label: 'clinical finding accuracy' },
  instruction_compliance: { name: 'Instruction_Compliance', label: 'instruction compliance' },
  cross_modal_consistency: { name: 'Cross_Modal_Consistency', label: 'cross-modal consistency' },
  hallucination_omission_control: {
    name: 'Hallucination_Omission_Control',
    label: 'hallucination and omission control'
  }
};

const judgeKeys: readonly ImportedKey[] = judgeFields.flatMap((field) =>
  [null, ...judgeDimensions].map((dimension) => ({
    ...higher,
    key: `VLM_${dimension ? judgeDimensionNames[dimension].name : 'Overall_Score'}_${judgeViews[field].suffix}`,
    label: `Judge ${judgeViews[field].label}: ${dimension ? judgeDimensionNames[dimension].label : 'overall'}`,
    unit: 'of 10',
    threshold: dimension ? null : 8,
    range: judgeScale,
    digits: 2,
    judge: { field, dimension }
  }))
);

/** Everything that can be imported, in the order in which tables show it. */
export const importedKeys: readonly ImportedKey[] = [...recordKeys, ...judgeKeys];

/** The fields of an evaluated record that hold it. */
export const importedFields: readonly string[] = [...recordKeys.map(({ key }) => key), ...judgeFields];

/** A way to fail by the judge's verdict with the reference: a dimension below `failureBelow`. */
export const failureBelow = 6;
export const failureModes = {
  judge_detected_hallucination_or_omission: 'hallucination_omission_control',
  low_clinical_finding_accuracy: 'clinical_finding_accuracy',
  low_instruction_compliance: 'instruction_compliance'
} as const satisfies Readonly<Record<string, JudgeDimension>>;

export const failureModeLabels: Readonly<Record<keyof typeof failureModes, string>> = {
  judge_detected_hallucination_or_omission: 'hallucination or omission',
  low_clinical_finding_accuracy: 'low clinical finding accuracy',
  low_instruction_compliance: 'low instruction compliance'
};
