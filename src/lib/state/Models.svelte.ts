import { describeError } from '../core/describeError';
import { formatProblem, type Problem } from '../core/problem';
import type { DroppedFile } from '../dataset/openFiles';
import type { ModelOffer } from '../models/modelOffers';
import type { NeuralModel } from '../models/NeuralModel';
import type { MetricMeta } from '../metrics/metric';
import { deleteModel, listModels, writeModel } from '../store/models';

/** A model of this browser with the metric that it gives. */
export interface OwnModel {
  readonly model: NeuralModel;
  readonly meta: MetricMeta;
}

export interface ModelLoading {
  readonly label: string;
  readonly loadedBytes: number;
  readonly totalBytes: number;
}

/**
 * The models of this browser, and those that the site offers; each gives one neural metric. Whatever describes and reads
 * models is loaded when there is one.
 */
export class Models {
  stored = $state.raw<readonly OwnModel[]>([]);
  /** What the site offers and this browser does not have. */
  readonly offers: readonly ModelOffer[] = $derived.by(() => {
    const own = new Set(this.stored.map(({ model }) => model.descriptor.model.sha256));
    return this.#siteOffers.filter(({ descriptor }) => !own.has(descriptor.model.sha256));
  });
  /** The model that is being loaded or checked. */
  loading = $state.raw<ModelLoading | null>(null);
  /** What became of the last model, in words. */
  note = $state('');

  #siteOffers = $state.raw<readonly ModelOffer[]>([]);
  /** Ids of the metrics that are switched off. */
  #off = $state.raw<readonly string[]>([]);
  #abort: AbortController | null = null;
  #read: Promise<void> | null = null;

  /** Those that score. */
  get chosen(): readonly OwnModel[] {
    return this.stored.filter((own) => this.isOn(own));
  }

  isOn({ meta }: OwnModel): boolean {
    return !this.#off.includes(meta.id);
  }

  toggle(own: OwnModel): void {
    const { id } = own.meta;
    this.#off = this.isOn(own) ? [...this.#off, id] : this.#off.filter((other) => other !== id);
  }

  /** Once a visit; a browser that stores nothing has none. */
  readStored(): Promise<void> {
    this.#read ??= listModels()
      .then(describeModels)
      .catch(() => [])
      .then((found) => {
        const known = new Set(this.stored.map(({ meta }) => meta.id));
        this.stored = [...found.filter(({ meta }) => !known.has(meta.id)), ...this.stored];
      });
    return this.#read;
  }

  /** Lists the site's models; nothing of them is loaded. `indexUrl` as `engine/modelOffers` takes it. */
  async findOffers(indexUrl: string): Promise<void> {
    try {
      const { loadOffers } = await import('../models/modelOffers');
      this.#siteOffers = await loadOffers(indexUrl, new AbortController().signal);
    } catch (error) {
      this.note = describeError(error);
    }
  }

  /** The model that a description at this address offers; null, with the reason in `note`, where there is none. */
  async lookUp(descriptionUrl: string): Promise<ModelOffer | null> {
    this.note = `Reading ${descriptionUrl}`;
    try {
      const { loadOffer } = await import('../models/modelOffers');
      const offer = await loadOffer(descriptionUrl, new AbortController().signal);
      this.note = '';
      return offer;
    } catch (error) {
      this.note = describeError(error);
      return null;
    }
  }

  /** Keeps the models among dropped files; gives back the other files and what is wrong with the models. */
  async takeDropped(
    files: readonly DroppedFile[]
  ): Promise<{ others: readonly DroppedFile[]; problems: readonly Problem[] }> {
    const { readDroppedModels } = await import('../models/modelOffers');
    const { offers, problems, others } = await readDroppedModels(files);
    if (offers.length > 0) await this.readStored();
    const notes: string[] = [];
    for (const offer of offers) {
      await this.obtain(offer);
      notes.push(this.note);
    }
    notes.push(...problems.map(formatProblem));
    if (notes.length > 0) this.note = notes.join('\n');
    return { others, problems };
  }

  async obtain(offer: ModelOffer): Promise<void> {
    this.cancel();
    const { signal } = (this.#abort = new AbortController());
    const { label } = offer.descriptor;
    const tell = (loadedBytes: number, totalBytes: number): void => {
      this.loading = { label, loadedBytes, totalBytes };
    };
    tell(0, offer.sizeBytes);
    this.note = `Reading the model ${label}`;
    try {
      const model = await offer.obtain(tell, signal);
      const [own] = await describeModels([model]);
      this.stored = [...this.stored.filter(({ meta }) => meta.id !== own!.meta.id), own!];
      this.note = await store(model);
    } catch (error) {
      this.note = signal.aborted ? `${label} was not loaded` : describeError(error);
    } finally {
      if (this.#abort?.signal === signal) this.loading = null;
    }
  }

  cancel(): void {
    this.#abort?.abort(new DOMException('Cancelled', 'AbortError'));
  }

  async remove(own: OwnModel): Promise<void> {
    const { label } = own.model.descriptor;
    try {
      await deleteModel(own.model);
      this.note = `${label} was removed from this browser`;
    } catch (error) {
      this.note = `${label} is not used, but the browser keeps its files: ${describeError(error)}`;
    }
    this.stored = this.stored.filter((other) => other !== own);
  }
}

async function describeModels(models: readonly NeuralModel[]): Promise<OwnModel[]> {
  if (models.length === 0) return [];
  const { describeNeuralMetric } = await import('../metrics/neural/meta');
  return models.map((model) => ({ model, meta: describeNeuralMetric(model.descriptor) }));
}

/** What the user reads of it: a model that cannot be stored still scores during the visit. */
async function store(model: NeuralModel): Promise<string> {
  const { label } = model.descriptor;
  try {
    await writeModel(model);
    return `${label} is in this browser now`;
  } catch (error) {
    return `${label} can be used until you leave the page; the browser does not store it: ${describeError(error)}`;
  }
}

/** Survives navigation inside the page. */
export const models = new Models();
