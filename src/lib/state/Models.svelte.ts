import { describeError } from '../core/describeError';
import { DataError, formatProblem, type Problem } from '../core/problem';
import type { DroppedFile } from '../dataset/openFiles';
import type { PublishedOffer } from '../models/hubRepository';
import type { ModelOffer } from '../models/modelOffers';
import type { NeuralModel } from '../models/NeuralModel';
import type { PublishedFiles } from '../models/prepareModel';
import type { MetricMeta } from '../metrics/metric';
import { deleteModel, listModels, writeModel } from '../store/models';

/** A model of this browser with the metric that it gives. */
export interface OwnModel {
  readonly model: NeuralModel;
  readonly meta: MetricMeta;
}

export interface ModelLoading {
  readonly label: string;
  /** Null while files are read and checked, which has no measure. */
  readonly loadedBytes: number | null;
  readonly totalBytes: number;
}

/** What an address offers. */
export type FoundOffer =
  | { readonly kind: 'described'; readonly offer: ModelOffer }
  | { readonly kind: 'published'; readonly offer: PublishedOffer };

interface TakenFiles {
  /** Those that have nothing to do with models. */
  readonly others: readonly DroppedFile[];
  readonly problems: readonly Problem[];
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
  /** Files of models that wait for others of the same model. */
  #waiting: readonly DroppedFile[] = [];
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

  /**
   * What an address offers: a description, or a repository of the hub. Null, with the reason in `note`, where there is nothing.
   */
  async lookUp(address: string): Promise<FoundOffer | null> {
    this.note = `Reading ${address}`;
    const { signal } = new AbortController();
    try {
      const { openHubRepository, parseHubPlace } = await import('../models/hubRepository');
      const place = parseHubPlace(address);
      const offer: FoundOffer = place
        ? { kind: 'published', offer: await openHubRepository(place, signal) }
        : { kind: 'described', offer: await this.#readDescription(address, signal) };
      this.note = '';
      return offer;
    } catch (error) {
      this.note = describeError(error);
      return null;
    }
  }

  /**
   * Keeps the models among dropped files, as exports with their description or as weights with the small files beside them;
   * gives back the other files and what is wrong with the models.
   * @param repository what weights are taken for that do not say where they are from
   */
  async takeDropped(files: readonly DroppedFile[], repository: string | null = null): Promise<TakenFiles> {
    const { readDroppedModels } = await import('../models/modelOffers');
    const described = await readDroppedModels(files);
    const notes: string[] = [];
    if (described.offers.length > 0) await this.readStored();
    for (const offer of described.offers) {
      await this.obtain(offer);
      notes.push(this.note);
    }
    notes.push(...described.problems.map(formatProblem));
    const published = await this.#takePublished(described.others, repository, notes);
    if (notes.length > 0) this.note = notes.join('\n');
    return { others: published.others, problems: [...described.problems, ...published.problems] };
  }

  /** Whether the model is in this browser afterwards; else `note` says why not. */
  async obtain(offer: ModelOffer): Promise<boolean> {
    const { label } = offer.descriptor;
    return this.#keep(label, offer.sizeBytes, (signal, tell) => offer.obtain(tell, signal)).then(isKept);
  }

  /** Downloads weights, or goes on with it, and reads them. Gives what `obtain` gives. */
  async obtainPublished(offer: PublishedOffer): Promise<boolean> {
    const { label, sizeBytes } = offer;
    return this.#keep(label, sizeBytes, async (signal, tell) => {
      const files = await offer.load(tell, signal);
      return this.#readPublished(files, signal);
    }).then(isKept);
  }

  /** Null where the model is kept. */
  async #keep(
    label: string,
    sizeBytes: number,
    obtain: (
      signal: AbortSignal,
      tell: (loadedBytes: number, totalBytes: number) => void
    ) => Promise<NeuralModel>
  ): Promise<Outcome> {
    this.cancel();
    const { signal } = (this.#abort = new AbortController());
    const tell = (loadedBytes: number, totalBytes: number): void => {
      this.loading = { label, loadedBytes, totalBytes };
    };
    tell(0, sizeBytes);
    this.note = `Reading the model ${label}`;
    try {
      await this.readStored();
      const model = await obtain(signal, tell);
      const [own] = await describeModels([model]);
      this.stored = [...this.stored.filter(({ meta }) => meta.id !== own!.meta.id), own!];
      this.note = await store(model);
      return null;
    } catch (error) {
      this.note = signal.aborted ? `${label} was not loaded` : describeError(error);
      return error instanceof DataError ? error.problem : 'stopped';
    } finally {
      if (this.#abort?.signal === signal) this.loading = null;
    }
  }

  async #readPublished(files: Omit<PublishedFiles, 'heads'>, signal: AbortSignal): Promise<NeuralModel> {
    const { size } = files.weights.blob;
    this.loading = { label: files.weights.name, loadedBytes: null, totalBytes: size };
    const [{ readPublished }, { loadHeads }] = await Promise.all([
      import('../engine/readPublished'),
      import('../models/lpips/loadHeads')
    ]);
    return readPublished({ ...files, heads: await loadHeads() }, signal);
  }

  /** Weights whose small files are not there wait for them, and small files for their weights. */
  async #takePublished(
    files: readonly DroppedFile[],
    repository: string | null,
    notes: string[]
  ): Promise<TakenFiles> {
    const { findPublished } = await import('../models/findPublished');
    const search = await findPublished([...this.#waiting, ...files]);
    const { companions, others } = search;
    const isNew = (file: DroppedFile): boolean => files.includes(file);
    // Weights that wait are tried again when something came that they may have waited for.
    const isDue = companions.some(isNew);
    const found = search.found.filter(
      ({ weights }) => isDue || files.some(({ path }) => path === weights.name)
    );
    const later = this.#waiting.filter(
      ({ path }) => !isDue && search.found.some(({ weights }) => weights.name === path)
    );
    this.#waiting = [...companions, ...later];
    if (found.length === 0) return { others: [...others, ...companions].filter(isNew), problems: [] };
    const problems: Problem[] = [];
    for (const one of found) {
      const source = {
        ...one,
        repository: one.repository ?? repository,
        address: null,
        expectedSha256: null
      };
      const problem = await this.#keep(one.weights.name, one.weights.blob.size, (signal) =>
        this.#readPublished(source, signal)
      );
      notes.push(this.note);
      if (problem === null || problem === 'stopped') continue;
      problems.push(problem);
      if (problem.code === 'model-incomplete') this.#wait(files, one.weights.name);
    }
    return { others: others.filter(isNew), problems };
  }

  #wait(files: readonly DroppedFile[], path: string): void {
    const incomplete = [...this.#waiting, ...files].filter((file) => file.path === path);
    this.#waiting = [...this.#waiting.filter((file) => !incomplete.includes(file)), ...incomplete.slice(-1)];
  }

  async #readDescription(url: string, signal: AbortSignal): Promise<ModelOffer> {
    const { loadOffer } = await import('../models/modelOffers');
    return loadOffer(url, signal);
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

/** What became of a model: kept, refused with a problem, or stopped for another reason. */
type Outcome = null | 'stopped' | Problem;

const isKept = (outcome: Outcome): boolean => outcome === null;

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
