/** Words that not every reader knows, each with one line. */
export const glossary = {
  EM: 'Exact match: the share of closed answers that name the right option or words, after the official normalisation.',
  MII: 'Similarity of two images by their MedImageInsight embeddings, in percent.',
  CI: 'Confidence interval: where the mean would lie in 95 of 100 resamplings of these samples (bootstrap).',
  Holm: 'Holm’s correction: p-values are raised because several tests are made at once.',
  slice: 'The samples that share one property, such as a subtask or a modality, within one format.',
  protocol: 'The rules that a number was computed by; only numbers of one protocol compare.'
} as const;

export type GlossaryWord = keyof typeof glossary;
