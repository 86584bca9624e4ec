import type { StoredRun } from '../store/runs';
import { toFileName } from './exportFile';
import { runIndexName, runIndexSchema, type ArchivedFacts } from './import/runIndex';
import type { Download } from './pack';
import { toResultsJson } from './resultsJson';

export interface RunArchive extends Download {
  /** Runs in the archive. */
  readonly count: number;
}

/**
 * A ZIP of runs: the Results JSON of each, and an index with what that does not hold (id and dates), so that importing it
 * restores every run as it was. One run at a time is in memory.
 * @param readRun null for a run that is gone by now; it is left out
 * @param onprogress called after each run
 * @throws the signal's reason once it is aborted
 */
export async function packRuns(
  ids: readonly string[],
  readRun: (id: string) => Promise<StoredRun | null>,
  onprogress: (done: number) => void,
  signal?: AbortSignal
): Promise<RunArchive> {
  const { BlobWriter, TextReader, ZipWriter } = await import('@zip.js/zip.js');
  const zip = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  const namer = new FileNamer();
  const entries: ArchivedFacts[] = [];
  for (const [i, id] of ids.entries()) {
    signal?.throwIfAborted();
    const run = await readRun(id);
    if (run) {
      const file = namer.name(run.system);
      await zip.add(file, new TextReader(toResultsJson(run).text));
      entries.push(describeRun(run, file));
    }
    onprogress(i + 1);
  }
  const index = { schema: runIndexSchema, runs: entries };
  await zip.add(runIndexName, new TextReader(`${JSON.stringify(index, null, 1)}\n`));
  return { name: 'medgen-bench-runs.zip', blob: await zip.close(), count: entries.length };
}

function describeRun(
  { id, createdAt, finishedAt, source, scoredAs }: StoredRun,
  file: string
): ArchivedFacts {
  return { file, id, createdAt, finishedAt, source, ...(scoredAs !== undefined && { scoredAs }) };
}

/** Gives each run of a name its own file, also where a file system takes A and a for the same. */
class FileNamer {
  readonly #taken = new Set<string>();

  name(system: string): string {
    const stem = toFileName(system);
    for (let i = 1; ; i++) {
      const file = `${stem}${i === 1 ? '' : `_${i}`}_results.json`;
      const key = file.normalize('NFC').toLowerCase();
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return file;
    }
  }
}
