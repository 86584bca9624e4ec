import type { Score } from '../../core/score';

/** A model can give NaN or infinity (half precision, damaged weights), a score cannot. */
export function finiteScore(value: number): Score {
  return Number.isFinite(value) ? { value } : { value: null, reason: `the model gave ${value}` };
}
