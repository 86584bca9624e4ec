import { readHandles } from '../dataset/readHandles';
import type { Drop } from '../predictions/drop';
import type { RunMatch } from '../run/matchRun';
import { joinHandles, listRunFolders, readRunFolders } from '../store/runFolders';
import { readRunImages } from '../store/runImages';
import type { StoredSummary } from '../store/runs';
import { session } from './ScoreSession.svelte';

/** Only browsers that keep handles have these. */
interface Guarded {
  queryPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>;
  requestPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>;
}

/** The way back to the files of runs: remembered folders, read again once the person allows it. One for all pages. */
export class RunFiles {
  /** Remembered for the runs on show; empty where they are dropped again. */
  folders = $state.raw<readonly FileSystemHandle[]>([]);
  isReading = $state(false);
  /** Why a folder could not be read; empty when it could. */
  failure = $state('');
  /** How the files at hand relate to the run on show; null while that is worked out, or where there are none. */
  match = $state.raw<RunMatch | null>(null);
  #follows = 0;
  #comparisons = 0;

  /** Whether files are at hand; those of other runs bring the one on show nothing. */
  get isHere(): boolean {
    return session.drop !== null && this.match?.status !== 'other';
  }

  /** "run", "run and 2 more" */
  get name(): string {
    const [first, ...others] = this.folders.map(({ name }) => name);
    return others.length === 0 ? (first ?? '') : `${first} and ${others.length} more`;
  }

  /**
   * Looks up the folders of runs. Where the browser lets the page read them still and no files are at hand, they are read.
   * @param runIds null for all runs
   */
  async follow(runIds: readonly string[] | null): Promise<void> {
    const follow = ++this.#follows;
    this.match = null;
    const folders = runIds
      ? await joinHandles((await Promise.all(runIds.map(readRunFolders))).flat())
      : await listRunFolders();
    if (follow !== this.#follows) return;
    this.folders = folders;
    this.failure = '';
    if (folders.length === 0 || session.step !== 'empty') return;
    const states = await Promise.all(folders.map((folder) => askState(folder)));
    if (follow === this.#follows && states.every((state) => state === 'granted')) await this.#read();
  }

  /** At a click: the browser may ask the person. */
  async reconnect(): Promise<void> {
    this.failure = '';
    for (const folder of this.folders) {
      if ((await requestState(folder)) === 'granted') continue;
      this.failure = `The browser does not let the page read ${folder.name}. Drop it here instead.`;
      return;
    }
    await this.#read();
  }

  /** Works out `match` for a run. */
  async compare(run: StoredSummary, drop: Drop | null): Promise<void> {
    const comparison = ++this.#comparisons;
    this.match = null;
    if (!drop) return;
    const { matchRun } = await import('../run/matchRun');
    const match = await matchRun({ source: run.source, images: await readRunImages(run.id) }, drop);
    if (session.drop === drop && comparison === this.#comparisons) this.match = match;
  }

  async #read(): Promise<void> {
    this.isReading = true;
    try {
      const { files, unreadable } = await readHandles(this.folders);
      if (files.length === 0) {
        this.failure = `${unreadable[0] ?? this.name} is no longer where it was. Drop it here instead.`;
        return;
      }
      await session.addFiles(files, this.folders);
    } finally {
      this.isReading = false;
    }
  }
}

function askState(handle: FileSystemHandle & Guarded): Promise<PermissionState> {
  return handle.queryPermission?.({ mode: 'read' }) ?? Promise.resolve('denied');
}

async function requestState(handle: FileSystemHandle & Guarded): Promise<PermissionState> {
  try {
    return (await handle.requestPermission?.({ mode: 'read' })) ?? 'denied';
  } catch {
    return 'denied';
  }
}

export const runFiles = new RunFiles();
