/** The harmonic mean of precision and recall; 0 when both are 0. `beta` weighs recall that many times as much. */
export function computeFMeasure(precision: number, recall: number, beta = 1): number {
  if (precision + recall === 0) return 0;
  return ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
}
