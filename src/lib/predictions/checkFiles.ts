import type { Problem } from '../core/problem';
import type { ImagePlaces } from '../dataset/locateImage';
import { checkPrediction, type CheckedRow } from './checkPrediction';
import type { SortedFile } from './classifyRecords';
import type { FileChoices } from './fileChoices';
import type { CheckedFile } from './groupFiles';
import { describeMatched, matchIds } from './matchIds';
import type { ReadTools } from './readRecordFiles';
import type { SampleIndex } from './SampleIndex';
import { summariseWarnings } from './summariseWarnings';

export interface CheckFilesTools extends ImagePlaces, ReadTools {
  readonly index: SampleIndex;
  readonly choices: FileChoices;
}

/** Makes predictions of the rows of all prediction files. */
export async function checkFiles(
  files: readonly SortedFile[],
  { pacer, findings, choices, ...tools }: CheckFilesTools
): Promise<CheckedFile[]> {
  const checked: CheckedFile[] = [];
  for (const file of files) {
    if (file.kind !== 'predictions') continue;
    const rows: CheckedRow[] = [];
    const [errors, warnings]: [Problem[], Problem[]] = [[], []];
    const ids = await matchIds(file, { index: tools.index, pacer }, choices.matchedIds.has(file.path));
    const rowTools = { ...tools, errors, warnings, matchesIds: ids?.isUsed ?? false };
    for (const row of file.rows) {
      if (pacer.isDue) await pacer.pause();
      rows.push(await checkPrediction(file.path, file.name, row, rowTools));
    }
    findings.addAll(errors);
    findings.addAll(summariseWarnings(warnings, file.path, file.rows.length));
    checked.push({ file, rows, ids });
    if (ids?.isUsed) findings.add(describeMatched(file.path, ids));
  }
  return checked;
}
