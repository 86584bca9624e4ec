import { sha256HexOfText } from '../core/hash';
import type { Problem } from '../core/problem';
import type { DroppedFile } from '../dataset/openFiles';
import type { ImportedRun } from '../report/import/ImportedRun';
import type { ArchivedFacts } from '../report/import/runIndex';
import { readRun, writeRun, type StoredRun } from '../store/runs';

/** Without rows: those of hundreds of runs need not be in memory at once. */
export type ImportedSummary = Pick<StoredRun, 'id' | 'system' | 'counts'>;

/** What came of importing files. */
export interface ImportResult {
  readonly runs: readonly ImportedSummary[];
  /** Runs of an archive that this browser has already, the same in every value. */
  readonly presentCount: number;
  readonly problems: readonly Problem[];
}

/**
 * Reads exported files back and keeps their runs in this browser.
 * @param onprogress with the number of files read and that of all
 */
export async function importRuns(
  files: readonly DroppedFile[],
  onprogress?: (done: number, total: number) => void
): Promise<ImportResult> {
  const { readExports } = await import('../report/import/readExports');
  const restored: KeptRun<ImportedSummary>[] = [];
  let presentCount = 0;
  const { runs, problems } = await readExports(files, {
    ...(onprogress && { onprogress }),
    onarchived: async (imported, facts) => {
      const kept = await restoreRun(imported, facts);
      if (kept) restored.push({ run: summarise(kept.run), refusal: kept.refusal });
      else presentCount++;
    }
  });
  const kept = [...restored, ...(await Promise.all(runs.map((run) => keepRun(run))))];
  return {
    runs: kept.map(({ run }) => summarise(run)),
    presentCount,
    problems: [...problems, ...kept.flatMap(({ refusal }) => refusal)]
  };
}

const summarise = ({ id, system, counts }: ImportedSummary): ImportedSummary => ({ id, system, counts });

interface KeptRun<Run> {
  readonly run: Run;
  readonly refusal: readonly Problem[];
}

/** Gives a run an id and today's date, and stores it. */
export async function keepRun(imported: ImportedRun): Promise<KeptRun<StoredRun>> {
  const now = new Date().toISOString();
  const source = await identifyPredictions(imported);
  return store({ ...imported, id: crypto.randomUUID(), createdAt: now, finishedAt: now, source });
}

/** A run of an archive as it was, under its own id unless another run has it; null when it is here already. */
async function restoreRun(imported: ImportedRun, facts: ArchivedFacts): Promise<KeptRun<StoredRun> | null> {
  const { id, createdAt, finishedAt, source, scoredAs } = facts;
  // A browser whose storage cannot be read has none; that it keeps none either, storing tells.
  const present = await readRun(id).catch(() => null);
  const run = {
    ...imported,
    createdAt,
    finishedAt,
    source,
    ...(scoredAs !== undefined && { scoredAs })
  };
  if (!present) return store({ ...run, id });
  const { toResultsJson } = await import('../report/resultsJson');
  const isSame = toResultsJson(present).text === toResultsJson({ ...run, id }).text;
  return isSame ? null : store({ ...run, id: crypto.randomUUID() });
}

async function store(imported: Omit<StoredRun, 'fingerprints'>): Promise<KeptRun<StoredRun>> {
  const run: StoredRun = { ...imported, fingerprints: [] };
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
