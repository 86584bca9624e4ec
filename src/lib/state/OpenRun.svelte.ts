import type { Run } from '../core/run';
import { readRun } from '../store/runs';

/** The run that the address names. */
export class OpenRun {
  status = $state<'loading' | 'ready' | 'absent' | 'failed'>('loading');
  run = $state.raw<Run | null>(null);
  failure = $state('');
  #id = '';

  async open(id: string): Promise<void> {
    if (id === this.#id) return;
    this.#id = id;
    this.status = 'loading';
    try {
      const run = await readRun(id);
      if (this.#id !== id) return;
      this.run = run;
      this.status = run ? 'ready' : 'absent';
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.status = 'failed';
    }
  }
}
