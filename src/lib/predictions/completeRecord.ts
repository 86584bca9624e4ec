import type { JsonObject, JsonValue } from '../core/json';
import type { Place, Problem } from '../core/problem';
import { stringifySorted } from '../dataset/identity';
import { pathsOf, textOf } from '../dataset/parseSample';
import type { FileTree } from '../dataset/FileTree';
import { quote } from './quote';
import type { SampleRecord } from './SampleIndex';

/** Fields of a sample; those of one row say the same thing and are taken together. */
const sampleFields: readonly (readonly string[])[] = [
  ['category', 'paper_format'],
  ['paper_task', 'sub-category', 'paper_subtask'],
  ['modality'],
  ['instruction'],
  ['choice', 'choices'],
  ['answer'],
  ['input_image', 'input_images'],
  ['ground_truth_image', 'ground_truth_images']
];

/**
 * The record with what it does not say of its sample taken from the dropped dataset. Image paths among it are given from the
 * root of the drop, because the dataset's own are relative to another folder.
 */
export function completeRecord(
  record: JsonObject,
  known: SampleRecord | undefined,
  tree: FileTree
): JsonObject {
  if (!known) return record;
  const absent = sampleFields.filter((fields) => !fields.some((field) => isFilled(record[field]))).flat();
  if (absent.length === 0) return record;
  const added = absent
    .filter((field) => Object.hasOwn(known.record, field))
    .map((field) => [field, placeImages(field, known.record[field]!, known.file, tree)]);
  return { ...record, ...Object.fromEntries(added) };
}

const isFilled = (value: JsonValue | undefined) =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

function placeImages(field: string, value: JsonValue, file: string, tree: FileTree): JsonValue {
  if (!/^(?:input|ground_truth)_images?$/.test(field)) return value;
  const paths = pathsOf(value).map((path) => tree.resolve(path, file)?.path ?? path);
  return Array.isArray(value) ? paths : (paths[0] ?? value);
}

/** Where a record says something else of its sample than the dropped dataset does; its own word is used. */
export function findDifferences(
  record: JsonObject,
  known: SampleRecord,
  tree: FileTree,
  where: Place
): Problem[] {
  const texts = ['instruction', 'answer'].filter((field) => {
    const [own, given] = [record[field], known.record[field]];
    if (own === given || !isFilled(own) || !isFilled(given)) return false;
    return stringifySorted(own!) !== stringifySorted(given!);
  });
  const image = 'ground_truth_image';
  const own = tree.resolve(textOf(record[image]), where.file ?? '');
  const given = tree.resolve(textOf(known.record[image]), known.file);
  const fields = own && given && own !== given ? [...texts, image] : texts;
  return fields.map((field) => ({
    code: 'sample-differs',
    severity: 'warning',
    where: { ...where, field },
    what: `${field} differs from the dropped dataset's; the record's own is used`,
    got: quote(record[field]),
    expected: quote(known.record[field])
  }));
}
