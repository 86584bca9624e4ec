import { delMany, get, set, values } from 'idb-keyval';
import type { Problem } from '../core/problem';
import type { RunSummary } from '../core/run';
import type { ScoreRow } from '../core/score';
import { contents, summaries } from './databases';
import { deleteScores } from './scoreCache';

/** A summary with what a later visit needs to continue an unfinished run. */
export interface StoredSummary extends RunSummary {
  /** Identifies the prediction files of the run: the same files dropped again continue it. Empty where they are not known. */
  readonly source: string;
}

/** The heavy part of a run, read only when it is opened. */
interface StoredContents {
  readonly rows: readonly ScoreRow[];
  readonly problems: readonly Problem[];
  /** Keys of the rows' entries in the score cache. */
  readonly fingerprints: readonly string[];
}

export type StoredRun = StoredSummary & StoredContents;

/** Runs that the browser refused to store (full, private mode, blocked): they live as long as the page. */
const unstored = new Map<string, StoredRun>();

/** All runs of this browser, newest first. */
export async function listRuns(): Promise<StoredSummary[]> {
  const stored = await values<StoredSummary>(summaries()).catch(() => []);
  return [...stored, ...unstored.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

export async function readRun(id: string): Promise<StoredRun | null> {
  const kept = unstored.get(id);
  if (kept) return kept;
  const [summary, content] = await Promise.all([
    get<StoredSummary>(id, summaries()),
    get<StoredContents>(id, contents())
  ]);
  return summary && content ? { ...summary, ...content } : null;
}

/**
 * Keeps a run: in IndexedDB, or where that fails in memory.
 * @returns the reason why it could not be stored, null when it was
 */
export async function writeRun(run: StoredRun): Promise<string | null> {
  const { rows, problems, fingerprints, ...summary } = run;
  try {
    // Contents first: a summary in the list always has its contents.
    await set(summary.id, { rows, problems, fingerprints } satisfies StoredContents, contents());
    await set(summary.id, summary, summaries());
    unstored.delete(run.id);
    return null;
  } catch (error) {
    unstored.set(run.id, run);
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

export async function deleteRun(id: string): Promise<void> {
  if (unstored.delete(id)) return;
  const content = await get<StoredContents>(id, contents());
  await delMany([id], summaries());
  await delMany([id], contents());
  if (content) await deleteScores([...content.fingerprints]);
}

/** The unfinished run that the same prediction files began, if any. */
export async function findUnfinishedRun(system: string, source: string): Promise<StoredSummary | null> {
  const all = await listRuns();
  return all.find((run) => run.finishedAt === null && run.system === system && run.source === source) ?? null;
}
