import type { JsonObject } from '../core/json';
import type { FileEntry } from '../dataset/FileEntry';
import type { ImagePlaces } from '../dataset/locateImage';
import { pathsOf } from '../dataset/parseSample';

/** A record with where it was read, as rows keep it. */
export interface PlacedRecord {
  readonly record: JsonObject | null;
  readonly file: string;
  readonly sampleId: string;
}

/**
 * The image that a record's path means: among the files, else what the dataset has in its place. An input's place is its
 * number, because paths of the record and of the dataset have nothing in common.
 */
export function findRecordImage(
  { tree, source }: ImagePlaces,
  { record, file, sampleId }: PlacedRecord,
  path: string
): FileEntry | undefined {
  const own = tree.resolve(path, file);
  const sample = source?.get(sampleId);
  if (own || !source || !sample || !record) return own;
  const list = (fields: readonly string[]) => fields.flatMap((field) => pathsOf(record[field]));
  const isReference = list(['ground_truth_image', 'ground_truth_images']).includes(path);
  const inputs = pathsOf(record['input_images']);
  const input = (inputs.length > 0 ? inputs : pathsOf(record['input_image'])).indexOf(path);
  const meant = isReference ? sample.referenceImage : sample.inputImages[input];
  return typeof meant === 'string' ? source.find(meant) : undefined;
}
