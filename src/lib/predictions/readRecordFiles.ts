import type { FileEntry } from '../dataset/FileEntry';
import type { Pacer } from '../dataset/Pacer';
import type { Findings } from './Findings';
import { readRecords } from './readRecords';
import type { RecordFile } from './recordRow';
import { SharedTexts } from './SharedTexts';

export interface ReadTools {
  readonly pacer: Pacer;
  readonly findings: Findings;
}

/** The records of these text files. One that cannot be read to its end is a finding. */
export async function readRecordFiles(
  entries: readonly FileEntry[],
  { pacer, findings }: ReadTools,
  tell: (note: string) => void
): Promise<RecordFile[]> {
  const totalBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let doneBytes = 0;
  const files: RecordFile[] = [];
  const texts = new SharedTexts();
  for (const entry of entries) {
    const onBytes = (sizeBytes: number) => {
      doneBytes += sizeBytes;
      tell(`Reading ${entry.path}: ${toMegabytes(doneBytes)} of ${toMegabytes(totalBytes)} MB`);
    };
    if (pacer.isDue) await pacer.pause();
    const file = await findings.attempt(() => readRecords(entry, { pacer, onBytes }));
    if (!file) continue;
    await texts.share(file.rows, pacer);
    files.push(file);
  }
  return files;
}

const toMegabytes = (sizeBytes: number) => (sizeBytes / 1e6).toFixed(1);
