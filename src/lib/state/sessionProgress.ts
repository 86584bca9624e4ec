import type { ScoreProgress } from '../run/ScoreProgress';

export interface SessionProgress extends ScoreProgress {
  readonly pairsPerSecond: number;
  /** Null while nothing can be said of it. */
  readonly secondsLeft: number | null;
}

export const noProgress: SessionProgress = {
  done: 0,
  total: 0,
  remembered: 0,
  notStored: null,
  pairsPerSecond: 0,
  secondsLeft: null
};
