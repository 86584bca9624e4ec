import type { NeuralMetric, UsedModel } from '../../core/run';
import type { MetricMeta } from '../metric';
import type { ModelDescriptor } from './descriptor';

/** The weights that the official evaluator loads (release of 2026); with any other the metric is not the official one. */
export const officialWeights: Readonly<Record<NeuralMetric, string>> = {
  lpips: 'lpips-0.1-alex',
  bertscore: 'BiomedNLP-PubMedBERT-base-uncased-abstract',
  'image-embedding': 'MedImageInsight-1.0.0'
};

/** The layer of PubMedBERT that the official evaluator compares. */
const officialLayer = 12;

/** With the official weights. */
export const neuralMetas: Readonly<Record<NeuralMetric, MetricMeta>> = {
  lpips: {
    id: 'lpips',
    version: '1',
    label: 'LPIPS',
    variant: 'AlexNet, 256×256',
    unit: null,
    range: [0, null],
    higherIsBetter: false,
    formats: ['edit', 'generate'],
    threshold: 0.6,
    officialKey: 'LPIPS',
    digits: 4,
    source:
      'Zhang, Isola, Efros, Shechtman and Wang (2018), lpips 0.1.4 with its weights 0.1; MedGEN-Bench evaluator (2026). The same model agrees within 1e-4.',
    definition:
      'Both images are resized straight to 256×256 (Pillow’s BILINEAR, antialiased) and scaled to [−1, 1]. The features after AlexNet’s five ReLUs are normalised at each position, their squared differences weighted by the trained linear heads, averaged over the positions and summed over the layers.',
    edgeCases:
      'Identical images give 0. The proportions of an image are not kept. An output of another size is not resized to the reference first, as for PSNR and SSIM: the evaluator does not either.',
    namesakes:
      'LPIPS on VGG or SqueezeNet, at the full size of the images, or without the linear heads gives other numbers. An early release of the evaluator fed values in [0, 1] instead of [−1, 1].',
    group: 'official'
  },
  bertscore: {
    id: 'bertscore',
    version: '1',
    label: 'BERTScore',
    variant: 'F1, PubMedBERT layer 12',
    unit: null,
    range: [-1, 1],
    higherIsBetter: true,
    formats: ['vqa', 'generate'],
    threshold: 0.9,
    officialKey: 'BERT_Score',
    digits: 4,
    source:
      'Zhang, Kishore, Wu, Weinberger and Artzi (2020), bert-score 0.3.13; MedGEN-Bench evaluator (2026). The same model agrees within 1e-4.',
    definition:
      'Both texts are cut to 512 tokens and encoded. Every token is matched with the most similar token of the other text by the cosine of their hidden states after layer 12. Precision is the mean over the response’s tokens, recall over the reference’s, F1 their harmonic mean. [CLS] and [SEP] can be matched but do not count. No idf weights, no rescaling by a baseline.',
    edgeCases:
      'An empty text on either side gives 0, two empty ones too. Words that the vocabulary lacks ([UNK]) are dropped first, so a text of nothing else counts as empty. Each pair is compared by itself: in bert-score the value of a pair depends on what else is in its batch where a token is similar to none of the other text (padding counts as 0).',
    namesakes:
      'Other models and layers, idf weights and baseline rescaling give numbers that cannot be compared; the library’s default for English is RoBERTa-large, layer 17.',
    group: 'official'
  },
  'image-embedding': {
    id: 'image-embedding',
    version: '1',
    label: 'MII similarity',
    variant: 'MedImageInsight',
    unit: null,
    range: [-1, 1],
    higherIsBetter: true,
    formats: ['edit', 'generate'],
    threshold: 0.7,
    officialKey: 'MedImageInsight_Similarity',
    digits: 4,
    source: 'Codella et al. (2024), MedImageInsight 1.0.0; MedGEN-Bench evaluator (2026).',
    definition:
      'The cosine of the embeddings that MedImageInsight’s image encoder gives output and reference, each prepared as the description of the model says.',
    edgeCases:
      'Identical images give 1. An output of another size is not resized to the reference first: the evaluator does not either.',
    namesakes:
      'An earlier release of the evaluator used Rad-DINO and called it Anatomical_Embedding_Similarity. Embeddings of another encoder give numbers that cannot be compared.',
    group: 'official'
  }
};

/** What a run keeps of a model that it used. */
export function identifyModel(descriptor: ModelDescriptor): UsedModel {
  const { metric, weights, label, source, licence, model, published } = descriptor;
  const layer = 'layer' in descriptor ? descriptor.layer : null;
  const used = { metric, weights, label, source, licence, layer };
  if (!published) return { ...used, sha256: model.sha256 };
  const { files, isKnown, revision } = published;
  return { ...used, sha256: files[0]!.sha256, isKnown, ...(revision !== null && { revision }) };
}

/** The metric that a model gives. */
export function describeNeuralMetric(descriptor: ModelDescriptor): MetricMeta {
  return describeUsedModel(identifyModel(descriptor));
}

/**
 * Official weights give the official metric; any others one of their own name, without threshold and official field, so
 * that nothing is reported under a name that it does not have.
 * The version names the model file: scores of another export are never taken for this one's.
 */
export function describeUsedModel(model: UsedModel): MetricMeta {
  const { metric, label, weights, layer } = model;
  const meta = neuralMetas[metric];
  const version = `${meta.version}+${model.sha256.slice(0, 12)}`;
  if (isOfficial(model)) return { ...meta, version, variant: meta.variant + nameUnknown(model) };
  return {
    ...meta,
    version,
    id: `${metric}:${weights}${layer === null ? '' : `:${layer}`}`,
    label: `${genericLabels[metric]} (${label})`,
    variant: (layer === null ? label : `${label}, layer ${layer}`) + nameUnknown(model),
    threshold: null,
    officialKey: null,
    source: `${model.source}. Computed as the official ${meta.label}, which uses other weights.`,
    group: 'extra'
  };
}

/** Weights that may be the official ones, but whose hash nobody published. */
function nameUnknown({ isKnown, sha256 }: UsedModel): string {
  return isKnown === false ? `, weights sha256 ${sha256.slice(0, 12)}…` : '';
}

const genericLabels: Readonly<Record<NeuralMetric, string>> = {
  lpips: 'LPIPS',
  bertscore: 'BERTScore',
  'image-embedding': 'Embedding similarity'
};

function isOfficial({ metric, weights, layer }: UsedModel): boolean {
  return weights === officialWeights[metric] && (metric !== 'bertscore' || layer === officialLayer);
}
