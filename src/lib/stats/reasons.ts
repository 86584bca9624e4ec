import type { ScoreRow } from '../core/score';

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

/**
 * How often each reason occurs, most frequent first, equal counts in order of appearance. What makes a reason
 * unique to its row (the leading "file:line: ", the "; got …" of `formatProblem`) is left out; rows keep it.
 */
export function tallyReasons(missing: readonly { row: ScoreRow; reason: string }[]): readonly ReasonCount[] {
  const counts = new Map<string, number>();
  for (const { row, reason } of missing) {
    const general = generaliseReason(reason, row);
    counts.set(general, (counts.get(general) ?? 0) + 1);
  }
  return Array.from(counts, ([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

function generaliseReason(reason: string, { file, line }: ScoreRow): string {
  const place = [`${file}:${line}: `, `${file}: `].find((prefix) => reason.startsWith(prefix)) ?? '';
  const what = reason.slice(place.length);
  const end = what.indexOf('; got ');
  return end < 0 ? what : what.slice(0, end);
}
