import type { Problem, Severity } from '../../core/problem';
import { formatCount } from '../control/formatNumber';

/** Problems that say the same of different files, rows or samples. */
export type ProblemGroup = readonly [Problem, ...Problem[]];

export const severities: readonly Severity[] = ['error', 'warning', 'note'];

/** Enough of a text to tell kinds apart, and little enough for a hundred thousand of them; what follows may differ. */
const keyLength = 100;
/** Names and paths take room, too. */
const readLength = 4 * keyLength;

/** A text without what differs from one problem of a kind to the next: names, paths and numbers. */
function withoutParticulars(text: string): string {
  const unquoted = text.replaceAll(/"[^"]*"/g, '');
  // Looking for a path costs most, and few texts have one outside of quotes.
  const pathless = unquoted.includes('/') ? unquoted.replaceAll(/\S*\/\S*/g, '') : unquoted;
  return pathless.replaceAll(/\d+/g, '');
}

/** Problems that differ by names and numbers only together, errors first, else in their order. */
export function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
  const groups = new Map<string, [Problem, ...Problem[]]>();
  for (const problem of problems) {
    const { code, severity, what, where } = problem;
    const kind = withoutParticulars(what.slice(0, readLength)).slice(0, keyLength);
    const key = [severity, code, where.field, kind].join('\n');
    const group = groups.get(key);
    if (group) group.push(problem);
    else groups.set(key, [problem]);
  }
  const rankOf = ([{ severity }]: ProblemGroup) => severities.indexOf(severity);
  return [...groups.values()].sort((a, b) => rankOf(a) - rankOf(b));
}

/** "Problems (2)"; notes alone are no problems. */
export function titleProblems(problems: readonly Problem[]): string {
  const notes = problems.filter(({ severity }) => severity === 'note').length;
  const others = problems.length - notes;
  return others === 0 && notes > 0 ? `Notes (${formatCount(notes)})` : `Problems (${formatCount(others)})`;
}
