import { judgeParts } from '../../benchmark/judge';
import type { Run } from '../../core/run';
import type { Score, ScoreRow } from '../../core/score';
import { juryMetricId, juryVersion, type UsedJury } from '../../metrics/jury/meta';
import type { Jury, JuryItem, JuryMember } from './collectJury';
import { pickScore } from './JuryScores';

/**
 * A run with the mean of a jury as metrics of their own, in place of an earlier jury's of the same view. A row that not all
 * members judged has the reason; rows that none judged take no part.
 */
export function applyJury<One extends Run>(run: One, jury: Jury, members: readonly JuryMember[]): One {
  const { view } = jury;
  const used: UsedJury = { view, scale: members[0]!.scale, members: members.map(({ name }) => name) };
  const version = juryVersion(used);
  const ids = judgeParts.map((part) => juryMetricId(view, part));
  const itemOf = new Map(jury.items.map((item) => [item.row, item]));
  const rows = run.rows.map((row, index): ScoreRow => {
    const kept = Object.entries(row.scores).filter(([id]) => !ids.includes(id));
    const item = itemOf.get(index);
    const own = item ? listScores(item, members, view) : [];
    return { ...row, scores: Object.fromEntries([...kept, ...own]) };
  });
  return { ...run, rows, metrics: { ...run.metrics, ...Object.fromEntries(ids.map((id) => [id, version])) } };
}

function listScores(
  { verdicts }: JuryItem,
  members: readonly JuryMember[],
  view: Jury['view']
): (readonly [string, Score])[] {
  const lacking = members.filter(({ id }) => !verdicts.has(id));
  // Another jury's rows are none of this one's.
  if (lacking.length === members.length) return [];
  return judgeParts.map((part) => {
    const id = juryMetricId(view, part);
    if (lacking.length > 0) {
      return [id, { value: null, reason: `no verdict of ${lacking.map(({ label }) => label).join('; ')}` }];
    }
    const sum = members.reduce((total, member) => total + pickScore(verdicts.get(member.id)!, part), 0);
    return [id, { value: sum / members.length }];
  });
}
