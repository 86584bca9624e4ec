import type { Size } from '../../lib/core/image.ts';
import { cosine, mix, sine, turn } from './arithmetic.ts';
import { emptyPlane, type Plane } from './picture.ts';

/** A point of a path in picture units, with the half width of the path there. */
export interface Knot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export type Path = readonly Knot[];

/** Signed distance (first order, exact on the edge) to an ellipse: negative inside. */
export function ellipseDistance(x: number, y: number, radiusX: number, radiusY: number): number {
  const u = x / radiusX;
  const v = y / radiusY;
  const level = Math.sqrt(u * u + v * v);
  const slope = Math.sqrt((u * u) / (radiusX * radiusX) + (v * v) / (radiusY * radiusY));
  if (slope < 1e-6) return -Math.min(radiusX, radiusY);
  return ((level - 1) * level) / slope;
}

/** The distance function of an ellipse at (x, y) that is turned by `angle` radians. */
export function turnedEllipse(
  centre: { x: number; y: number },
  radii: { x: number; y: number },
  angle: number
): (x: number, y: number) => number {
  const c = cosine(angle);
  const s = sine(angle);
  return (x, y) => {
    const dx = x - centre.x;
    const dy = y - centre.y;
    return ellipseDistance(dx * c + dy * s, dy * c - dx * s, radii.x, radii.y);
  };
}

/** Blends two distances where they meet, so that shapes flow together; `width` is the size of the fillet. */
export function smoothUnion(a: number, b: number, width: number): number {
  const overlap = Math.max(0, width - Math.abs(a - b)) / width;
  return Math.min(a, b) - (overlap * overlap * width) / 4;
}

/** For each pixel the signed distance to the nearest path (negative inside), up to `reach`. */
export function pathDistances(size: Size, paths: readonly Path[], reach: number): Plane {
  const field = emptyPlane(size, reach);
  for (const path of paths) {
    for (let i = 1; i < path.length; i++) addSegment(field, size, path[i - 1]!, path[i]!, reach);
  }
  return field;
}

function addSegment(field: Plane, size: Size, a: Knot, b: Knot, reach: number): void {
  const half = size.height / 2;
  const margin = reach + Math.max(a.radius, b.radius);
  const toColumn = (x: number) => x * half + size.width / 2 - 0.5;
  const toRow = (y: number) => (y + 1) * half - 0.5;
  const left = Math.max(0, Math.ceil(toColumn(Math.min(a.x, b.x) - margin)));
  const right = Math.min(size.width - 1, Math.floor(toColumn(Math.max(a.x, b.x) + margin)));
  const top = Math.max(0, Math.ceil(toRow(Math.min(a.y, b.y) - margin)));
  const bottom = Math.min(size.height - 1, Math.floor(toRow(Math.max(a.y, b.y) + margin)));
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squaredLength = dx * dx + dy * dy || 1e-12;
  for (let row = top; row <= bottom; row++) {
    const y = (row + 0.5) / half - 1 - a.y;
    for (let column = left; column <= right; column++) {
      const x = (column + 0.5 - size.width / 2) / half - a.x;
      const along = Math.min(1, Math.max(0, (x * dx + y * dy) / squaredLength));
      const ex = x - along * dx;
      const ey = y - along * dy;
      const distance = Math.sqrt(ex * ex + ey * ey) - (a.radius + (b.radius - a.radius) * along);
      const index = row * size.width + column;
      if (distance < field[index]!) field[index] = distance;
    }
  }
}

/** A smooth path through the given knots (Catmull–Rom), `steps` pieces between each two. */
export function smoothPath(knots: Path, steps: number): Path {
  const result: Knot[] = [];
  for (let i = 0; i + 1 < knots.length; i++) {
    const before = knots[Math.max(0, i - 1)]!;
    const from = knots[i]!;
    const to = knots[i + 1]!;
    const after = knots[Math.min(knots.length - 1, i + 2)]!;
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      result.push({
        x: spline(before.x, from.x, to.x, after.x, t),
        y: spline(before.y, from.y, to.y, after.y, t),
        radius: mix(from.radius, to.radius, t)
      });
    }
  }
  return [...result, knots[knots.length - 1]!];
}

/** Catmull–Rom: the value between `from` and `to` at t (0 to 1), given the neighbours on both sides. */
export function spline(before: number, from: number, to: number, after: number, t: number): number {
  const slopeFrom = (to - before) / 2;
  const slopeTo = (after - from) / 2;
  const t2 = t * t;
  const t3 = t2 * t;
  return (
    (2 * t3 - 3 * t2 + 1) * from +
    (t3 - 2 * t2 + t) * slopeFrom +
    (3 * t2 - 2 * t3) * to +
    (t3 - t2) * slopeTo
  );
}

/** Points of an ellipse's arc from one angle to another (radians, clockwise on the screen, 0 to the right). */
export function arcPath(
  centre: { x: number; y: number },
  radii: { x: number; y: number },
  from: number,
  to: number,
  radius: number
): Path {
  const count = Math.max(8, Math.ceil((Math.abs(to - from) / turn) * 64));
  return Array.from({ length: count + 1 }, (_, i) => {
    const angle = mix(from, to, i / count);
    return { x: centre.x + radii.x * cosine(angle), y: centre.y + radii.y * sine(angle), radius };
  });
}

export function mirror(path: Path): Path {
  return path.map((knot) => ({ ...knot, x: -knot.x }));
}
