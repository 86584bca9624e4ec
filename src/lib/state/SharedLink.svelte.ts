import { DataError, type Problem } from '../core/problem';
import type { SharedRun } from '../report/permalink/SharedRun';

/** What a link to a run holds, or why it cannot be opened. */
export class SharedLink {
  status = $state<'none' | 'loading' | 'ready' | 'failed'>('none');
  run = $state.raw<SharedRun | null>(null);
  problem = $state.raw<Problem | null>(null);
  #fragment: string | null = null;

  async openRun(fragment: string): Promise<void> {
    if (fragment === this.#fragment) return;
    this.#fragment = fragment;
    this.run = null;
    this.problem = null;
    this.status = 'loading';
    try {
      const { readRunLink } = await import('../report/permalink/runLink');
      const run = await readRunLink(fragment);
      if (this.#fragment !== fragment) return;
      this.run = run;
      this.status = 'ready';
    } catch (error) {
      if (this.#fragment !== fragment) return;
      this.problem = describeFailure(error);
      this.status = 'failed';
    }
  }

  close(): void {
    this.#fragment = null;
    this.run = null;
    this.problem = null;
    this.status = 'none';
  }
}

/** An error of the page itself (a chunk that did not load) is shown as what it is. */
function describeFailure(error: unknown): Problem {
  if (error instanceof DataError) return error.problem;
  const what = error instanceof Error ? error.message : String(error);
  return { code: 'link-failed', severity: 'error', where: {}, what };
}
