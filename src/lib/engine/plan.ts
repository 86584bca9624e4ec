import type { FileEntry, FileTree } from '../dataset/FileTree';
import { formats } from '../benchmark/formats';
import type { Prediction } from '../core/sample';
import type { Drop } from '../predictions/readDrop';

/** A prediction with the place of its row in the run: `systems[system].rows[row]`. */
export interface PlannedPrediction {
  readonly system: number;
  readonly row: number;
  readonly prediction: Prediction;
  readonly output: FileEntry | null;
}

/** Predictions that are scored against the same reference image; one without image for text-only formats. */
export interface Job {
  readonly reference: FileEntry | null;
  readonly predictions: readonly PlannedPrediction[];
}

/** Groups the ready predictions of a drop so that each reference is read and decoded once. Pure. */
export function planJobs({ systems, tree }: Drop): Job[] {
  const jobs = new Map<string, { reference: FileEntry | null; predictions: PlannedPrediction[] }>();
  systems.forEach((system, systemIndex) => {
    system.rows.forEach((row, rowIndex) => {
      if (row.status !== 'ready') return;
      const { prediction } = row;
      const reference = findImage(tree, prediction.sample.referenceImage, prediction);
      const output = findImage(tree, prediction.outputImage, prediction);
      const key = reference ? reference.path : `text ${prediction.sample.sampleId}`;
      const job = jobs.get(key) ?? { reference, predictions: [] };
      job.predictions.push({ system: systemIndex, row: rowIndex, prediction, output });
      jobs.set(key, job);
    });
  });
  return [...jobs.values()];
}

function findImage(tree: FileTree, path: string | null, { sample, file }: Prediction): FileEntry | null {
  if (path === null || !formats[sample.format].hasImage) return null;
  return tree.resolve(path, file) ?? null;
}
