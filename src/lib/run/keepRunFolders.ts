import type { Drop } from '../predictions/drop';
import { identifySource } from '../predictions/identifySource';
import { writeRunFolders } from '../store/runFolders';
import { listRuns } from '../store/runs';

/** Remembers where the files of a drop's runs lie: of finished ones, and of those that were stopped on their way. */
export async function keepRunFolders(
  { systems }: Pick<Drop, 'systems'>,
  handles: readonly FileSystemHandle[]
): Promise<void> {
  if (handles.length === 0) return;
  const sources = new Set(await Promise.all(systems.map(identifySource)));
  // A browser that keeps no runs has nothing to lead back from.
  const runs = await listRuns().catch(() => []);
  await writeRunFolders(
    runs.filter(({ source }) => sources.has(source)),
    handles
  );
}
