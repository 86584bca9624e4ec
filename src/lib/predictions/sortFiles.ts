import type { JsonObject } from '../core/json';
import { explicitId } from '../dataset/identity';
import type { Pacer } from '../dataset/Pacer';
import { textOf } from '../dataset/parseSample';
import { answerOf } from './answerOf';
import { classifyRecords, type SortedFile } from './classifyRecords';
import { parseFileName, type FileName } from './fileName';
import type { FileChoices } from './fileChoices';
import { describeFields, mapFields } from './fileFields';
import { nameBySample } from './nameBySample';
import type { RecordFile } from './recordRow';

/**
 * Says of each file what its records are. An evaluated file repeats the predictions that were evaluated: where these are in
 * the drop too, it gives only its scores; of two evaluated files the one with the judge's verdicts holds more.
 */
export async function sortFiles(
  files: readonly RecordFile[],
  choices: FileChoices,
  pacer: Pacer
): Promise<SortedFile[]> {
  const sorted: SortedFile[] = [];
  for (const file of files) {
    if (pacer.isDue) await pacer.pause();
    const one = sortFile(file, choices);
    sorted.push({ ...one, name: nameBySample(one) });
  }
  const predictions = sorted.filter(({ kind }) => kind === 'predictions');
  return sorted.map((file) => {
    if (file.kind !== 'predictions' || file.name.evaluation === 'none') return file;
    const original = findOriginal(file, predictions);
    return original ? { ...file, kind: 'imported', repeats: original.path } : file;
  });
}

/** Reads the fields of a file as the person said, of this file or of an earlier one with the same fields. */
function sortFile(file: RecordFile, choices: FileChoices): SortedFile {
  const fields = describeFields(file);
  const isDataset = choices.datasets.has(file.path);
  const said = choices.fields.get(file.path) ?? choices.shapes.get(fields.shape) ?? {};
  const mapping = isDataset ? {} : said;
  const read = mapFields(file, mapping);
  return {
    ...read,
    kind: classifyRecords(read, fields, { isDataset, isMapped: Object.keys(mapping).length > 0 }),
    name: parseFileName(file.path),
    fields,
    mapping
  };
}

const order: readonly FileName['evaluation'][] = ['none', 'with-vlm', 'local-metrics'];

const rankOf = ({ name }: SortedFile) => order.indexOf(name.evaluation);

/** In the same place the name is enough; elsewhere the answers must be the same, too: systems have namesakes. */
function findOriginal(file: SortedFile, predictions: readonly SortedFile[]): SortedFile | undefined {
  const { name } = file;
  const namesakes = predictions.filter(
    (other) =>
      rankOf(other) < rankOf(file) &&
      other.name.format === name.format &&
      other.name.system.toLowerCase() === name.system.toLowerCase()
  );
  const isNear = (other: SortedFile) => other.name.place === name.place;
  return (
    namesakes.find((other) => isNear(other) && compareAnswers(file, other).shared > 0) ??
    namesakes.find((other) => {
      const { shared, differing } = compareAnswers(file, other);
      return !isNear(other) && shared > 0 && differing === 0;
    })
  );
}

/** Samples that both files answer, and how many of these they answer differently. */
function compareAnswers(a: SortedFile, b: SortedFile): { shared: number; differing: number } {
  const answers = new Map(recordsOf(b).map((record) => [keyOf(record), answerOf(record)]));
  const shared = recordsOf(a).filter((record) => answers.has(keyOf(record)));
  const differing = shared.filter((record) => answers.get(keyOf(record)) !== answerOf(record));
  return { shared: shared.length, differing: differing.length };
}

const recordsOf = ({ rows }: SortedFile) => rows.flatMap((row) => ('record' in row ? [row.record] : []));

/** What a record is about, without the hashing of `identify`. */
function keyOf(record: JsonObject): string {
  return explicitId(record) ?? JSON.stringify([textOf(record['instruction']), record['input_image'] ?? null]);
}
