import { describeError } from '../core/describeError';
import { sha256Hex, sha256HexOfText } from '../core/hash';
import { memoise } from '../core/memoise';
import { DataError } from '../core/problem';
import { formats } from '../benchmark/formats';
import type { FileEntry } from '../dataset/FileTree';
import type { EncodedImage } from '../engine/api';
import type { HashedBytes } from '../engine/filesApi';
import type { Job, PlannedInput, PlannedPrediction } from '../engine/plan';
import type { Pool } from '../engine/Pool';
import type { ImageFile, RowImages } from '../store/runImages';

/** A prediction whose files were read; `image` and `input` are what will be moved to a worker. */
export interface ReadPrediction {
  readonly planned: PlannedPrediction;
  readonly image: HashedImage | null;
  readonly input: ReadInput | null;
  readonly fingerprint: string;
  readonly images: RowImages;
}

export interface HashedImage extends EncodedImage {
  readonly file: ImageFile;
}

/** Null for what no chosen metric needs. */
type ReadInput = { readonly image: HashedImage } | { readonly image: null; readonly reason: string };

/** What a job needs of the files. */
export interface ReadJob {
  readonly reference: HashedImage | null;
  readonly read: readonly ReadPrediction[];
  /** What could not be read; the others go on. */
  readonly failed: readonly FailedReading[];
}

interface FailedReading {
  readonly planned: PlannedPrediction;
  readonly error: unknown;
}

/** Metric id → version, those of the neural metrics among them. */
type Versions = Readonly<Record<string, string>>;

/** Reads and hashes the files of a job, each once. */
export async function readJob(job: Job, metrics: Versions, pool: Pool): Promise<ReadJob> {
  const { reference, predictions } = job;
  const readImage = await startReading(job, pool);
  const read: ReadPrediction[] = [];
  const failed: FailedReading[] = [];
  let referenceImage: HashedImage | null;
  try {
    referenceImage = reference && (await readImage(reference));
  } catch (error) {
    return { reference: null, read, failed: predictions.map((planned) => ({ planned, error })) };
  }
  for (const planned of predictions) {
    try {
      const image = planned.output && (await readImage(planned.output));
      const input = planned.input ? await readInput(planned.input, readImage) : null;
      const images = { output: image, reference: referenceImage, input };
      const fingerprint = await computeFingerprint(planned, images, metrics);
      const files = { reference: referenceImage?.file ?? null, output: image?.file ?? null };
      read.push({ planned, image, input, fingerprint, images: files });
    } catch (error) {
      failed.push({ planned, error });
    }
  }
  return { reference: referenceImage, read, failed };
}

type ReadImage = (entry: FileEntry) => Promise<HashedImage>;

/** A disk that has to wake up, or a drive in the network, may keep a worker waiting. */
const readTimeoutMs = 120_000;

/** Files of the disk come from a worker, all of a job at once; what lies packed, or elsewhere, is read where it is known how. */
async function startReading(job: Job, pool: Pool): Promise<ReadImage> {
  const onDisk = [...listEntries(job)].flatMap((entry) => (entry.blob ? [{ entry, blob: entry.blob }] : []));
  const files = onDisk.map(({ entry: { path }, blob }) => ({ path, blob }));
  const replies = files.length > 0 ? await pool.read(files, readTimeoutMs) : null;
  const read = new Map(replies?.ok ? onDisk.map(({ entry }, i) => [entry, replies.value[i]!]) : []);
  return memoise(async (entry) => {
    const known = read.get(entry);
    if (!known) return readHere(entry);
    if (!known.ok) throw new DataError(known.problem);
    return toImage(entry, known.value);
  });
}

function listEntries({ reference, predictions }: Job): Set<FileEntry> {
  const entries = [reference, ...predictions.flatMap(({ output, input }) => [output, input?.entry])];
  return new Set(entries.filter((entry) => entry !== null && entry !== undefined));
}

async function readHere(entry: FileEntry): Promise<HashedImage> {
  const bytes = await entry.read();
  return toImage(entry, { bytes, sha256: await sha256Hex(bytes) });
}

function toImage({ path }: FileEntry, { bytes, sha256 }: HashedBytes): HashedImage {
  return { path, bytes, file: { path, sizeBytes: bytes.length, sha256 } };
}

/** An input that cannot be read costs the metrics that need it, not the others. */
async function readInput(planned: PlannedInput, read: ReadImage): Promise<ReadInput> {
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
  metrics: Versions
): Promise<string> {
  const { sample, response } = prediction;
  const text = formats[sample.format].hasText ? [response, sample.answer ?? null, sample.choices] : null;
  // Paths are part of it because notes and reasons name them.
  const images: unknown[] = [output, reference].map((image) => image && [image.path, image.file.sha256]);
  if (input) images.push(input.image ? [input.image.path, input.image.file.sha256] : input.reason);
  return sha256HexOfText(JSON.stringify([metrics, sample.task, images, text]));
}
