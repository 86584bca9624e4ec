import { refuseWeights } from '../weights/refuseWeights';
import type { StoredTensor, Weights } from '../weights/Weights';

/** What a file of weights belongs to. */
export type NetworkKind = 'alexnet' | 'lpips-heads' | 'bert' | 'dinov2';

export interface Recognised {
  readonly kind: NetworkKind;
  /** By the names that the network's graph uses, without what it does not read. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

interface Rule {
  readonly kind: NetworkKind;
  /** A weight that no other network has under this name, after any prefix. */
  readonly sign: string;
  readonly wanted: RegExp;
}

const rules: readonly Rule[] = [
  { kind: 'lpips-heads', sign: 'lin0.model.1.weight', wanted: /^lin[0-4]\.model\.1\.weight$/ },
  { kind: 'alexnet', sign: 'features.10.weight', wanted: /^features\.\d+\.(weight|bias)$/ },
  {
    kind: 'dinov2',
    sign: 'encoder.layer.0.layer_scale1.lambda1',
    wanted: /^(embeddings\.(cls_token|position_embeddings|patch_embeddings\.)|encoder\.|layernorm\.)/
  },
  {
    kind: 'bert',
    sign: 'encoder.layer.0.attention.self.query.weight',
    wanted: /^(embeddings\.(word|position|token_type)_embeddings|embeddings\.LayerNorm|encoder\.)/
  }
];

/** Networks that have parts in common with those above, by a weight of theirs, and others that people have at hand. */
const strangers: readonly (readonly [sign: RegExp, what: string])[] = [
  [/^roberta\.|^lm_head\.layer_norm/, 'a RoBERTa-type encoder, which has another tokenizer and other places'],
  [/classifier\.6\.weight$/, 'a VGG or an AlexNet of another layout'],
  [/(^|\.)layer1\.0\.conv1\.weight$/, 'a ResNet'],
  [/(^|\.)vision_model\.|visual\./, 'a CLIP-type model'],
  [/transformer\.layer\.0\.attention\.q_lin/, 'a DistilBERT'],
  [/model\.layers\.0\.self_attn/, 'a language model'],
  [/^blocks\.0\.attn\.qkv/, 'a vision transformer in the layout of timm']
];

const wanted =
  'AlexNet of torchvision (for LPIPS), a BERT-type encoder (for BERTScore) or DINOv2 (for image embeddings)';

/** @throws DataError that says what the weights are instead */
export function recogniseWeights(weights: Weights): Recognised {
  const names = [...weights.tensors.keys()];
  const isRoberta = names.some((name) => strangers[0]![0].test(name));
  for (const { kind, sign, wanted: pattern } of isRoberta ? [] : rules) {
    const signed = names.find((name) => name === sign || name.endsWith(`.${sign}`));
    // VGG has convolutions of the same names, and more of them.
    if (signed === undefined || (kind === 'alexnet' && names.includes('features.28.weight'))) continue;
    return { kind, tensors: pick(weights, signed.slice(0, -sign.length), pattern) };
  }
  const what = strangers.find(([sign]) => names.some((name) => sign.test(name)))?.[1];
  const got = what ?? `${names.length} tensors, the first of them ${names[0]}`;
  throw refuseWeights(weights.file, 'weights of a network that is not used here', got, wanted);
}

/** Without the prefix of a model with a head, and under the newer names of the norms' parameters. */
function pick({ tensors }: Weights, prefix: string, pattern: RegExp): ReadonlyMap<string, StoredTensor> {
  const picked = new Map<string, StoredTensor>();
  for (const [fullName, tensor] of tensors) {
    if (!fullName.startsWith(prefix)) continue;
    const name = fullName
      .slice(prefix.length)
      .replace('LayerNorm.gamma', 'LayerNorm.weight')
      .replace('LayerNorm.beta', 'LayerNorm.bias');
    if (pattern.test(name)) picked.set(name, tensor);
  }
  return picked;
}
