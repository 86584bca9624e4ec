import { del, entries, get, keys, setMany } from 'idb-keyval';
import { runFolders } from './databases';

/** Stands where the id of a run does; no run has it. */
const explored = 'explored';

/** Handles of the folders and files that a run was scored from; none where the browser has or keeps none. */
export async function readRunFolders(runId: string): Promise<readonly FileSystemHandle[]> {
  return (await get<FileSystemHandle[]>(runId, runFolders()).catch(() => undefined)) ?? [];
}

/** Those of all runs, of each folder one. */
export async function listRunFolders(): Promise<readonly FileSystemHandle[]> {
  const kept = await entries<string, FileSystemHandle[]>(runFolders()).catch(() => []);
  return joinHandles(kept.flatMap(([id, handles]) => (id === explored ? [] : handles)));
}

/** Handles of the shards or the dataset folder that Explore had open last. */
export const readExploredFolders = (): Promise<readonly FileSystemHandle[]> => readRunFolders(explored);

export const writeExploredFolders = (handles: readonly FileSystemHandle[]): Promise<void> =>
  writeRunFolders([{ id: explored }], handles);

/** A browser that keeps nothing asks for the files again. */
export async function writeRunFolders(
  runs: readonly { readonly id: string }[],
  handles: readonly FileSystemHandle[]
): Promise<void> {
  if (handles.length === 0) return;
  const joined = await joinHandles(handles);
  await setMany(
    runs.map(({ id }) => [id, joined]),
    runFolders()
  ).catch(() => undefined);
}

/** Of runs that are no more. @param runIds of those that are */
export async function sweepRunFolders(runIds: ReadonlySet<string>): Promise<void> {
  const gone = (await keys<string>(runFolders())).filter((id) => id !== explored && !runIds.has(id));
  await Promise.all(gone.map((id) => del(id, runFolders())));
}

/** Each folder or file once. */
export async function joinHandles(
  handles: readonly FileSystemHandle[]
): Promise<readonly FileSystemHandle[]> {
  const joined: FileSystemHandle[] = [];
  for (const handle of handles) {
    const same = await Promise.all(joined.map((other) => other.isSameEntry(handle)));
    if (!same.includes(true)) joined.push(handle);
  }
  return joined;
}
