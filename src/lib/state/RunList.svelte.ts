import type { RunSummary } from '../core/run';
import { deleteRun, listRuns, readRun, writeRun, type StoredRun } from '../store/runs';

/** The runs kept in this browser. */
export class RunList {
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  runs = $state.raw<readonly RunSummary[]>([]);
  failure = $state('');
  /** The run deleted last, as long as it can be brought back. */
  removed = $state.raw<StoredRun | null>(null);

  async load(): Promise<void> {
    try {
      this.runs = await listRuns();
      this.status = 'ready';
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.status = 'failed';
    }
  }

  async remove(id: string): Promise<void> {
    this.removed = await readRun(id);
    await deleteRun(id);
    await this.load();
  }

  /** Brings the run deleted last back. */
  async undo(): Promise<void> {
    if (!this.removed) return;
    await writeRun(this.removed);
    this.removed = null;
    await this.load();
  }
}
