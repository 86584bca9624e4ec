import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';
import { judgeScale, type JudgeDimension } from './importedKeys';

/** What a verdict has for a dimension, or as its `overall_score` (null); it may be anything. */
export function pickJudgeScore(verdict: JsonObject, dimension: JudgeDimension | null): JsonValue | undefined {
  if (dimension === null) return verdict['overall_score'];
  const part = verdict[dimension];
  return isJsonObject(part) ? part['score'] : undefined;
}

/** Whether it is a number on the evaluator's scale; NaN, texts and a 0 are no scores. */
export function isJudgeScore(value: JsonValue | undefined): value is number {
  const [lowest, highest] = judgeScale;
  return typeof value === 'number' && value >= lowest && value <= highest;
}
