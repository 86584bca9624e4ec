import { exponential, mix, smoothStep } from '../drawing/arithmetic.ts';
import { addGrain, blur } from '../drawing/filters.ts';
import { fractalNoise } from '../drawing/noise.ts';
import {
  blend,
  cover,
  drawPlane,
  greyPicture,
  quantise,
  type Picture,
  type Plane
} from '../drawing/picture.ts';
import { Random } from '../drawing/random.ts';
import { ellipseDistance } from '../drawing/shapes.ts';
import type { Case } from '../phantoms/phantomPool.ts';
import type { Solid } from '../solids/solid.ts';
import { cutAt, sumAlong, type Axis } from '../solids/views.ts';

/** Sections are square, projections a little higher than wide. */
const sectionSize = { width: 144, height: 144 };
export const projectionSize = { width: 192, height: 224 };

const levels = [-0.5, -0.05, 0.4, 0.72];

/** Axial CT sections of a trunk: a body with fat and muscle, and the solids in it. */
export function trunkSections(solids: readonly Solid[], random: Random): Picture[] {
  return levels.map((z) => {
    const cut = cutAt(solids, z, sectionSize);
    const pixel = 2 / sectionSize.height;
    const plane = drawPlane(sectionSize, (x, y, index) => {
      const skin = ellipseDistance(x, y, 0.88, 0.66);
      const chest =
        z < 0.1 ? smoothStep(0.02, -0.02, ellipseDistance(Math.abs(x) - 0.34, y + 0.02, 0.24, 0.34)) : 0;
      const tissue = mix(mix(58, 104, cover(skin + 0.07, 2 * pixel)), 14, chest);
      const body = tissue * cover(skin, pixel);
      const density = cut[index]!;
      return density > 0 ? Math.max(body, mix(104, 255, density)) : body;
    });
    return quantise(addGrain(greyPicture(sectionSize, plane), random.fork(`grain ${z}`), 3, 2), 6);
  });
}

/** The trunk as an X-ray along the axis shows it. */
export function trunkRadiograph(solids: readonly Solid[], axis: Axis, random: Random): Picture {
  const bones = sumAlong(solids, axis, projectionSize);
  const half = axis === 'y' ? 0.84 : 0.62;
  const plane = drawPlane(projectionSize, (x, y, index) => {
    const across = 1 - (x * x) / (half * half);
    const tissue = across > 0 ? Math.sqrt(across) * mix(0.3, 0.55, smoothStep(-0.1, 0.5, y)) : 0;
    return 255 * (1 - exponential(-1.1 * tissue - 4.4 * bones[index]!));
  });
  return quantise(addGrain(greyPicture(projectionSize, plane), random.fork(`grain ${axis}`), 2, 2), 5);
}

/** Angiographic sections: dim brain, bright cut vessels. */
export function vesselSections(solids: readonly Solid[], random: Random): Picture[] {
  const texture = fractalNoise(random.fork('texture'), 3);
  return [0.6, 0.26, 0.18, -0.15].map((z) => {
    const cut = cutAt(solids, z, sectionSize);
    const plane = drawPlane(sectionSize, (x, y, index) => {
      const inside = smoothStep(0.01, -0.03, ellipseDistance(x, y, 0.66, 0.84));
      const brain = inside * (50 + 16 * texture(x * 7, y * 7 + 10 * z));
      return brain + (246 - brain) * cut[index]!;
    });
    return quantise(addGrain(greyPicture(sectionSize, plane), random.fork(`grain ${z}`), 4, 2), 8);
  });
}

/** The projection of the vessels, brighter where more blood lies on the ray. */
export function vesselProjection(solids: readonly Solid[], axis: Axis, random: Random): Picture {
  const blood = sumAlong(solids, axis, projectionSize);
  const texture = fractalNoise(random.fork('texture'), 2);
  const plane = drawPlane(projectionSize, (x, y, index) => {
    const base = 22 + 8 * texture(x * 5, y * 5);
    return mix(base, 250, 1 - exponential(-34 * blood[index]!));
  });
  return quantise(addGrain(greyPicture(projectionSize, plane), random.fork('grain'), 3), 6);
}

/** Speckle, weaker than in a single beam's image because a volume is compounded. */
function speckled(
  size: { width: number; height: number },
  random: Random,
  value: (x: number, y: number) => number
): Plane {
  const speckle = fractalNoise(random, 2);
  return drawPlane(size, (x, y) => value(x, y) * (1 + 0.42 * speckle(x * 26, y * 34)));
}

/** Ultrasound sections of an ovary: speckled stroma, black follicles. */
export function follicleSections(solids: readonly Solid[], random: Random): Picture[] {
  return [-0.25, -0.08, 0.08, 0.25].map((y) => {
    // The sections run across the view of the projection, so that each one cuts other follicles.
    const turned = solids.map((solid) => ({
      ...solid,
      balls: solid.balls.map((ball) => ({ ...ball, y: ball.z, z: ball.y }))
    }));
    const cut = cutAt(turned, y, sectionSize);
    const tissue = speckled(sectionSize, random.fork(`speckle ${y}`), ovaryEcho);
    return quantise(
      greyPicture(
        sectionSize,
        tissue.map((value, index) => value * (1 - 0.95 * cut[index]!))
      ),
      12
    );
  });
}

function ovaryEcho(x: number, y: number): number {
  return mix(60, 118, smoothStep(0.05, -0.05, ellipseDistance(x, y, 0.94, 0.76)));
}

/** Minimum-like projection of the ovary: every follicle casts a dark disc. */
export function follicleProjection(solids: readonly Solid[], random: Random): Picture {
  const fluid = sumAlong(solids, 'y', projectionSize);
  const tissue = speckled(projectionSize, random.fork('speckle'), (x, y) => 0.5 * (ovaryEcho(x, y) + 110));
  const plane = tissue.map((value, index) => value * (0.12 + 0.88 * exponential(-11 * fluid[index]!)));
  return quantise(greyPicture(projectionSize, plane), 10);
}

/** Focal planes through a thick section: in each another part of it is sharp. */
export function focalPlanes({ picture, phantom }: Case, random: Random): Picture[] {
  const height = fractalNoise(random.fork('height'), 2);
  const soft = blur(picture, 2.4);
  return [-0.45, 0, 0.45].map((focus) => {
    const defocus = drawPlane(phantom, (x, y) =>
      smoothStep(0.12, 0.42, Math.abs(height(x * 1.3, y * 1.3) - focus))
    );
    return quantise(blend(picture, soft, defocus), 8);
  });
}
