import { judgeDimensions } from '../benchmark/importedKeys';
import { pickJudgeScore } from '../benchmark/judgeScore';
import { judgeParts, judgeViewFields, type JudgeView } from '../benchmark/judge';
import type { JsonObject } from '../core/json';
import type { Run, UsedJudge } from '../core/run';
import type { JudgedVerdict, Score, ScoreRow } from '../core/score';
import { judgeMetricId, judgeVersion } from '../metrics/judge/meta';
import type { JudgeOutcome } from './JudgeOptions';
import type { Verdict } from './Verdict';

/** By the index of the run's row, of one view. */
export type RowOutcomes = ReadonlyMap<number, RowOutcome>;
type RowOutcome = Pick<JudgeOutcome, 'verdict' | 'reason' | 'key' | 'lasting' | 'facts' | 'remembered'>;

/**
 * A run with what the judge said of some of its rows. A view has one judge: where another model, prompt, scale or image
 * limit judged it before, all that it said goes, so that no column mixes judges (its answers stay stored). A row without
 * a verdict has the reason in place of the scores, unless it has scores of the same judge already.
 * Outcomes that tell nothing at all of the rows (a wrong key) leave the run as it was.
 */
export function applyVerdicts<One extends Run>(run: One, judge: UsedJudge, outcomes: RowOutcomes): One {
  const tells = [...outcomes.values()].some(({ verdict, lasting }) => verdict !== null || lasting);
  if (!tells) return run;
  const { view } = judge;
  const before = run.judges?.find((other) => other.view === view);
  const isSame = before !== undefined && judgeVersion(before) === judgeVersion(judge);
  const base = before && !isSame ? removeVerdicts(run, view) : run;
  const rows = base.rows.map((row, i) => applyOutcome(row, view, outcomes.get(i)));
  const version = judgeVersion(judge);
  const metrics = Object.fromEntries(judgeParts.map((part) => [judgeMetricId(view, part), version]));
  const others = (base.judges ?? []).filter((other) => other.view !== view);
  const judges = [...others, judge].sort((a, b) => (a.view < b.view ? -1 : 1));
  return { ...base, rows, judges, metrics: { ...base.metrics, ...metrics } };
}

/** The run as it was before a view of it was judged. */
export function removeVerdicts<One extends Run>(run: One, view: JudgeView): One {
  const ids: ReadonlySet<string> = new Set(judgeParts.map((part) => judgeMetricId(view, part)));
  const rows = run.rows.map((row) => {
    const { verdicts = {}, ...rest } = row;
    const kept = Object.entries(verdicts).filter(([field]) => field !== judgeViewFields[view]);
    const scores = omit(row.scores, ids);
    return { ...rest, scores, ...(kept.length > 0 && { verdicts: Object.fromEntries(kept) }) };
  });
  const judges = (run.judges ?? []).filter((judge) => judge.view !== view);
  return { ...run, rows, judges, metrics: omit(run.metrics, ids) };
}

function omit<Value>(
  record: Readonly<Record<string, Value>>,
  ids: ReadonlySet<string>
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([id]) => !ids.has(id)));
}

function applyOutcome(row: ScoreRow, view: JudgeView, outcome: RowOutcome | undefined): ScoreRow {
  if (!outcome) return row;
  const { verdict, reason, key } = outcome;
  const field = judgeViewFields[view];
  if (!verdict || key === null) {
    const hasScores = row.scores[judgeMetricId(view, null)]?.value != null;
    if (hasScores && !outcome.lasting) return row;
    const missing: Score = { value: null, reason: reason ?? 'not judged' };
    const { [field]: gone, ...verdicts } = row.verdicts ?? {};
    return { ...row, scores: withScores(row, view, () => missing), ...(gone && { verdicts }) };
  }
  const official = toOfficial(verdict);
  const judged: JudgedVerdict = { verdict: official, answerKey: key };
  const scores = withScores(row, view, (part) => ({ value: Number(pickJudgeScore(official, part)) }));
  return { ...row, scores, verdicts: { ...row.verdicts, [field]: judged } };
}

/** As the evaluator writes it, in its order. */
function toOfficial(verdict: Verdict): JsonObject {
  const parts = judgeDimensions.map((name) => [name, { ...verdict[name] }] as const);
  const { overall_score, final_thoughts } = verdict;
  return { ...Object.fromEntries(parts), overall_score, final_thoughts };
}

function withScores(
  { scores }: ScoreRow,
  view: JudgeView,
  scoreOf: (part: (typeof judgeParts)[number]) => Score
): ScoreRow['scores'] {
  const own = Object.fromEntries(judgeParts.map((part) => [judgeMetricId(view, part), scoreOf(part)]));
  return { ...scores, ...own };
}
