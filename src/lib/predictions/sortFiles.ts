import { classifyRecords, type SortedFile } from './classifyRecords';
import { parseFileName, type FileName } from './fileName';
import type { RecordFile } from './recordRow';

/**
 * Says of each file what its records are. An evaluated file repeats the predictions that were evaluated: where these are in
 * the drop too, it gives only its scores; of two evaluated files the one with the judge's verdicts holds more.
 */
export function sortFiles(files: readonly RecordFile[]): SortedFile[] {
  const sorted = files.map((file): SortedFile => {
    return { ...file, kind: classifyRecords(file), name: parseFileName(file.path) };
  });
  const best = new Map<string, number>();
  for (const file of sorted) {
    if (file.kind !== 'predictions') continue;
    best.set(keyOf(file), Math.min(rankOf(file), best.get(keyOf(file)) ?? Infinity));
  }
  return sorted.map((file) => {
    const isRepeated = file.kind === 'predictions' && rankOf(file) > best.get(keyOf(file))!;
    return isRepeated ? { ...file, kind: 'imported' } : file;
  });
}

const order: readonly FileName['evaluation'][] = ['none', 'with-vlm', 'local-metrics'];

const rankOf = ({ name }: SortedFile) => order.indexOf(name.evaluation);

const keyOf = ({ name }: SortedFile) => `${name.system}\n${name.format}`;
