import { del, set, values, type UseStore } from 'idb-keyval';
import type { BatchJob } from '../judge/batch/BatchJob';
import { createStrictStore } from './strictStore';

let opened: UseStore | undefined;

/** Opened on first use: the pages are prerendered where there is no IndexedDB. */
const batches = (): UseStore =>
  (opened ??= createStrictStore('medgen-bench-viewer/judge-batches', 'judge-batches'));

/** The newest first. */
export async function listBatches(): Promise<readonly BatchJob[]> {
  const all = await values<BatchJob>(batches());
  return all.toSorted((a, b) => (a.submittedAt < b.submittedAt ? 1 : -1));
}

/** The keys of questions whose answers are awaited, or may be. */
export async function listHandedOver(): Promise<ReadonlySet<string>> {
  const jobs = await listBatches();
  const awaited = jobs.filter(({ state }) => state === 'submitted' || state === 'unsure');
  return new Set(awaited.flatMap(({ entries }) => entries.map(({ key }) => key)));
}

/** Durable when it resolves. */
export const writeBatch = (job: BatchJob): Promise<void> => set(job.id, job, batches());

export const removeBatch = (id: string): Promise<void> => del(id, batches());
