import type { CheckGroup, Verdict } from './check';
import type { CheckResult } from './runChecks';

export interface GroupSummary {
  readonly group: CheckGroup;
  /** In the order of the plan. */
  readonly results: readonly CheckResult[];
  readonly counts: Readonly<Record<Verdict, number>>;
  /** The largest difference of a number from its expected value; null where no numbers are compared. */
  readonly deviation: number | null;
}

/** The groups that have results, those with failures first. */
export function summariseGroups(results: readonly CheckResult[]): readonly GroupSummary[] {
  const byGroup = new Map<CheckGroup, CheckResult[]>();
  for (const result of results.toSorted((a, b) => a.index - b.index)) {
    const own = byGroup.get(result.group);
    if (own) own.push(result);
    else byGroup.set(result.group, [result]);
  }
  const summaries = Array.from(byGroup, ([group, own]) => ({
    group,
    results: own,
    counts: countVerdicts(own),
    deviation: findDeviation(own)
  }));
  return summaries.sort((a, b) => Number(b.counts.failed > 0) - Number(a.counts.failed > 0));
}

export function countVerdicts(results: readonly CheckResult[]): Record<Verdict, number> {
  const counts = { passed: 0, failed: 0, excepted: 0 };
  for (const { verdict } of results) counts[verdict]++;
  return counts;
}

/** "All 1226 checks passed", or how many failed in which groups. Known exceptions are in neither number. */
export function stateVerdict(results: readonly CheckResult[]): string {
  const { passed, failed } = countVerdicts(results);
  if (failed === 0) return `All ${passed} checks passed`;
  const groups = summariseGroups(results).filter(({ counts }) => counts.failed > 0);
  const list = groups.map(({ group, counts }) => `${group.title} (${counts.failed})`).join(', ');
  return `${failed} of ${passed + failed} checks failed: ${list}`;
}

function findDeviation(results: readonly CheckResult[]): number | null {
  const deviations = results.flatMap(({ outcome }) => outcome.deviation ?? []);
  return deviations.length === 0 ? null : Math.max(...deviations);
}
