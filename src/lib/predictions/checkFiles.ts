import type { Problem } from '../core/problem';
import type { ImagePlaces } from '../dataset/locateImage';
import { checkPrediction, type CheckedRow } from './checkPrediction';
import type { SortedFile } from './classifyRecords';
import type { CheckedFile } from './groupFiles';
import type { ReadTools } from './readRecordFiles';
import type { SampleIndex } from './SampleIndex';
import { summariseWarnings } from './summariseWarnings';

/** Makes predictions of the rows of all prediction files. */
export async function checkFiles(
  files: readonly SortedFile[],
  { pacer, findings, ...tools }: ImagePlaces & ReadTools & { readonly index: SampleIndex }
): Promise<CheckedFile[]> {
  const checked: CheckedFile[] = [];
  for (const file of files) {
    if (file.kind !== 'predictions') continue;
    const rows: CheckedRow[] = [];
    const [errors, warnings]: [Problem[], Problem[]] = [[], []];
    for (const row of file.rows) {
      if (pacer.isDue) await pacer.pause();
      rows.push(await checkPrediction(file.path, file.name, row, { ...tools, errors, warnings }));
    }
    findings.addAll(errors);
    findings.addAll(summariseWarnings(warnings, file.path, file.rows.length));
    checked.push({ file, rows });
  }
  return checked;
}
