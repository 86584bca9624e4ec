import type { ScoreProgress } from '../run/ScoreProgress';
import type { SessionProgress } from './sessionProgress';

/** Less than this says nothing of the rest: the first predictions wait for workers to start. */
const leastMs = 2000;
const leastShare = 0.05;

/** The pace of a scoring, and from it the time left; what an earlier run had stored costs no time and does not count. */
export class ScorePace {
  #first: { readonly done: number; readonly ms: number } | null = null;

  /** @param nowMs on a clock that only goes forward */
  measure(progress: ScoreProgress, nowMs: number): SessionProgress {
    const { done, total, remembered } = progress;
    // Counted from the first verdict on: until then the workers start.
    if (this.#first === null && done > remembered) this.#first = { done, ms: nowMs };
    const counted = this.#first === null ? 0 : done - this.#first.done;
    const elapsedMs = this.#first === null ? 0 : nowMs - this.#first.ms;
    const pairsPerSecond = elapsedMs > 0 ? (counted / elapsedMs) * 1000 : 0;
    const isTelling = elapsedMs >= leastMs && counted >= leastShare * (total - remembered);
    return {
      ...progress,
      pairsPerSecond,
      secondsLeft: isTelling && pairsPerSecond > 0 ? (total - done) / pairsPerSecond : null
    };
  }
}
