import { describeError } from '../core/describeError';
import { DataError, type Problem } from '../core/problem';
import type { SharedComparison } from '../report/permalink/comparisonLink';
import type { SharedRun } from '../report/permalink/SharedRun';

/** What a link to a run or a comparison holds, or why it cannot be opened. */
export class SharedLink {
  status = $state<'none' | 'loading' | 'ready' | 'failed'>('none');
  run = $state.raw<SharedRun | null>(null);
  comparison = $state.raw<SharedComparison | null>(null);
  problem = $state.raw<Problem | null>(null);
  #fragment: string | null = null;

  openRun(fragment: string): Promise<void> {
    return this.#open(`r=${fragment}`, async () => {
      const { readRunLink } = await import('../report/permalink/runLink');
      const run = await readRunLink(fragment);
      return () => (this.run = run);
    });
  }

  openComparison(fragment: string): Promise<void> {
    return this.#open(`c=${fragment}`, async () => {
      const { readComparisonLink } = await import('../report/permalink/comparisonLink');
      const comparison = await readComparisonLink(fragment);
      return () => (this.comparison = comparison);
    });
  }

  close(): void {
    this.#fragment = null;
    this.run = null;
    this.comparison = null;
    this.problem = null;
    this.status = 'none';
  }

  /** @param read gives what to show; not used any more when another link was opened meanwhile */
  async #open(fragment: string, read: () => Promise<() => unknown>): Promise<void> {
    if (fragment === this.#fragment) return;
    this.close();
    this.#fragment = fragment;
    this.status = 'loading';
    try {
      const show = await read();
      if (this.#fragment !== fragment) return;
      show();
      this.status = 'ready';
    } catch (error) {
      if (this.#fragment !== fragment) return;
      this.problem = describeFailure(error);
      this.status = 'failed';
    }
  }
}

/** An error of the page itself (a chunk that did not load) is shown as what it is. */
function describeFailure(error: unknown): Problem {
  if (error instanceof DataError) return error.problem;
  const what = describeError(error);
  return { code: 'link-failed', severity: 'error', where: {}, what };
}
