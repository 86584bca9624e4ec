import type { ScoreProgress } from '../run/ScoreProgress';

export interface SessionProgress extends ScoreProgress {
  readonly pairsPerSecond: number;
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

/** The time left, at the pace of what was scored in this run. */
export function estimate(progress: ScoreProgress, elapsedMs: number): SessionProgress {
  const fresh = progress.done - progress.remembered;
  const pairsPerSecond = elapsedMs > 0 ? (fresh / elapsedMs) * 1000 : 0;
  const secondsLeft = pairsPerSecond > 0 ? (progress.total - progress.done) / pairsPerSecond : null;
  return { ...progress, pairsPerSecond, secondsLeft };
}
