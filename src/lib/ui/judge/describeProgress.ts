import type { JudgeProgress } from '../../judge/JudgeOptions';
import type { JudgeRunner, RunnerProgress } from '../../state/JudgeRunner.svelte';
import { formatCount, formatDuration } from '../control/formatNumber';

/** What the live region says. */
export function describeProgress(step: JudgeRunner['step'], progress: RunnerProgress | null): string {
  if (progress === null) return step === 'ended' ? 'Nothing was asked' : 'Starting';
  const { done, total, scored, system } = progress;
  const count = `${formatCount(done)} of ${formatCount(total)}`;
  switch (step) {
    case 'paused':
      return `Paused at ${count}; what is under way still comes in`;
    case 'stopping':
      return `Stopping; waiting for ${formatCount(progress.running)} answers under way`;
    case 'ended':
      return `Judged ${formatCount(scored)} of ${formatCount(total)}`;
    default:
      return `Judging ${system}: ${count}`;
  }
}

/** Why nothing moves; null when nothing holds it up. */
export function describeWait({ waitsUntilMs, trouble }: JudgeProgress, nowMs: number): string | null {
  const leftMs = waitsUntilMs === null ? 0 : waitsUntilMs - nowMs;
  const wait = leftMs > 0 ? `Waiting ${formatDuration(leftMs / 1000)} more before the next request` : null;
  if (trouble === null) return wait;
  return wait === null ? `The last request failed: ${trouble}` : `${wait}: ${trouble}`;
}
