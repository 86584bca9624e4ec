import { failureBelow, failureModes, type JudgeDimension } from '../benchmark/importedKeys';
import { isJudgeScore, pickJudgeScore } from '../benchmark/judgeScore';
import type { JsonObject } from '../core/json';
import type { ScoreRow } from '../core/score';

export interface FailureMode {
  /** The official evaluator's name, e.g. `low_instruction_compliance`. */
  readonly mode: string;
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
 * @returns null when no row has such a verdict: then nothing is known, which is not the same as no failures
 */
export function findFailures(rows: readonly ScoreRow[]): Failures | null {
  const judged = rows.flatMap((row) => {
    const verdict = row.imported?.verdicts['vlm_judge_w_gt_result'];
    return verdict && hasScore(verdict) ? [{ row, verdict }] : [];
  });
  if (judged.length === 0) return null;
  const modes = Object.entries(failureModes).map(([mode, dimension]) => ({
    mode,
    dimension,
    rows: judged.filter(({ verdict }) => fails(verdict, dimension)).map(({ row }) => row)
  }));
  return { judged: judged.length, modes };
}

function hasScore(verdict: JsonObject): boolean {
  return Object.values(failureModes).some((dimension) => isJudgeScore(pickJudgeScore(verdict, dimension)));
}

function fails(verdict: JsonObject, dimension: JudgeDimension): boolean {
  const score = pickJudgeScore(verdict, dimension);
  return isJudgeScore(score) && score < failureBelow;
}
