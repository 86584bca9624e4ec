/** A rule book that a number can follow; every number shown names one. */
export type ProtocolId = 'official-2026' | 'manuscript-table-3' | 'paper-v1' | 'ours';

export interface Protocol {
  /** As it stands beside numbers. */
  readonly label: string;
  /** Which numbers carry it. */
  readonly scope: string;
  /** Where it is described; null for what only this project describes. */
  readonly url: string | null;
}

/**
 * The versions of Pillow that the evaluator of 2026 asks for; it decodes and resizes what PSNR, SSIM, LPIPS and the embeddings
 * are computed from. Written as Python's packages write ranges.
 */
export const pillowRange = '>=10,<13';

export const protocols: Readonly<Record<ProtocolId, Protocol>> = {
  'official-2026': {
    label: 'Official evaluator (2026)',
    scope:
      'Every run scored here: official metrics as the benchmark’s public Python evaluator computes them in its release of 2026, with Pillow 10 to 12.',
    url: 'https://github.com/yangjj007/MedGEN-Bench-eval'
  },
  'manuscript-table-3': {
    label: 'Manuscript, Table 3',
    scope:
      'Published means of 25 rows, as the project page shows them. Similarities in percent, PSNR in dB, judge on 1–5.',
    url: 'https://charles-tian077.github.io/MedGEN-Bench-Visual/'
  },
  'paper-v1': {
    label: 'Paper, version 1',
    scope: 'Published shares of samples over a threshold, of the first arXiv version. Judge on 1–10.',
    url: 'https://arxiv.org/abs/2511.13135v1'
  },
  ours: {
    label: 'This viewer',
    scope:
      'Variants, further and experimental metrics, which the evaluator does not report, and Holm-adjusted comparisons of runs.',
    url: null
  }
};

/** What one topic is according to each source; null where nothing is known of it. */
export interface Disagreement {
  readonly topic: string;
  readonly paper: string | null;
  readonly manuscript: string | null;
  readonly evaluator: string | null;
  readonly here: string;
}

/**
 * Where paper, manuscript and evaluator are not of one mind.
 * Sources: arXiv 2511.13135 (abstract and first version), the manuscript as the project page shows it (2026), the
 * evaluator's release of 2026 and the data release `Jack04810/MedGEN-Bench` at revision cee5e7a.
 */
export const disagreements: readonly Disagreement[] = [
  {
    topic: 'Samples',
    paper: '6,422 pairs',
    manuscript: '6,422: 1,100 VQA, 3,872 editing, 1,450 generation',
    evaluator: '6,623 in the data release: 1,100 VQA, 3,872 editing, 1,651 generation',
    here: 'Those in your files; each row found is counted, scored or not.'
  },
  {
    topic: 'Images',
    paper: '11,744',
    manuscript: null,
    evaluator: '11,105 in the data release',
    here: 'Those that your files name.'
  },
  {
    topic: 'Tasks and subtasks',
    paper: '16 tasks, 28 subtasks',
    manuscript: '15 tasks, 26 named subtasks',
    evaluator: '16 tasks; any other name is an error',
    here: '16 tasks; another name leaves the row unscored. Subtask names are taken from the data.'
  },
  {
    topic: 'What a score is',
    paper: 'Share of samples over a threshold',
    manuscript: 'Mean, in percent but for PSNR and judge',
    evaluator: 'Mean, SD, interval, and share over a threshold',
    here: 'As the evaluator. Values between 0 and 1 are not turned into percent.'
  },
  {
    topic: 'Thresholds',
    paper: null,
    manuscript: 'None in Table 3',
    evaluator:
      'LPIPS ≤ 0.6, PSNR ≥ 28, SSIM ≥ 0.7 (0.1 in an early release), MII ≥ 0.7, BLEU ≥ 0.09, BERTScore ≥ 0.9, judge ≥ 8',
    here: 'The evaluator’s of 2026.'
  },
  {
    topic: 'Uncertainty of a mean',
    paper: null,
    manuscript: 'None in Table 3, intervals in Table 4',
    evaluator: '95 % bootstrap interval, 1,000 resamples, seed 42',
    here: 'The evaluator’s, to the last digit.'
  },
  {
    topic: 'Comparison of systems',
    paper: null,
    manuscript: 'None in Table 3; Holm-adjusted paired Wilcoxon in Table 4',
    evaluator: 'Paired Wilcoxon, not adjusted',
    here: 'Paired Wilcoxon with and without Holm’s adjustment, and a paired bootstrap of the difference.'
  },
  {
    topic: 'Image embedding',
    paper: null,
    manuscript: 'MedImageInsight (MII)',
    evaluator: 'MedImageInsight; Rad-DINO in an earlier release, as Anatomical_Embedding_Similarity',
    here: 'MedImageInsight, when you bring the model; any other encoder under its own name.'
  },
  {
    topic: 'Exact match (EM)',
    paper: null,
    manuscript: 'In percent, VQA only',
    evaluator:
      'Answer parsed out of the free response, else NA; an early release compared the whole normalised texts',
    here: 'The evaluator’s of 2026. NA is left out of the mean, and n says how many are in.'
  },
  {
    topic: 'Entity metrics of texts',
    paper: null,
    manuscript: 'None',
    evaluator:
      'Withdrawn; an early release had rule-based precision, recall, F1, hallucination and omission rate',
    here: 'None.'
  },
  {
    topic: 'Judge model',
    paper: 'GPT-4o',
    manuscript: 'Qwen3-VL-8B-Instruct in Table 3, LingShu-32B in Table 4',
    evaluator: 'Any model behind an OpenAI-compatible address',
    here: 'The model that you choose, by your own key, with this viewer’s own prompt; every score names model, prompt and scale, and published rows name theirs.'
  },
  {
    topic: 'Judge scale',
    paper: '1–10',
    manuscript: '1–5',
    evaluator: '1–10',
    here: '1–10 or 1–5, as you choose. Every value keeps the scale that it was given on; nothing is converted.'
  },
  {
    topic: 'Licence of the data',
    paper: null,
    manuscript: 'The page names none for the dataset alone',
    evaluator: 'The code is under Apache 2.0',
    here: 'Nothing of the dataset is part of this viewer.'
  }
];
