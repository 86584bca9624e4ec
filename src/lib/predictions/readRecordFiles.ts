import type { FileTree } from '../dataset/FileTree';
import { extensionOf } from '../dataset/filePath';
import type { Pacer } from '../dataset/Pacer';
import type { Findings } from './Findings';
import { readRecords, recordExtensions } from './readRecords';
import type { RecordFile } from './recordRow';

export interface ReadTools {
  readonly pacer: Pacer;
  readonly findings: Findings;
}

/** Every text file of records in the drop. One that cannot be read to its end is a finding. */
export async function readRecordFiles(
  tree: FileTree,
  { pacer, findings }: ReadTools,
  tell: (note: string) => void
): Promise<RecordFile[]> {
  const entries = tree.entries
    .filter(({ path }) => recordExtensions.has(extensionOf(path)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const totalBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let doneBytes = 0;
  const files: RecordFile[] = [];
  for (const entry of entries) {
    const onBytes = (sizeBytes: number) => {
      doneBytes += sizeBytes;
      tell(`Reading ${entry.path}: ${toMegabytes(doneBytes)} of ${toMegabytes(totalBytes)} MB`);
    };
    await pacer.pause();
    const file = await findings.attempt(() => readRecords(entry, { pacer, onBytes }));
    if (file) files.push(file);
  }
  return files;
}

const toMegabytes = (sizeBytes: number) => (sizeBytes / 1e6).toFixed(1);
