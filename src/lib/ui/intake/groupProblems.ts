import type { Problem, Severity } from '../../core/problem';
import { formatCount } from '../control/formatNumber';

/** Problems that say the same of different files, rows or samples. */
export type ProblemGroup = readonly [Problem, ...Problem[]];

export const severities: readonly Severity[] = ['error', 'warning', 'note'];

/** Problems of one kind and field together, errors first, else in their order. */
export function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
  const groups = new Map<string, [Problem, ...Problem[]]>();
  for (const problem of problems) {
    const { code, severity, where } = problem;
    const key = `${severity}\n${code}\n${where.field ?? ''}`;
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
