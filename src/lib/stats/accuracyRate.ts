/** When a value passes: at the threshold, or on its better side. */
export interface PassRule {
  /** Null when the protocol sets none. */
  readonly threshold: number | null;
  /** Null only where there is no threshold. */
  readonly higherIsBetter: boolean | null;
}

/**
 * Share of values that pass, 0 to 1: the official evaluator's `{metric}_Accuracy_Rate`.
 * The threshold itself passes (PSNR ≥ 28, LPIPS ≤ 0.6). Null without a threshold or without values.
 */
export function computeAccuracyRate(values: Float64Array, rule: PassRule): number | null {
  const { threshold, higherIsBetter } = rule;
  if (threshold === null || values.length === 0) return null;
  let passed = 0;
  for (const value of values) {
    if (higherIsBetter ? value >= threshold : value <= threshold) passed++;
  }
  return passed / values.length;
}
