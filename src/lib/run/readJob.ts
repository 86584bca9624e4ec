import { describeError } from '../core/describeError';
import { sha256Hex, sha256HexOfText } from '../core/hash';
import { memoise } from '../core/memoise';
import { formats } from '../benchmark/formats';
import type { FileEntry } from '../dataset/FileTree';
import type { EncodedImage } from '../engine/api';
import type { Job, PlannedInput, PlannedPrediction } from '../engine/plan';
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

/** Reads and hashes the files of a job. */
export async function readJob({ reference, predictions }: Job, metrics: Versions): Promise<ReadJob> {
  const read: ReadPrediction[] = [];
  const failed: FailedReading[] = [];
  let referenceImage: HashedImage | null;
  try {
    referenceImage = reference && (await readImage(reference));
  } catch (error) {
    return { reference: null, read, failed: predictions.map((planned) => ({ planned, error })) };
  }
  // Most predictions of one reference have one input, too.
  const readShared = memoise(readImage);
  for (const planned of predictions) {
    try {
      const image = planned.output && (await readImage(planned.output));
      const input = planned.input ? await readInput(planned.input, readShared) : null;
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

async function readImage(entry: FileEntry): Promise<HashedImage> {
  const bytes = await entry.read();
  const { path } = entry;
  return { path, bytes, file: { path, sizeBytes: bytes.length, sha256: await sha256Hex(bytes) } };
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
  metrics: Versions
): Promise<string> {
  const { sample, response } = prediction;
  const text = formats[sample.format].hasText ? [response, sample.answer ?? null, sample.choices] : null;
  // Paths are part of it because notes and reasons name them.
  const images: unknown[] = [output, reference].map((image) => image && [image.path, image.file.sha256]);
  if (input) images.push(input.image ? [input.image.path, input.image.file.sha256] : input.reason);
  return sha256HexOfText(JSON.stringify([metrics, sample.task, images, text]));
}
