import { mix } from '../drawing/arithmetic.ts';
import type { Colour } from '../drawing/picture.ts';
import { spline } from '../drawing/shapes.ts';

/**
 * A ball in body units: x to the right of the image, y from front to back, z downwards; the body lies within −1 to 1.
 */
export interface Ball {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
}

/** One organ or bone as overlapping balls: easy to cut, to project and to shade. */
export interface Solid {
  readonly balls: readonly Ball[];
  /** What a ray or a section sees: 0 to 1 of the brightest. */
  readonly density: number;
  readonly colour: Colour;
}

/** Balls along a smooth curve through the given ones, close enough to look like one tube. */
export function tube(knots: readonly Ball[]): Ball[] {
  const balls: Ball[] = [];
  for (let i = 0; i + 1 < knots.length; i++) {
    const before = knots[Math.max(0, i - 1)]!;
    const a = knots[i]!;
    const b = knots[i + 1]!;
    const after = knots[Math.min(knots.length - 1, i + 2)]!;
    const length = Math.sqrt(
      (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y) + (b.z - a.z) * (b.z - a.z)
    );
    const count = Math.max(1, Math.ceil(length / (0.32 * Math.min(a.radius, b.radius))));
    for (let step = 0; step < count; step++) {
      const t = step / count;
      balls.push({
        x: spline(before.x, a.x, b.x, after.x, t),
        y: spline(before.y, a.y, b.y, after.y, t),
        z: spline(before.z, a.z, b.z, after.z, t),
        radius: mix(a.radius, b.radius, t)
      });
    }
  }
  return [...balls, knots[knots.length - 1]!];
}

export function mirrorBalls(balls: readonly Ball[]): Ball[] {
  return balls.map((ball) => ({ ...ball, x: -ball.x }));
}

/** The solids turned about the body's long axis, by the cosine and sine of the angle. */
export function turnSolids(solids: readonly Solid[], cos: number, sin: number): Solid[] {
  return solids.map((solid) => ({
    ...solid,
    balls: solid.balls.map((ball) => ({
      ...ball,
      x: ball.x * cos - ball.y * sin,
      y: ball.x * sin + ball.y * cos
    }))
  }));
}
