import { failureBelow, failureModes, type JudgeDimension } from '../benchmark/importedKeys';
import { isJudgeScore, pickJudgeScore } from '../benchmark/judgeScore';
import type { JsonObject } from '../core/json';
import type { UsedJudge } from '../core/run';
import type { ScoreRow } from '../core/score';

const field = 'vlm_judge_w_gt_result';

/** The official evaluator's name, e.g. `low_instruction_compliance`. */
export type FailureModeName = keyof typeof failureModes;
export const failureModeNames = Object.keys(failureModes) as readonly FailureModeName[];

export interface FailureMode {
  readonly mode: FailureModeName;
  readonly dimension: JudgeDimension;
  readonly rows: readonly ScoreRow[];
}

export interface Failures {
  /** Rows with a verdict that has a score for at least one of the modes. */
  readonly judged: number;
  /** All modes, those too that no row has. */
  readonly modes: readonly FailureMode[];
}

/**
 * The failure modes by the judge's verdicts with the reference: a dimension below 6 of 10. Each dimension is taken on its
 * own, as in the official evaluator, so an incomplete verdict tells of those that it has. A number off the scale is none.
 * Where the run was judged here on the evaluator's scale, only those verdicts count, else the imported ones.
 * @returns null when no row has such a verdict: then nothing is known, which is not the same as no failures
 */
export function findFailures(rows: readonly ScoreRow[], judges: readonly UsedJudge[] = []): Failures | null {
  const verdictOf = pickVerdicts(judges);
  const judged = rows.flatMap((row) => {
    const verdict = verdictOf(row);
    return verdict && hasScore(verdict) ? [{ row, verdict }] : [];
  });
  if (judged.length === 0) return null;
  const modes = failureModeNames.map((mode) => ({
    mode,
    dimension: failureModes[mode],
    rows: judged.filter(({ verdict }) => fails(verdict, failureModes[mode])).map(({ row }) => row)
  }));
  return { judged: judged.length, modes };
}

/** Whether the row fails in this way; false, too, where no judge has seen it. `judges` are the run's. */
export function hasFailure(row: ScoreRow, mode: FailureModeName, judges: readonly UsedJudge[] = []): boolean {
  const verdict = pickVerdicts(judges)(row);
  return verdict !== undefined && fails(verdict, failureModes[mode]);
}

/** Who of the run's judges its failure modes are by; null where they are by imported verdicts, if by any. */
export function findFailureJudge(judges: readonly UsedJudge[] = []): UsedJudge | null {
  return judges.find(({ view, scale }) => view === 'w-gt' && scale === 10) ?? null;
}

function pickVerdicts(judges: readonly UsedJudge[]): (row: ScoreRow) => JsonObject | undefined {
  const isOwn = findFailureJudge(judges) !== null;
  return ({ verdicts, imported }) => (isOwn ? verdicts?.[field]?.verdict : imported?.verdicts[field]);
}

function hasScore(verdict: JsonObject): boolean {
  return Object.values(failureModes).some((dimension) => isJudgeScore(pickJudgeScore(verdict, dimension)));
}

function fails(verdict: JsonObject, dimension: JudgeDimension): boolean {
  const score = pickJudgeScore(verdict, dimension);
  return isJudgeScore(score) && score < failureBelow;
}
