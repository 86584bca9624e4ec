import type { SortedFile } from './classifyRecords';
import { describeFields } from './fileFields';
import type { SampleIndex } from './SampleIndex';
import { unwrapTexts } from './wrapped/unwrapTexts';

/** Files that nobody knows what to make of may be texts by the ids of the dataset. */
export function settleTexts(files: readonly SortedFile[], index: SampleIndex): SortedFile[] {
  if (index.size === 0) return [...files];
  const isId = (key: string) => index.get(key) !== undefined || index.match(key) !== null;
  return files.map((file) => {
    if ((file.kind !== 'other' && file.kind !== 'unmapped') || file.isTable) return file;
    const texts = unwrapTexts(file, isId);
    return texts ? { ...file, ...texts, kind: 'predictions', fields: describeFields(texts) } : file;
  });
}
