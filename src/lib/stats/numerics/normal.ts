/** Below: power series of erf; from here on: continued fraction of erfc. Both are at full precision around 2. */
const seriesLimit = 2;

/** Enough for 1e-15 relative at `seriesLimit`, where the fraction converges slowest. */
const fractionDepth = 120;

/** Past this, erfc underflows to 0 in float64. */
const underflowLimit = 27.3;

/**
 * Complementary error function, 2/√π ∫ₓ^∞ exp(−t²) dt, to about 1e-13 relative.
 * Formulas: NIST Digital Library of Mathematical Functions, 7.6.2 (series, all terms positive) and 7.9.1 (fraction).
 * ±∞ give 0 and 2.
 */
export function computeErfc(x: number): number {
  if (x < 0) return 2 - computeErfc(-x);
  if (x < seriesLimit) return 1 - erfSeries(x);
  return x > underflowLimit ? 0 : erfcFraction(x);
}

/** Upper tail of the standard normal distribution, P(Z > z): `scipy.stats.norm.sf`. */
export function computeNormalSurvival(z: number): number {
  return computeErfc(z * Math.SQRT1_2) / 2;
}

/** exp(−x²)·2/√π · Σ 2ⁿx²ⁿ⁺¹ / (2n + 1)!! */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** exp(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))) */
function erfcFraction(x: number): number {
  let denominator = x;
  for (let k = fractionDepth; k > 0; k--) denominator = x + k / 2 / denominator;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * denominator);
}
