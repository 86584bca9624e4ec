import type { FileEntry } from '../dataset/FileTree';
import { resolveImage, type ImagePlaces } from '../dataset/locateImage';
import { Pacer } from '../dataset/Pacer';
import { formats } from '../benchmark/formats';
import type { Prediction } from '../core/sample';
import { isForTask, type MetricMeta } from '../metrics/metric';
import type { Drop } from '../predictions/drop';

/** A prediction with the place of its row in the run: `systems[system].rows[row]`. */
export interface PlannedPrediction {
  readonly system: number;
  readonly row: number;
  readonly prediction: Prediction;
  readonly output: FileEntry | null;
  /** Absent where no chosen metric needs it. */
  readonly input?: PlannedInput;
}

/** The one image that a sample starts from, or why there is none to use. */
export type PlannedInput = { readonly entry: FileEntry } | { readonly entry: null; readonly reason: string };

/** Predictions that are scored against the same reference image; one without image for text-only formats. */
export interface Job {
  readonly reference: FileEntry | null;
  readonly predictions: readonly PlannedPrediction[];
}

/** Groups the ready predictions of a drop so that each reference is read and decoded once. */
export async function planJobs(
  drop: Drop,
  metas: readonly MetricMeta[],
  pacer: Pacer = new Pacer()
): Promise<Job[]> {
  const inputMetas = metas.filter((meta) => meta.needsInput);
  const jobs = new Map<string, { reference: FileEntry | null; predictions: PlannedPrediction[] }>();
  for (const [systemIndex, system] of drop.systems.entries()) {
    for (const [rowIndex, row] of system.rows.entries()) {
      if (pacer.isDue) await pacer.pause();
      if (row.status !== 'ready') continue;
      const { prediction } = row;
      const reference = findImage(drop, prediction.sample.referenceImage, prediction);
      const output = findImage(drop, prediction.outputImage, prediction);
      const key = reference ? reference.path : `text ${prediction.sample.sampleId}`;
      const job = jobs.get(key) ?? { reference, predictions: [] };
      const needsInput =
        reference && output && inputMetas.some((meta) => isForTask(meta, prediction.sample.task));
      const input = needsInput ? { input: findInput(drop, prediction) } : {};
      job.predictions.push({ system: systemIndex, row: rowIndex, prediction, output, ...input });
      jobs.set(key, job);
    }
  }
  return [...jobs.values()];
}

/** What an edit is judged against is known only where it starts from a single image. */
export function findInput(
  places: ImagePlaces,
  { sample, file }: Pick<Prediction, 'sample' | 'file'>
): PlannedInput {
  const [path, ...others] = sample.inputImages;
  if (path === undefined) return { entry: null, reason: 'the sample has no input image' };
  if (others.length > 0) return { entry: null, reason: 'the sample has several input images' };
  const entry = resolveImage(places, path, file);
  return entry ? { entry } : { entry: null, reason: `the input image is not among the files; got ${path}` };
}

function findImage(places: ImagePlaces, path: string | null, { sample, file }: Prediction): FileEntry | null {
  if (path === null || !formats[sample.format].hasImage) return null;
  return resolveImage(places, path, file) ?? null;
}
