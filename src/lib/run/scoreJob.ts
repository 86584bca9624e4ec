import { describeError } from '../core/describeError';
import type { Admission } from '../core/Admission';
import { memoise } from '../core/memoise';
import { DataError, formatProblem, type Problem } from '../core/problem';
import { formats } from '../benchmark/formats';
import type { Candidate, CandidateScores, EncodedImage, Reply, ScoredTask } from '../engine/api';
import type { Job, PlannedPrediction } from '../engine/plan';
import type { Pool } from '../engine/Pool';
import { CodecUnavailable, provideCodec } from '../engine/provideCodec';
import type { ImageFile, RowImages } from '../store/runImages';
import type { NeuralTier } from './NeuralTier';
import { readJob, type HashedImage, type ReadPrediction } from './readJob';

export interface ScoredPrediction {
  readonly planned: PlannedPrediction;
  readonly result: CandidateScores;
  /** SHA-256 of everything the scores depend on; the key in the score cache. */
  readonly fingerprint: string;
  /** False where another try may end otherwise (a file that could not be read, a worker that died). */
  readonly lasting: boolean;
  /** The scores come from the store. */
  readonly remembered: boolean;
  readonly images: RowImages;
}

export interface JobTools {
  /** Metric id → version. */
  readonly metrics: Readonly<Record<string, string>>;
  readonly pool: Pool;
  /** Of megapixels in the workers at the same time. */
  readonly pixels: Admission;
  /** Adds its scores to those of the pool. */
  readonly neural?: NeuralTier;
  readonly recall: (fingerprints: string[]) => Promise<(CandidateScores | undefined)[]>;
  /** Keeps small pictures of the images; absent where none are wanted. */
  readonly pictures?: PictureKeeper;
  readonly signal: AbortSignal;
}

/** Pictures by the SHA-256 of the image's file. */
export interface PictureKeeper {
  lacks(sha256: string): boolean;
  keep(sha256: string, jpeg: Uint8Array<ArrayBuffer>): void;
}

/** A worker that gives no answer is replaced after this long, and longer for large images. */
const timeoutMs = { base: 20_000, perMegapixel: 1_000 };

/** How a try ended: `failed` are those whose worker died; everything else has its verdict in `scored`. */
interface Try {
  readonly scored: readonly ScoredPrediction[];
  readonly failed: readonly PlannedPrediction[];
  readonly problem: Problem | null;
}

/** A worker can also die by chance (memory taken away by the system), so a candidate gets more than one try. */
const triesAlone = 2;

/**
 * Scores the predictions of one reference: from the store where they are known, else in a worker. Where the worker
 * dies over them, each is tried alone, so that only the guilty one stays unscored.
 */
export async function scoreJob(job: Job, tools: JobTools): Promise<ScoredPrediction[]> {
  const { scored, failed } = await tryJob(job, tools);
  const retried: ScoredPrediction[] = [];
  for (const planned of failed) {
    retried.push(await scoreAlone({ reference: job.reference, predictions: [planned] }, planned, tools));
  }
  return [...scored, ...retried];
}

async function scoreAlone(job: Job, planned: PlannedPrediction, tools: JobTools): Promise<ScoredPrediction> {
  let problem: Problem | null = null;
  for (let i = 0; i < triesAlone; i++) {
    const attempt = await tryJob(job, tools);
    if (attempt.scored[0]) return attempt.scored[0];
    problem = attempt.problem;
  }
  return toUnscored(planned, problem ? formatProblem(problem) : 'the worker gave no answer');
}

async function tryJob(job: Job, tools: JobTools): Promise<Try> {
  tools.signal.throwIfAborted();
  const { metrics, neural } = tools;
  const { reference, read, failed } = await readJob(job, { ...metrics, ...neural?.versions }, tools.pool);
  const known = await tools.recall(read.map(({ fingerprint }) => fingerprint));
  const remembered = read.flatMap((one, i) => {
    const cached = known[i];
    return cached ? [toScored(one, cached, true)] : [];
  });
  const unknown = read.filter((_, i) => !known[i]);
  const done = [...failed.map(({ planned, error }) => unreadable(planned, error)), ...remembered];
  if (unknown.length === 0) {
    await makePictures(reference, read, tools);
    return { scored: done, failed: [], problem: null };
  }
  const { ready, failures, megapixels } = await provideCodecs(reference, unknown, tools.pool);
  const undecoded = [...failures].map(([one, error]) => unreadable(one.planned, error));
  done.push(...undecoded);
  if (ready.length === 0) return { scored: done, failed: [], problem: null };
  const reply = await runTask(reference, ready, megapixels, tools);
  if (!reply.ok) return { scored: done, failed: ready.map((one) => one.planned), problem: reply.problem };
  const results = await addNeuralScores(job, ready, reply.value.results, tools);
  keepPictures(reply.value, listImages(reference, ready), tools);
  const scored = ready.map((one, i) => ({
    ...toScored(one, results[i]!, false),
    lasting: tools.neural?.isComplete(results[i]!) ?? true
  }));
  return { scored: [...done, ...scored], failed: [], problem: null };
}

async function addNeuralScores(
  { reference }: Job,
  predictions: readonly ReadPrediction[],
  results: readonly CandidateScores[],
  { neural }: JobTools
): Promise<readonly CandidateScores[]> {
  if (!neural) return results;
  const planned = predictions.map((one) => one.planned);
  return neural.addScores(reference, planned, results);
}

function runTask(
  reference: HashedImage | null,
  predictions: readonly ReadPrediction[],
  megapixels: number,
  { metrics, pool, pixels, pictures }: JobTools
): Promise<Reply<ScoredTask>> {
  const wanted = listImages(reference, predictions).filter(({ sha256 }) => pictures?.lacks(sha256));
  const task = {
    reference: reference && { path: reference.path, bytes: reference.bytes },
    candidates: predictions.map(toCandidate),
    metricIds: Object.keys(metrics),
    ...(wanted.length > 0 && { wantedPictures: wanted.map(({ path }) => path) })
  };
  const timeout = timeoutMs.base + timeoutMs.perMegapixel * megapixels;
  return pixels.run(megapixels, () => pool.score(task, timeout));
}

/** Of images whose scores come from the store, which nothing else decodes; none are no failure. */
async function makePictures(
  reference: HashedImage | null,
  predictions: readonly ReadPrediction[],
  tools: JobTools
): Promise<void> {
  const files = listImages(reference, predictions);
  if (!files.some(({ sha256 }) => tools.pictures?.lacks(sha256))) return;
  const { ready, megapixels } = await provideCodecs(reference, predictions, tools.pool);
  const reply = await runTask(reference, ready, megapixels, { ...tools, metrics: {} });
  if (reply.ok) keepPictures(reply.value, files, tools);
}

function listImages(reference: HashedImage | null, predictions: readonly ReadPrediction[]): ImageFile[] {
  return [reference, ...predictions.map(({ image }) => image)].flatMap((image) =>
    image ? [image.file] : []
  );
}

function keepPictures(
  { pictures }: ScoredTask,
  files: readonly ImageFile[],
  { pictures: keeper }: JobTools
): void {
  const hashes = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  for (const { path, jpeg } of pictures) keeper?.keep(hashes.get(path)!, jpeg);
}

interface Provided {
  readonly ready: readonly ReadPrediction[];
  /** Those for whose images a decoder could not be fetched. */
  readonly failures: ReadonlyMap<ReadPrediction, CodecUnavailable>;
  /** Of all images together. */
  readonly megapixels: number;
}

/** Has the decoders of all images loaded. One that cannot be fetched costs the predictions that need it, no others. */
async function provideCodecs(
  reference: HashedImage | null,
  predictions: readonly ReadPrediction[],
  pool: Pool
): Promise<Provided> {
  const measure = memoise((image: EncodedImage) => measureImage(image, pool));
  const failures = new Map<ReadPrediction, CodecUnavailable>();
  let pixels = 0;
  for (const one of predictions) {
    try {
      for (const image of [reference, one.image, one.input?.image]) if (image) pixels += await measure(image);
    } catch (error) {
      if (!(error instanceof CodecUnavailable)) throw error;
      failures.set(one, error);
    }
  }
  const ready = predictions.filter((one) => !failures.has(one));
  return { ready, failures, megapixels: pixels / 1e6 };
}

/** In pixels; 0 for what is no image: the worker meets the same header and gives the reason in the sample's row. */
async function measureImage(image: EncodedImage, pool: Pool): Promise<number> {
  try {
    const { width, height } = await provideCodec(image, pool);
    return width * height;
  } catch (error) {
    if (error instanceof DataError) return 0;
    throw error;
  }
}

function toCandidate({ planned, image, input }: ReadPrediction): Candidate {
  const { sample, response } = planned.prediction;
  return {
    task: sample.task,
    image: image && { path: image.path, bytes: image.bytes },
    text: formats[sample.format].hasText ? { response, answer: sample.answer } : null,
    choices: sample.choices,
    ...(input && { input })
  };
}

function toScored(
  { planned, fingerprint, images }: ReadPrediction,
  result: CandidateScores,
  remembered: boolean
): ScoredPrediction {
  return { planned, result, fingerprint, images, lasting: true, remembered };
}

function toUnscored(planned: PlannedPrediction, reason: string): ScoredPrediction {
  const result = { scores: {}, texts: null, notes: [], damage: [], unscored: reason };
  const images = { reference: null, output: null };
  return { planned, result, fingerprint: '', images, lasting: false, remembered: false };
}

function unreadable(planned: PlannedPrediction, error: unknown): ScoredPrediction {
  return toUnscored(planned, describeError(error));
}
