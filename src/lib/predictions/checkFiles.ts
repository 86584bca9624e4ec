import type { Problem } from '../core/problem';
import type { ImagePlaces } from '../dataset/locateImage';
import type { SystemRows } from './assembleSystems';
import { checkPrediction } from './checkPrediction';
import type { SortedFile } from './classifyRecords';
import type { ReadTools } from './readRecordFiles';
import type { SampleIndex } from './SampleIndex';
import { summariseWarnings } from './summariseWarnings';

/** Makes predictions of the rows of all files, system by system. */
export async function checkFiles(
  files: readonly SortedFile[],
  { pacer, findings, ...tools }: ImagePlaces & ReadTools & { readonly index: SampleIndex }
): Promise<SystemRows[]> {
  const systems = new Map<string, SystemRows>();
  for (const { kind, path, name, rows } of files) {
    if (kind !== 'predictions') continue;
    const system = systems.get(name.system) ?? { system: name.system, rows: [] };
    systems.set(name.system, system);
    const [errors, warnings]: [Problem[], Problem[]] = [[], []];
    for (const row of rows) {
      if (pacer.isDue) await pacer.pause();
      system.rows.push(await checkPrediction(path, name, row, { ...tools, errors, warnings }));
    }
    findings.addAll(errors);
    findings.addAll(summariseWarnings(warnings, path, rows.length));
  }
  return [...systems.values()];
}
