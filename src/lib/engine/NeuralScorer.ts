import { loadFile } from '../dataset/loadFile';
import { DataError, formatProblem } from '../core/problem';
import { memoise } from '../core/memoise';
import type { Score } from '../core/score';
import type { MetricMeta } from '../metrics/metric';
import type { Comparison } from '../metrics/neural/comparison';
import { sumModelBytes, type ModelDescriptor } from '../metrics/neural/descriptor';
import { describeNeuralMetric } from '../metrics/neural/meta';
import { checkPairs, requireScore } from '../metrics/neural/modelCheck';
import type { Reply } from './api';
import type { NeuralModel } from '../models/NeuralModel';
import type { Backend, NeuralApi } from './neuralApi';
import { WorkerPool, type WorkerLike } from './WorkerPool';

interface NeuralOptions {
  /** As `loadKernels` gives it. */
  readonly kernels: WebAssembly.Module;
  /** Closes the scorer, also while it opens. */
  readonly signal?: AbortSignal;
  /** Tests bring workers of their own. */
  readonly spawn?: () => WorkerLike;
}

/** Reading 440 MB, compiling ONNX Runtime and preparing the graph took 15 s on a busy two-core machine. */
const startTimeoutMs = 300_000;
/** Two texts of 512 tokens through PubMedBERT took 25 s there. */
const scoreTimeoutMs = 300_000;

/** Every worker holds the whole model, so only a small one is worth several. */
const smallModelBytes = 64e6;
const mostWorkers = 4;

/** One model in workers of its own: the metric it gives, for any number of pairs. */
export class NeuralScorer {
  readonly meta: MetricMeta;
  readonly backend: Backend;
  /** Pairs that are computed at the same time. */
  readonly size: number;
  readonly #pool: WorkerPool<NeuralApi>;

  private constructor(model: NeuralModel, backend: Backend, { kernels, spawn }: NeuralOptions) {
    this.meta = describeNeuralMetric(model.descriptor);
    this.backend = backend;
    this.size = chooseSize(model.descriptor, backend);
    this.#pool = new WorkerPool<NeuralApi>({
      size: this.size,
      startTimeoutMs,
      spawn: spawn ?? spawnNeuralWorker,
      setUp: async (remote) => {
        const runtime = await loadRuntime(requireValue(await remote.locateRuntime(backend)));
        requireValue(await remote.start({ backend, runtime, kernels, model }));
      }
    });
  }

  /**
   * Opens a model in WebGPU where the browser has it and the model gives the score there that it must give, else in WebAssembly: one that
   * nobody knows a score of could compute anything there.
   * @throws DataError when the files are not what the description says; PoolBrokenError when no worker starts; the
   * signal's reason once it is aborted
   */
  static async open(model: NeuralModel, options: NeuralOptions): Promise<NeuralScorer> {
    if (model.descriptor.check !== null && (await hasGpu())) {
      const scorer = await NeuralScorer.#openIn('webgpu', model, options).catch(() => null);
      if (scorer) return scorer;
    }
    options.signal?.throwIfAborted();
    return NeuralScorer.#openIn('wasm', model, options);
  }

  /**
   * What the model gives in WebAssembly for the pair that `check` of a description is about.
   * @throws as `open` does
   */
  static async measureCheck(model: NeuralModel, options: NeuralOptions): Promise<number> {
    const scorer = await NeuralScorer.#openIn('wasm', model, options);
    try {
      const [score] = await scorer.score([checkPairs[model.descriptor.metric]]);
      return requireScore(model.descriptor, score!);
    } finally {
      scorer.close();
    }
  }

  static async #openIn(backend: Backend, model: NeuralModel, options: NeuralOptions): Promise<NeuralScorer> {
    const scorer = new NeuralScorer(model, backend, options);
    const { signal } = options;
    signal?.addEventListener('abort', () => scorer.close(toError(signal.reason)), { once: true });
    try {
      // Answered by the first worker that has the model.
      requireValue(await scorer.#pool.call(startTimeoutMs, (remote) => remote.locateRuntime(backend)));
      return scorer;
    } catch (error) {
      scorer.close();
      throw error;
    }
  }

  /**
   * In the order of the pairs; those of one reference share its object. Where they fail together, each is tried alone, so that only the
   * guilty one has no value.
   * @throws PoolBrokenError when no worker can be started any more; the reason of `close()` after it
   */
  async score(pairs: readonly Comparison[]): Promise<Score[]> {
    const reply = await this.#pool.call(scoreTimeoutMs * pairs.length, (remote) => remote.score(pairs));
    if (reply.ok) return reply.value;
    if (pairs.length === 1) return [{ value: null, reason: formatProblem(reply.problem) }];
    const scores: Score[] = [];
    for (const pair of pairs) scores.push(...(await this.score([pair])));
    return scores;
  }

  /** Ends the workers at once; calls under way throw `reason`. */
  close(reason?: Error): void {
    this.#pool.close(reason);
  }
}

const loadRuntime = memoise<string, Blob>((url) => loadFile(url, 'ort.wasm'));

function spawnNeuralWorker(): Worker {
  // Vite finds a worker only in this literal form.
  return new Worker(new URL('./neural.worker.ts', import.meta.url), { type: 'module', name: 'neural' });
}

/** A graphics card, not its emulation by the processor, which is many times slower than WebAssembly. */
async function hasGpu(): Promise<boolean> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  return adapter?.info.isFallbackAdapter === false;
}

function chooseSize(descriptor: ModelDescriptor, backend: Backend): number {
  if (backend === 'webgpu' || sumModelBytes(descriptor) > smallModelBytes) return 1;
  return Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency - 1));
}

const toError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

function requireValue<Value>(reply: Reply<Value>): Value {
  if (reply.ok) return reply.value;
  throw new DataError(reply.problem);
}
