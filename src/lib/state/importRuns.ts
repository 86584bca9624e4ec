import { sha256HexOfText } from '../core/hash';
import type { Problem } from '../core/problem';
import type { DroppedFile } from '../dataset/openFiles';
import type { ImportedRun } from '../report/import/ImportedRun';
import { writeRun, type StoredRun } from '../store/runs';

/** What came of importing files. */
export interface ImportResult {
  readonly runs: readonly StoredRun[];
  readonly problems: readonly Problem[];
}

/** Reads exported files back and keeps their runs in this browser. */
export async function importRuns(files: readonly DroppedFile[]): Promise<ImportResult> {
  const { readExports } = await import('../report/import/readExports');
  const { runs, problems } = await readExports(files);
  const kept = await Promise.all(runs.map(keepRun));
  return {
    runs: kept.map(({ run }) => run),
    problems: [...problems, ...kept.flatMap(({ refusal }) => refusal)]
  };
}

/** Gives a run an id and today's date, and stores it. */
export async function keepRun(imported: ImportedRun): Promise<{ run: StoredRun; refusal: Problem[] }> {
  const now = new Date().toISOString();
  const run: StoredRun = {
    ...imported,
    id: crypto.randomUUID(),
    createdAt: now,
    finishedAt: now,
    source: await identifyPredictions(imported),
    fingerprints: []
  };
  const refused = await writeRun(run);
  if (refused === null) return { run, refusal: [] };
  const what = `this browser does not store the run of ${run.system} (${refused}); it is lost when you leave the page`;
  return { run, refusal: [{ code: 'not-stored', severity: 'warning', where: {}, what }] };
}

/** The same text as for the run that was scored from these records; empty where the file has no records. */
function identifyPredictions({ rows }: ImportedRun): Promise<string> | string {
  const hasRecords = rows.some(({ record }) => record !== null);
  return hasRecords ? sha256HexOfText(JSON.stringify(rows.map(({ record }) => record))) : '';
}
