import type { Size } from '../../lib/core/image.ts';
import { clamp, mix } from '../drawing/arithmetic.ts';
import { resample } from '../drawing/filters.ts';
import { cover, emptyPicture, emptyPlane, type Picture, type Plane } from '../drawing/picture.ts';
import type { Ball, Solid } from './solid.ts';

export type Axis = 'x' | 'y' | 'z';

/** For a ray along each axis: what lies across and what lies down in the picture. */
const across: Readonly<Record<Axis, Axis>> = { x: 'y', y: 'x', z: 'x' };
const down: Readonly<Record<Axis, Axis>> = { x: 'z', y: 'z', z: 'y' };

/** Calls `visit` for each pixel under a disc, with the offset from the disc's centre in body units. */
function forEachUnder(
  size: Size,
  disc: { u: number; v: number; radius: number },
  visit: (index: number, du: number, dv: number) => void
): void {
  const half = size.height / 2;
  const reach = disc.radius + 1 / half;
  const left = Math.max(0, Math.floor((disc.u - reach) * half + size.width / 2));
  const right = Math.min(size.width - 1, Math.ceil((disc.u + reach) * half + size.width / 2));
  const top = Math.max(0, Math.floor((disc.v - reach + 1) * half));
  const bottom = Math.min(size.height - 1, Math.ceil((disc.v + reach + 1) * half));
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const du = (column + 0.5 - size.width / 2) / half - disc.u;
      const dv = (row + 0.5) / half - 1 - disc.v;
      visit(row * size.width + column, du, dv);
    }
  }
}

/** The cut at height z, seen from below: each solid's density where it is cut (0 to 1). */
export function cutAt(solids: readonly Solid[], z: number, size: Size): Plane {
  const pixel = 2 / size.height;
  const plane = emptyPlane(size);
  for (const { balls, density } of solids) {
    for (const ball of balls) {
      const squared = ball.radius * ball.radius - (ball.z - z) * (ball.z - z);
      if (squared <= 0) continue;
      const radius = Math.sqrt(squared);
      forEachUnder(size, { u: ball.x, v: ball.y, radius }, (index, du, dv) => {
        const inside = cover(Math.sqrt(du * du + dv * dv) - radius, pixel);
        plane[index] = Math.max(plane[index]!, density * inside);
      });
    }
  }
  return plane;
}

/** How much of a solid a ray meets, in body units. */
function thickness({ balls }: Solid, axis: Axis, size: Size): Plane {
  const plane = emptyPlane(size);
  for (const ball of balls) {
    forEachUnder(size, discOf(ball, axis), (index, du, dv) => {
      const squared = ball.radius * ball.radius - du * du - dv * dv;
      if (squared > 0) plane[index] = Math.max(plane[index]!, 2 * Math.sqrt(squared));
    });
  }
  return plane;
}

function discOf(ball: Ball, axis: Axis): { u: number; v: number; radius: number } {
  return { u: ball[across[axis]], v: ball[down[axis]], radius: ball.radius };
}

/** Density times thickness summed along parallel rays, as an X-ray adds them up. */
export function sumAlong(solids: readonly Solid[], axis: Axis, size: Size): Plane {
  const sum = emptyPlane(size);
  for (const solid of solids) {
    const lengths = thickness(solid, axis, size);
    for (let i = 0; i < sum.length; i++) sum[i]! += solid.density * lengths[i]!;
  }
  return sum;
}

/** The nearest surface seen along y (front to back), lit from the upper left; black where there is none. */
export function renderFront(solids: readonly Solid[], size: Size): Picture {
  const fine = { width: 2 * size.width, height: 2 * size.height };
  const depth = emptyPlane(fine, 9);
  const picture = emptyPicture(fine, 3);
  for (const { balls, colour } of solids) {
    for (const ball of balls) {
      forEachUnder(fine, discOf(ball, 'y'), (index, du, dv) => {
        const squared = ball.radius * ball.radius - du * du - dv * dv;
        if (squared <= 0) return;
        const near = Math.sqrt(squared);
        if (ball.y - near >= depth[index]!) return;
        depth[index] = ball.y - near;
        const light = shade(du / ball.radius, dv / ball.radius, near / ball.radius, ball.y);
        picture.planes.forEach((plane, channel) => {
          plane[index] = clamp(colour[channel]! * light.diffuse + light.glint, 0, 255);
        });
      });
    }
  }
  return resample(picture, size);
}

/** Diffuse light and a soft glint for a surface that faces (x, y, towards the viewer); what is farther is dimmer. */
function shade(x: number, y: number, facing: number, distance: number): { diffuse: number; glint: number } {
  const lit = Math.max(0, -0.42 * x - 0.5 * y + 0.757 * facing);
  const glint = Math.max(0, -0.22 * x - 0.27 * y + 0.937 * facing);
  const haze = mix(1, 0.5, clamp((distance + 0.6) / 1.2, 0, 1));
  const sharp = glint * glint * glint * glint;
  return { diffuse: haze * (0.2 + 0.85 * lit), glint: 46 * haze * sharp * sharp * sharp };
}
