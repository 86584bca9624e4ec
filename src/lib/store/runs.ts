import { delMany, get, update, values } from 'idb-keyval';
import { describeError } from '../core/describeError';
import { describeRefusal } from '../core/describeRefusal';
import type { RunSummary } from '../core/run';
import type { ScoreRow } from '../core/score';
import { summaries } from './databases';
import { deleteContents, readContents, writeContents, type RunContents } from './runContents';
import { deleteScores } from './scoreCache';

/** A summary with what a later visit needs to continue an unfinished run. */
export interface StoredSummary extends RunSummary {
  /** Identifies the prediction files of the run: the same files dropped again continue it. Empty where they are not known. */
  readonly source: string;
  /** The system's name in the prediction files, where the run was renamed since. */
  readonly scoredAs?: string;
  /** Of rows and problems as JSON, estimated; absent in runs of the first release. */
  readonly sizeBytes?: number;
}

export type StoredRun = StoredSummary & RunContents;

/** What a person wrote on a run. Scoring, judging and rating never change it. */
export type RunLabels = Pick<StoredSummary, 'system' | 'tags' | 'note' | 'scoredAs'>;

/** All runs of this browser, and why some of them could not be read, if so. */
export interface FoundRuns {
  /** Newest first. */
  readonly runs: readonly StoredSummary[];
  /** Ids of those that the browser refused to store. */
  readonly unstoredIds: ReadonlySet<string>;
  readonly failure: string | null;
}

/** Runs that the browser refused to store (full, private mode, blocked): they live as long as the page. */
const unstored = new Map<string, StoredRun>();

const channelName = 'medgen-bench-viewer/runs';

export async function findRuns(): Promise<FoundRuns> {
  let stored: StoredSummary[] = [];
  let failure: string | null = null;
  try {
    stored = await values<StoredSummary>(summaries());
  } catch (error) {
    failure = describeError(error);
  }
  const runs = [...stored, ...unstored.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return { runs, unstoredIds: new Set(unstored.keys()), failure };
}

/** All runs of this browser that can be read, newest first. */
export async function listRuns(): Promise<StoredSummary[]> {
  return [...(await findRuns()).runs];
}

export async function readRun(id: string): Promise<StoredRun | null> {
  const kept = unstored.get(id);
  if (kept) return kept;
  const [summary, content] = await Promise.all([get<StoredSummary>(id, summaries()), readContents(id)]);
  return summary && content ? { ...summary, ...content } : null;
}

/**
 * Keeps a run: in IndexedDB, or where that fails in memory. The labels of a run that is stored already stay as they are
 * there: only `editRun` changes them.
 * @returns the reason why it could not be stored, null when it was
 */
export async function writeRun(run: StoredRun): Promise<string | null> {
  const { rows, problems, fingerprints, ...facts } = run;
  const summary: StoredSummary = { ...facts, sizeBytes: estimateBytes(rows) };
  try {
    // Contents first: a summary in the list always has its contents.
    await writeContents(summary.id, { rows, problems, fingerprints });
    await update<StoredSummary>(summary.id, (old) => (old ? relabel(summary, old) : summary), summaries());
    unstored.delete(run.id);
    announce();
    return null;
  } catch (error) {
    const kept = unstored.get(run.id);
    unstored.set(run.id, kept ? relabel(run, kept) : run);
    return describeRefusal(error);
  }
}

/**
 * Changes the labels of a run as it is stored by now, so that nothing another tab wrote is lost.
 * @returns false when there is no such run any more
 * @throws when the browser refuses to store the change
 */
export async function editRun(id: string, edit: (labels: RunLabels) => RunLabels): Promise<boolean> {
  const kept = unstored.get(id);
  if (kept) {
    unstored.set(id, relabel(kept, edit(kept)));
    return true;
  }
  const isFound = await editStored(id, edit);
  if (isFound) announce();
  return isFound;
}

/** One transaction. idb-keyval's `update` would write an entry for a run that another tab has deleted. */
function editStored(id: string, edit: (labels: RunLabels) => RunLabels): Promise<boolean> {
  return summaries()(
    'readwrite',
    (store) =>
      new Promise((resolve, reject) => {
        const { transaction } = store;
        const reading: IDBRequest<StoredSummary | undefined> = store.get(id);
        reading.onsuccess = () => {
          try {
            if (reading.result) store.put(relabel(reading.result, edit(reading.result)), id);
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        };
        transaction.oncomplete = () => resolve(reading.result !== undefined);
        transaction.onabort = transaction.onerror = () =>
          reject(transaction.error ?? new Error('the change was aborted'));
      })
  );
}

function relabel<Run extends StoredSummary>(run: Run, { system, tags, note, scoredAs }: RunLabels): Run {
  const rest = { ...run };
  for (const key of ['tags', 'note', 'scoredAs'] as const) Reflect.deleteProperty(rest, key);
  return {
    ...rest,
    system,
    ...(tags && { tags }),
    ...(note !== undefined && { note }),
    ...(scoredAs !== undefined && { scoredAs })
  };
}

export async function deleteRun(id: string): Promise<void> {
  if (unstored.delete(id)) return;
  const content = await readContents(id);
  await delMany([id], summaries());
  await deleteContents(id);
  if (content) await deleteScores([...content.fingerprints]);
  announce();
}

/** The unfinished run that the same prediction files began, if any. */
export async function findUnfinishedRun(system: string, source: string): Promise<StoredSummary | null> {
  const all = await listRuns();
  const isSame = (run: StoredSummary): boolean =>
    run.finishedAt === null && run.source === source && (run.scoredAs ?? run.system) === system;
  return all.find(isSame) ?? null;
}

/**
 * Calls back whenever a run was written, changed or deleted, in this tab or another one.
 * @returns ends it
 */
export function watchRuns(onchange: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = onchange;
  return () => channel.close();
}

function announce(): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(null);
  channel.close();
}

/** From a hundred rows at most: the whole of a long run takes a second to write out. */
function estimateBytes(rows: readonly ScoreRow[]): number {
  const step = Math.max(1, Math.floor(rows.length / 100));
  const some = rows.filter((_, i) => i % step === 0);
  return some.length === 0 ? 0 : Math.round((JSON.stringify(some).length / some.length) * rows.length);
}
