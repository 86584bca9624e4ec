import { describeError } from '../core/describeError';
import type { RgbImage } from '../core/image';
import { memoise } from '../core/memoise';
import { DataError } from '../core/problem';
import type { Format } from '../core/sample';
import type { UsedModel } from '../core/run';
import type { Score } from '../core/score';
import type { FileEntry } from '../dataset/FileTree';
import type { CandidateScores } from '../engine/api';
import { loadKernels } from '../engine/loadModules';
import type { NeuralModel } from '../models/NeuralModel';
import { runtimeName, type Backend } from '../engine/neuralApi';
import type { NeuralScorer } from '../engine/NeuralScorer';
import type { PlannedPrediction } from '../engine/plan';
import type { Pool } from '../engine/Pool';
import type { MetricMeta } from '../metrics/metric';
import type { Comparison } from '../metrics/neural/comparison';
import { describeNeuralMetric, identifyModel } from '../metrics/neural/meta';

/** What `NeuralScorer` does for a run. */
export type Scorer = Pick<NeuralScorer, 'score' | 'close' | 'backend'>;

interface NeuralTierOptions {
  readonly models: readonly NeuralModel[];
  readonly pool: Pick<Pool, 'decode'>;
  readonly signal: AbortSignal;
  /** Tests bring scorers of their own. */
  readonly open?: (model: NeuralModel, signal: AbortSignal) => Promise<Scorer>;
}

interface Entry {
  readonly model: NeuralModel;
  readonly meta: MetricMeta;
}

/** What is compared, or why it cannot be. */
type Settled = { readonly pair: Comparison } | { readonly pair: null; readonly reason: string };

/** A prediction's two sides, of images and of texts; null where no metric needs images of it. */
interface Compared {
  readonly index: number;
  readonly format: Format;
  readonly image: Settled | null;
  readonly text: Settled;
}

/** Three bytes each, here and in a worker. */
const maxPixelsAtOnce = 2 ** 25;

/** The largest image that is read, 89 megapixels, on a slow machine. */
const decodeTimeoutMs = 120_000;

/**
 * The neural metrics of a run. A model is opened when the first pair needs it: a run that the store knows in full opens
 * none. Where a metric fails, its own score has the reason and nothing else changes.
 */
export class NeuralTier {
  /** Metric id → version. */
  readonly versions: Readonly<Record<string, string>>;
  readonly #entries: readonly Entry[];
  readonly #options: NeuralTierOptions;
  readonly #providers = new Map<NeuralModel, Backend>();
  /** A model that does not open is not tried again for every sample. */
  readonly #scorers = new Map<NeuralModel, Promise<Scorer>>();

  constructor(options: NeuralTierOptions) {
    this.#options = options;
    // The order enters the keys of the score cache, so it must not be that in which the models came.
    this.#entries = options.models
      .map((model) => ({ model, meta: describeNeuralMetric(model.descriptor) }))
      .sort((a, b) => (a.meta.id < b.meta.id ? -1 : 1));
    this.versions = Object.fromEntries(this.#entries.map(({ meta }) => [meta.id, meta.version]));
  }

  /** With what ran them, as far as they have been opened. */
  get used(): readonly UsedModel[] {
    return this.#entries.map(({ model }) => {
      const provider = this.#providers.get(model);
      const used = identifyModel(model.descriptor);
      return provider === undefined ? used : { ...used, runtime: runtimeName, provider };
    });
  }

  /**
   * Adds the neural scores to those that the engine gave for predictions of one reference. They are compared together, as far as
   * their pixels fit into memory.
   * @throws only the signal's reason, once it is aborted
   */
  async addScores(
    reference: FileEntry | null,
    predictions: readonly PlannedPrediction[],
    results: readonly CandidateScores[]
  ): Promise<readonly CandidateScores[]> {
    if (this.#entries.length === 0) return results;
    const decodeReference = memoise((entry: FileEntry) => this.#decode(entry));
    const added = [...results];
    let batch: Compared[] = [];
    for (const [i, planned] of predictions.entries()) {
      const { format } = planned.prediction.sample;
      const image = this.#needsImages(format)
        ? await settle(this.#pairImages(planned.output, reference, decodeReference))
        : null;
      batch.push({ index: i, format, image, text: await settle(pairTexts(results[i]!)) });
      if (countPixels(batch) < maxPixelsAtOnce && i < predictions.length - 1) continue;
      for (const { index, scores } of await this.#scoreAll(batch))
        added[index] = { ...results[index]!, scores: { ...results[index]!.scores, ...scores } };
      batch = [];
    }
    return added;
  }

  /** Whether every neural score has a value; a missing one may come with another try. */
  isComplete({ scores }: CandidateScores): boolean {
    return this.#entries.every(({ meta }) => scores[meta.id]?.value !== null);
  }

  /** Ends the workers. */
  close(): void {
    for (const opening of this.#scorers.values()) {
      void opening.then(
        (scorer) => scorer.close(),
        () => undefined
      );
    }
  }

  #needsImages(format: Format): boolean {
    return this.#entries.some(({ model, meta }) => !comparesTexts(model) && meta.formats.includes(format));
  }

  async #scoreAll(batch: readonly Compared[]) {
    const added = batch.map(({ index }) => ({ index, scores: {} as Record<string, Score> }));
    for (const { model, meta } of this.#entries) {
      const meant = batch.map((one) =>
        meta.formats.includes(one.format) ? one[comparesTexts(model) ? 'text' : 'image'] : null
      );
      const scores = await this.#scoreTogether(model, meant);
      for (const [i, score] of scores.entries()) if (score) added[i]!.scores[meta.id] = score;
    }
    return added;
  }

  /** Null where there is nothing to compare. */
  async #scoreTogether(model: NeuralModel, meant: readonly (Settled | null)[]): Promise<(Score | null)[]> {
    const pairs = meant.flatMap((one) => (one?.pair ? [one.pair] : []));
    const scores = pairs.length > 0 ? await this.#scorePairs(model, pairs) : [];
    let next = 0;
    return meant.map((one) => {
      if (!one) return null;
      return one.pair ? scores[next++]! : { value: null, reason: one.reason };
    });
  }

  async #scorePairs(model: NeuralModel, pairs: readonly Comparison[]): Promise<readonly Score[]> {
    const { signal } = this.#options;
    try {
      signal.throwIfAborted();
      const scorer = await this.#open(model);
      this.#providers.set(model, scorer.backend);
      return await scorer.score(pairs);
    } catch (error) {
      signal.throwIfAborted();
      return pairs.map(() => ({ value: null, reason: describeError(error) }));
    }
  }

  #open(model: NeuralModel): Promise<Scorer> {
    const { open = openScorer, signal } = this.#options;
    const opening = this.#scorers.get(model) ?? open(model, signal);
    this.#scorers.set(model, opening);
    return opening;
  }

  /** As they are: the evaluator's batches give LPIPS and the encoder the decoded images, not the resized candidate. */
  async #pairImages(
    output: FileEntry | null,
    reference: FileEntry | null,
    decodeReference: (entry: FileEntry) => Promise<RgbImage>
  ): Promise<Comparison> {
    if (!output || !reference) throw new Error('the sample has no pair of images');
    return {
      kind: 'image',
      candidate: await this.#decode(output),
      reference: await decodeReference(reference)
    };
  }

  async #decode(entry: FileEntry): Promise<RgbImage> {
    const bytes = await entry.read();
    const reply = await this.#options.pool.decode({ path: entry.path, bytes }, decodeTimeoutMs);
    if (reply.ok) return reply.value;
    throw new DataError(reply.problem);
  }
}

async function pairTexts({ texts }: CandidateScores): Promise<Comparison> {
  if (!texts) throw new Error('the sample has no pair of texts');
  return { kind: 'text', response: texts.response, reference: texts.answer };
}

async function settle(pairing: Promise<Comparison>): Promise<Settled> {
  return pairing.then(
    (pair) => ({ pair }),
    (error: unknown) => ({ pair: null, reason: describeError(error) })
  );
}

const comparesTexts = ({ descriptor }: NeuralModel): boolean => descriptor.metric === 'bertscore';

/** Of the candidates; they share their reference. */
function countPixels(batch: readonly Compared[]): number {
  return batch.reduce((sum, { image }) => {
    if (image?.pair?.kind !== 'image') return sum;
    return sum + image.pair.candidate.width * image.pair.candidate.height;
  }, 0);
}

async function openScorer(model: NeuralModel, signal: AbortSignal): Promise<Scorer> {
  const [{ NeuralScorer }, kernels] = await Promise.all([import('../engine/NeuralScorer'), loadKernels()]);
  return NeuralScorer.open(model, { kernels, signal });
}
