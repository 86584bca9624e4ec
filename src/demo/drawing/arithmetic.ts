/**
 * Functions that JavaScript leaves to the engine (`Math.sin`, `Math.exp` … may differ in the last bit), made of
 * `+ - * /` and `sqrt`, which IEEE 754 fixes: the demo's bytes must not depend on the machine.
 */

export const turn = 6.283185307179586;

/** Sine of an angle in radians, within 1e-9. */
export function sine(angle: number): number {
  let x = angle - turn * Math.round(angle / turn);
  if (x > turn / 4) x = turn / 2 - x;
  if (x < -turn / 4) x = -turn / 2 - x;
  const s = x * x;
  return (
    x * (1 - (s / 6) * (1 - (s / 20) * (1 - (s / 42) * (1 - (s / 72) * (1 - (s / 110) * (1 - s / 156))))))
  );
}

export function cosine(angle: number): number {
  return sine(angle + turn / 4);
}

/** e to the power of x, within 1e-9 relative; 0 below −60. */
export function exponential(x: number): number {
  if (x < -60) return 0;
  const halvings = 10;
  const small = x / (1 << halvings);
  const rest = 1 + (small / 4) * (1 + (small / 5) * (1 + small / 6));
  let power = 1 + small * (1 + (small / 2) * (1 + (small / 3) * rest));
  for (let i = 0; i < halvings; i++) power *= power;
  return power;
}

/** The angle of (x, y) in radians, −π to π. */
export function angleOf(y: number, x: number): number {
  const length = Math.sqrt(x * x + y * y);
  if (length === 0) return 0;
  if (x < 0) return (y < 0 ? -turn / 2 : turn / 2) + smallAngle(-y / length, -x / length);
  return smallAngle(y / length, x / length);
}

/** Halving the angle three times leaves one below 0.2, where the series is short. */
function smallAngle(sin: number, cos: number): number {
  let tangent = sin / (1 + cos);
  tangent /= 1 + Math.sqrt(1 + tangent * tangent);
  tangent /= 1 + Math.sqrt(1 + tangent * tangent);
  const s = tangent * tangent;
  return 8 * tangent * (1 - s * (1 / 3 - s * (1 / 5 - s * (1 / 7 - s * (1 / 9 - s / 11)))));
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** 0 below `low`, 1 above `high`, a smooth S between; `low` may be the larger, then it falls. */
export function smoothStep(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low), 0, 1);
  return t * t * (3 - 2 * t);
}
