import { describeError } from '../core/describeError';
import type { Admission } from '../core/Admission';
import { sha256Hex, sha256HexOfText } from '../core/hash';
import { memoise } from '../core/memoise';
import { DataError, formatProblem, type Problem } from '../core/problem';
import type { FileEntry } from '../dataset/FileTree';
import { formats } from '../benchmark/formats';
import type { Candidate, CandidateScores, EncodedImage, Reply } from '../engine/api';
import type { Job, PlannedInput, PlannedPrediction } from '../engine/plan';
import type { Pool } from '../engine/Pool';
import { CodecUnavailable, provideCodec } from '../engine/provideCodec';
import type { NeuralTier } from './NeuralTier';

export interface ScoredPrediction {
  readonly planned: PlannedPrediction;
  readonly result: CandidateScores;
  /** SHA-256 of everything the scores depend on; the key in the score cache. */
  readonly fingerprint: string;
  /** False where another try may end otherwise (a file that could not be read, a worker that died). */
  readonly lasting: boolean;
  /** The scores come from the store. */
  readonly remembered: boolean;
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
  readonly signal: AbortSignal;
}

/** A prediction whose files were read; `image` and `input` are what will be moved to a worker. */
interface ReadPrediction {
  readonly planned: PlannedPrediction;
  readonly image: EncodedImage | null;
  readonly input: ReadInput | null;
  readonly fingerprint: string;
}

interface HashedImage extends EncodedImage {
  readonly sha256: string;
}

/** Null for what no chosen metric needs. */
type ReadInput = { readonly image: HashedImage } | { readonly image: null; readonly reason: string };

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
  const { reference, read, unread } = await readJob(job, tools);
  const known = await tools.recall(read.map(({ fingerprint }) => fingerprint));
  const remembered = read.flatMap((one, i) => {
    const cached = known[i];
    return cached ? [toScored(one, cached, true)] : [];
  });
  const unknown = read.filter((_, i) => !known[i]);
  const done = [...unread, ...remembered];
  if (unknown.length === 0) return { scored: done, failed: [], problem: null };
  const { ready, failures, megapixels } = await provideCodecs(reference, unknown, tools.pool);
  const undecoded = [...failures].map(([one, error]) => unreadable(one.planned, error));
  done.push(...undecoded);
  if (ready.length === 0) return { scored: done, failed: [], problem: null };
  const reply = await runTask(reference, ready, megapixels, tools);
  if (!reply.ok) return { scored: done, failed: ready.map((one) => one.planned), problem: reply.problem };
  const results = await addNeuralScores(job, ready, reply.value, tools);
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

/** Reads and hashes the files of a job. What cannot be read is unscored, with the reason; the others go on. */
async function readJob(
  { reference, predictions }: Job,
  { metrics, neural }: JobTools
): Promise<{ reference: HashedImage | null; read: ReadPrediction[]; unread: ScoredPrediction[] }> {
  const read: ReadPrediction[] = [];
  const unread: ScoredPrediction[] = [];
  let referenceImage: HashedImage | null;
  try {
    referenceImage = reference && (await readImage(reference));
  } catch (error) {
    return { reference: null, read, unread: predictions.map((planned) => unreadable(planned, error)) };
  }
  // Most predictions of one reference have one input, too.
  const readShared = memoise(readImage);
  for (const planned of predictions) {
    try {
      const image = planned.output && (await readImage(planned.output));
      const input = planned.input ? await readInput(planned.input, readShared) : null;
      const images = { output: image, reference: referenceImage, input };
      const fingerprint = await computeFingerprint(planned, images, { ...metrics, ...neural?.versions });
      read.push({ planned, image, input, fingerprint });
    } catch (error) {
      unread.push(unreadable(planned, error));
    }
  }
  return { reference: referenceImage, read, unread };
}

async function readImage(entry: FileEntry): Promise<HashedImage> {
  const bytes = await entry.read();
  return { path: entry.path, bytes, sha256: await sha256Hex(bytes) };
}

/** An input that cannot be read costs the metrics that need it, not the others. */
async function readInput(
  planned: PlannedInput,
  read: (entry: FileEntry) => Promise<HashedImage>
): Promise<ReadInput> {
  if (!planned.entry) return { image: null, reason: planned.reason };
  try {
    return { image: await read(planned.entry) };
  } catch (error) {
    return { image: null, reason: describeError(error) };
  }
}

interface JobImages {
  readonly output: HashedImage | null;
  readonly reference: HashedImage | null;
  readonly input: ReadInput | null;
}

/** Everything that the scores depend on, hashed: files, texts, task, and the metrics with their versions. */
function computeFingerprint(
  { prediction }: PlannedPrediction,
  { output, reference, input }: JobImages,
  metrics: Readonly<Record<string, string>>
): Promise<string> {
  const { sample, response } = prediction;
  const text = formats[sample.format].hasText ? [response, sample.answer ?? null, sample.choices] : null;
  // Paths are part of it because notes and reasons name them.
  const images: unknown[] = [output, reference].map((image) => image && [image.path, image.sha256]);
  if (input) images.push(input.image ? [input.image.path, input.image.sha256] : input.reason);
  return sha256HexOfText(JSON.stringify([metrics, sample.task, images, text]));
}

function runTask(
  reference: HashedImage | null,
  predictions: readonly ReadPrediction[],
  megapixels: number,
  { metrics, pool, pixels }: JobTools
): Promise<Reply<readonly CandidateScores[]>> {
  const task = {
    reference: reference && { path: reference.path, bytes: reference.bytes },
    candidates: predictions.map(toCandidate),
    metricIds: Object.keys(metrics)
  };
  const timeout = timeoutMs.base + timeoutMs.perMegapixel * megapixels;
  return pixels.run(megapixels, () => pool.score(task, timeout));
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
  { planned, fingerprint }: ReadPrediction,
  result: CandidateScores,
  remembered: boolean
): ScoredPrediction {
  return { planned, result, fingerprint, lasting: true, remembered };
}

function toUnscored(planned: PlannedPrediction, reason: string): ScoredPrediction {
  const result = { scores: {}, texts: null, notes: [], damage: [], unscored: reason };
  return { planned, result, fingerprint: '', lasting: false, remembered: false };
}

function unreadable(planned: PlannedPrediction, error: unknown): ScoredPrediction {
  return toUnscored(planned, describeError(error));
}
