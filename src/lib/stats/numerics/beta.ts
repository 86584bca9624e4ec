/** Steps of the continued fraction; it needs some √max(a, b) of them, so this is far beyond any run's size. */
const fractionLimit = 10_000;

/** Arguments are raised to this before Stirling's series, whose first left-out term is then below 1e-16. */
const stirlingStart = 10;

/** Coefficients of 1/x, 1/x³, … in ln Γ(x) − (x − ½) ln x + x − ½ ln 2π; DLMF 5.11.1. */
const stirlingSeries = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188
] as const;

/** ln B(a, b) for a, b > 0, without cancellation between large ln Γ. Recurrence: B(a, b) = B(a + 1, b)·(a + b)/a. */
export function computeLogBeta(a: number, b: number): number {
  if (a < stirlingStart) return computeLogBeta(a + 1, b) + Math.log((a + b) / a);
  if (b < stirlingStart) return computeLogBeta(b, a);
  const correction = stirlingError(a) + stirlingError(b) - stirlingError(a + b);
  const root = Math.log(2 * Math.PI * (1 / a + 1 / b)) / 2;
  return root - a * Math.log1p(b / a) - b * Math.log1p(a / b) + correction;
}

function stirlingError(x: number): number {
  const square = 1 / (x * x);
  return stirlingSeries.reduceRight((sum, coefficient) => sum * square + coefficient, 0) / x;
}

/**
 * Regularised incomplete beta function Iₓ(a, b) for a, b > 0, to about 1e-12 relative.
 * Formula: continued fraction DLMF 8.17.22, by the modified Lentz method; the mirrored one where it converges sooner.
 * @param x 0 to 1
 * @param y 1 − x, given apart so that an x near 1 keeps its digits
 */
export function computeRegularisedBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const isNear = x < (a + 1) / (a + b + 2);
  return isNear ? betaFraction(x, y, a, b) : 1 - betaFraction(y, x, b, a);
}

function betaFraction(x: number, y: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  const step = (coefficient: number) => {
    d = 1 / awayFromZero(1 + coefficient * d);
    c = awayFromZero(1 + coefficient / c);
    value *= c * d;
  };
  for (let m = 1; m <= fractionLimit && (m === 1 || Math.abs(c * d - 1) > 1e-15); m++) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
  }
  return (Math.exp(a * Math.log(x) + b * Math.log(y) - computeLogBeta(a, b)) * value) / a;
}

/** Lentz's method divides by these; a zero would end it. */
function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/**
 * The F value that is exceeded with probability `tail`: `scipy.stats.f.isf(tail, d1, d2)`.
 * P(F > f) = I_y(d2/2, d1/2) with y = d2/(d2 + d1·f), which rises with y: bisection to the last bit.
 * @param tail between 0 and 1
 * @param d1 degrees of freedom of the numerator, > 0, may be fractional
 * @param d2 those of the denominator
 */
export function computeUpperF(tail: number, d1: number, d2: number): number {
  let low = 0;
  let high = 1;
  for (let middle = 0.5; middle > low && middle < high; middle = (low + high) / 2) {
    if (computeRegularisedBeta(middle, 1 - middle, d2 / 2, d1 / 2) < tail) low = middle;
    else high = middle;
  }
  return (d2 * (1 - high)) / (d1 * high);
}
