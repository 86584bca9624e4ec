import { causes, type Cause } from '../judge/Cause';
import type { JudgedAnswer } from './JudgeRunner.svelte';

/** Questions without a verdict that one thing can be done about. */
export interface UnscoredGroup {
  readonly cause: Cause;
  readonly label: string;
  readonly remedy: string;
  readonly answers: readonly JudgedAnswer[];
  /** The reasons in full, the most frequent first. */
  readonly reasons: readonly (readonly [reason: string, count: number])[];
  /** The largest output limit that the server named; null where it named none. */
  readonly atMost: number | null;
}

/** By cause, the most frequent first. */
export function groupUnscored(answers: readonly JudgedAnswer[]): readonly UnscoredGroup[] {
  const without = answers.filter(({ outcome }) => outcome.verdict === null && outcome.choice === null);
  const byCause = Map.groupBy(without, ({ outcome }) => outcome.cause ?? 'unasked');
  return [...byCause]
    .map(([cause, own]) => ({
      cause,
      ...causes[cause],
      answers: own,
      reasons: countReasons(own),
      atMost: own.find(({ outcome }) => outcome.atMost !== undefined)?.outcome.atMost ?? null
    }))
    .sort((a, b) => b.answers.length - a.answers.length);
}

function countReasons(answers: readonly JudgedAnswer[]): UnscoredGroup['reasons'] {
  const counts = new Map<string, number>();
  for (const { outcome } of answers) {
    const reason = outcome.reason ?? 'not judged';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}
