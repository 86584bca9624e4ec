import type { ScoreRow } from '../core/score';

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

/** How often each reason occurs, most frequent first, equal counts in order of appearance. */
export function tallyReasons(reasons: readonly string[]): readonly ReasonCount[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return Array.from(counts, ([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

/** An image's path before what is said of it. */
const imagePath = /^[^:;"]+\.\w{2,5}: /;
const sampleName = / of sample "[^"…]*["…]/;

/**
 * The reason without what makes it unique to its row, so that it can be counted: the leading "file:line: " or path of an image,
 * the name of the sample, and the "; got …" of `formatProblem`. The row keeps the whole.
 */
export function generaliseReason(reason: string, { file, line }: ScoreRow): string {
  const place = [`${file}:${line}: `, `${file}: `].find((prefix) => reason.startsWith(prefix)) ?? '';
  const what = reason.slice(place.length);
  const end = what.indexOf('; got ');
  const general = end < 0 ? what : what.slice(0, end);
  return general.replace(imagePath, '').replace(sampleName, '');
}

/** The reasons that the group's rows have; `members` are indices into `reasons`, which has null where there is none. */
export function pickReasons(reasons: readonly (string | null)[], members: Uint32Array): string[] {
  const found: string[] = [];
  for (const row of members) {
    const reason = reasons[row] ?? null;
    if (reason !== null) found.push(reason);
  }
  return found;
}
