import type { Score } from '../../core/score';
import type { TextComparison } from './comparison';
import { finiteScore } from './finiteScore';
import type { Model, Tensor } from './Model';
import { RecentMap } from '../../core/RecentMap';
import type { TextTokeniser } from './TextTokeniser';

/** A text as its tokens' hidden states, each of length 1, one after the other. */
export interface EmbeddedText {
  readonly vectors: Float32Array;
  /** Numbers in one vector. */
  readonly width: number;
  /** One a token. */
  readonly weights: readonly number[];
}

/** 512 tokens of 768 numbers are 1.5 MB. */
const keptTexts = 32;

/**
 * BERTScore (Zhang et al. 2020) as bert-score 0.3.13 computes it without idf and without baseline rescaling.
 * References are remembered: several systems share them, and closed-form answers repeat.
 */
export class BertScorer {
  readonly #model: Model;
  readonly #tokeniser: TextTokeniser;
  readonly #known = new RecentMap<string, EmbeddedText>(keptTexts);

  constructor(model: Model, tokeniser: TextTokeniser) {
    this.#model = model;
    this.#tokeniser = tokeniser;
  }

  /** F1 */
  async score({ response, reference }: TextComparison): Promise<Score> {
    const [candidate, expected] = [await this.#embed(response), await this.#embed(reference)];
    return finiteScore(computeGreedyF1(candidate, expected));
  }

  async #embed(text: string): Promise<EmbeddedText> {
    const ids = this.#tokeniser.encode(text);
    const key = ids.join(' ');
    const known = this.#known.get(key);
    if (known) return known;
    const { data, dims } = await this.#model.run(this.#makeInputs(ids));
    const width = dims.at(-1) ?? 0;
    const embedded = { vectors: normaliseRows(data, width), width, weights: this.#tokeniser.weigh(ids) };
    this.#known.set(key, embedded);
    return embedded;
  }

  #makeInputs(ids: readonly number[]): Record<string, Tensor> {
    const makeTensor = (value: (id: number) => number): Tensor => ({
      type: 'int64',
      data: BigInt64Array.from(ids, (id) => BigInt(value(id))),
      dims: [1, ids.length]
    });
    const inputs: Readonly<Record<string, Tensor>> = {
      input_ids: makeTensor((id) => id),
      attention_mask: makeTensor(() => 1),
      token_type_ids: makeTensor(() => 0)
    };
    // Some exports have no token types, some no mask.
    return Object.fromEntries(
      Object.entries(inputs).filter(([name]) => this.#model.inputNames.includes(name))
    );
  }
}

/**
 * Each token is matched with the most similar one of the other text, [CLS] and [SEP] included; precision and recall
 * are the weighted means of these cosines over candidate and reference, and F1 is their harmonic mean.
 * 0 where a text has no token of weight: empty, or nothing but words that the vocabulary lacks.
 */
export function computeGreedyF1(candidate: EmbeddedText, reference: EmbeddedText): number {
  const { ofCandidate, ofReference } = matchGreedily(candidate, reference);
  const precision = weightedMean(ofCandidate, candidate.weights);
  const recall = weightedMean(ofReference, reference.weights);
  if (precision === null || recall === null || precision + recall === 0) return 0;
  return (2 * precision * recall) / (precision + recall);
}

/** The highest cosine of each token. */
function matchGreedily(candidate: EmbeddedText, reference: EmbeddedText) {
  const { width } = candidate;
  const ofCandidate = new Float64Array(candidate.weights.length).fill(-Infinity);
  const ofReference = new Float64Array(reference.weights.length).fill(-Infinity);
  for (let i = 0; i < ofCandidate.length; i++) {
    for (let j = 0; j < ofReference.length; j++) {
      let cosine = 0;
      for (let k = 0; k < width; k++) {
        cosine += candidate.vectors[i * width + k]! * reference.vectors[j * width + k]!;
      }
      if (cosine > ofCandidate[i]!) ofCandidate[i] = cosine;
      if (cosine > ofReference[j]!) ofReference[j] = cosine;
    }
  }
  return { ofCandidate, ofReference };
}

function weightedMean(values: Float64Array, weights: readonly number[]): number | null {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return null;
  return weights.reduce((sum, weight, i) => (weight === 0 ? sum : sum + weight * values[i]!), 0) / total;
}

function normaliseRows(rows: Float32Array, width: number): Float32Array {
  const normalised = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += width) {
    let squares = 0;
    for (let k = start; k < start + width; k++) squares += rows[k]! * rows[k]!;
    const norm = Math.sqrt(squares);
    for (let k = start; k < start + width; k++) normalised[k] = rows[k]! / norm;
  }
  return normalised;
}
