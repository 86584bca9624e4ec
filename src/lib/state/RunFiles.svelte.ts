import type { Drop } from '../predictions/drop';
import type { RunMatch } from '../run/matchRun';
import { joinHandles, listRunFolders, readRunFolders } from '../store/runFolders';
import { readRunImages } from '../store/runImages';
import type { StoredSummary } from '../store/runs';
import { KeptFolders } from './KeptFolders.svelte';
import { session } from './ScoreSession.svelte';

/** The way back to the files of runs: remembered folders, read again once the person allows it. One for all pages. */
export class RunFiles extends KeptFolders {
  /** How the files at hand relate to the run on show; null while that is worked out, or where there are none. */
  match = $state.raw<RunMatch | null>(null);
  #follows = 0;
  #comparisons = 0;

  /** Whether files are at hand; those of other runs bring the one on show nothing. */
  get isHere(): boolean {
    return session.drop !== null && this.match?.status !== 'other';
  }

  constructor() {
    super((files, folders) => session.addFiles(files, folders), 'Drop it here instead.');
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
    if (session.step !== 'empty') return;
    if ((await this.isGranted()) && follow === this.#follows) await this.read();
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
}

export const runFiles = new RunFiles();
