import type { JsonObject, JsonValue } from '../core/json';
import type { Place, Problem } from '../core/problem';
import { stringifySorted } from '../dataset/identity';
import { pathsOf, textOf } from '../dataset/parseSample';
import type { FileTree } from '../dataset/FileTree';
import { quote } from './quote';
import type { SampleRecord } from './SampleIndex';

/** Fields of a sample; those of one row say the same thing and are taken together. */
const textFields: readonly (readonly string[])[] = [
  ['category', 'paper_format'],
  ['paper_task', 'sub-category', 'paper_subtask'],
  ['modality'],
  ['instruction'],
  ['choice', 'choices'],
  ['answer']
];

const imageFields: readonly (readonly string[])[] = [
  ['input_image', 'input_images'],
  ['ground_truth_image', 'ground_truth_images']
];

/**
 * The record with what it does not say of its sample taken from the dataset. Image paths among it are given from the root of
 * the drop, because the dataset's own are relative to another folder.
 */
export function completeRecord(
  record: JsonObject,
  known: SampleRecord | undefined,
  tree: FileTree,
  file: string
): JsonObject {
  if (!known) return record;
  const isAbsent = (fields: readonly string[]) => !fields.some((field) => isFilled(record[field]));
  const texts = textFields.filter(isAbsent).map((fields) => pick(fields, known.record));
  const images = imageFields.map((fields) => pickImages(fields, record, known, { tree, file }));
  return Object.assign({}, record, ...texts, ...images) as JsonObject;
}

/**
 * A record made where the dataset lay in a folder names images that may not be in the drop. Then the dataset's are taken:
 * those among the files, else those of the source.
 */
function pickImages(
  fields: readonly string[],
  record: JsonObject,
  known: SampleRecord,
  { tree, file }: { readonly tree: FileTree; readonly file: string }
): JsonObject {
  const isThere = (from: JsonObject, fromFile: string) =>
    fields.flatMap((field) => pathsOf(from[field])).some((path) => tree.resolve(path, fromFile));
  const isNamed = fields.some((field) => isFilled(record[field]));
  if (isNamed && (known.source === null || isThere(record, file))) return {};
  if (known.source !== null && !(known.file !== '' && isThere(known.record, known.file))) {
    return pick(fields, known.source);
  }
  const placed = Object.entries(pick(fields, known.record)).map(([field, value]) => [
    field,
    placeImages(value, known.file, tree)
  ]);
  return Object.fromEntries(placed) as JsonObject;
}

function pick(fields: readonly string[], record: JsonObject): JsonObject {
  return Object.fromEntries(
    fields.filter((field) => Object.hasOwn(record, field)).map((field) => [field, record[field]!])
  );
}

const isFilled = (value: JsonValue | undefined) =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

function placeImages(value: JsonValue, file: string, tree: FileTree): JsonValue {
  const paths = pathsOf(value).map((path) => tree.resolve(path, file)?.path ?? path);
  return Array.isArray(value) ? paths : (paths[0] ?? value);
}

/** Where a record says something else of its sample than the dataset does; its own word is used. */
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
  const given = known.file === '' ? undefined : tree.resolve(textOf(known.record[image]), known.file);
  const fields = own && given && own !== given ? [...texts, image] : texts;
  return fields.map((field) => describeDifference(field, record, known, where));
}

function describeDifference(field: string, record: JsonObject, known: SampleRecord, where: Place): Problem {
  const dataset = known.file === '' ? 'the chosen dataset' : 'the dropped dataset';
  return {
    code: 'sample-differs',
    severity: 'warning',
    where: { ...where, field },
    what: `${field} differs from ${dataset}'s; the record's own is used`,
    got: quote(record[field]),
    expected: quote(known.record[field])
  };
}
