import type { Size } from '../../lib/core/image.ts';
import { cosine, mix, sine, smoothStep, turn } from '../drawing/arithmetic.ts';
import { fractalNoise, type Noise } from '../drawing/noise.ts';
import { cover, drawPlane, pixelOf, type Plane } from '../drawing/picture.ts';
import type { Random } from '../drawing/random.ts';
import {
  ellipseDistance,
  mirror,
  pathDistances,
  smoothPath,
  turnedEllipse,
  type Knot,
  type Path
} from '../drawing/shapes.ts';
import type { Finding } from './phantom.ts';

/** What an axial slice of a head is made of; each contrast (CT, T1, T2) gives every tissue a value. */
export type Tissue =
  | 'air'
  | 'scalp'
  | 'skull'
  | 'marrow'
  | 'fluid'
  | 'grey'
  | 'white'
  | 'falx'
  | 'plexus'
  | 'core'
  | 'rim'
  | 'oedema';

export interface Brain extends Size {
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** Relative width of the ventricles. */
  readonly ventricles: number;
  readonly wobble: Noise;
  /** Signed distance to the nearest furrow of the cortex. */
  readonly furrows: Plane;
  readonly finding: Finding;
}

/** How far from the brain's edge and from a furrow the cortex reaches. */
const cortexDepth = 0.03;
const reach = 0.06;
/** Picture units to mm, for a head of about 190 mm from front to back. */
const mmPerUnit = 106;

export function makeBrain(random: Random, size: Size): Brain {
  const halfWidth = random.between(0.63, 0.67);
  const halfHeight = random.between(0.79, 0.82);
  const side = random.sign();
  const radius = random.between(0.075, 0.1);
  const furrows = pathDistances(size, drawFurrows(random.fork('furrows'), halfWidth, halfHeight), reach);
  return {
    ...size,
    halfWidth,
    halfHeight,
    furrows,
    ventricles: random.between(0.85, 1.1),
    wobble: fractalNoise(random.fork('wobble'), 2),
    finding: {
      x: side * random.between(0.3, 0.36),
      y: random.pick([-0.32, -0.3, 0.28, 0.33]),
      radius,
      sizeMm: Math.round(2 * radius * mmPerUnit)
    }
  };
}

/** Furrows run inwards from the brain's edge and fork; the two great fissures are drawn apart. */
function drawFurrows(random: Random, halfWidth: number, halfHeight: number): Path[] {
  const paths: Path[] = [];
  const count = 34;
  for (let i = 0; i < count; i++) {
    const angle = ((i + random.between(0.2, 0.8)) / count) * turn;
    const start = { x: halfWidth * cosine(angle), y: halfHeight * sine(angle) };
    if (Math.abs(start.x) < 0.06) continue;
    paths.push(...furrow(random, start, random.between(0.1, 0.27)));
  }
  for (const side of [-1, 1]) {
    const fissure: Knot[] = [
      { x: side * halfWidth, y: -0.12, radius: 0.014 },
      { x: side * 0.52, y: -0.07, radius: 0.012 },
      { x: side * 0.4, y: -0.1, radius: 0.01 },
      { x: side * 0.39, y: 0.08, radius: 0.006 }
    ];
    paths.push(smoothPath(fissure, 5));
  }
  paths.push(midline(random, -halfHeight, -0.36), midline(random, halfHeight, 0.5));
  return paths;
}

function midline(random: Random, from: number, to: number): Path {
  const knots = [0, 0.33, 0.66, 1].map((t) => ({
    x: random.between(-0.006, 0.006),
    y: from + (to - from) * t,
    radius: 0.008
  }));
  return smoothPath(knots, 4);
}

function furrow(random: Random, start: { x: number; y: number }, length: number): Path[] {
  const steps = 8;
  const distance = Math.sqrt(start.x * start.x + start.y * start.y);
  let heading = { x: -start.x / distance, y: -start.y / distance };
  let bend = random.between(-0.3, 0.3);
  const main: Knot[] = [{ ...start, radius: 0.009 }];
  const branches: Path[] = [];
  for (let step = 1; step <= steps; step++) {
    // The bend swings back, so that a furrow winds instead of curling up.
    bend = -0.4 * bend + random.between(-0.35, 0.35);
    heading = rotate(heading, bend);
    const last = main[main.length - 1]!;
    const next = {
      x: last.x + (heading.x * length) / steps,
      y: last.y + (heading.y * length) / steps,
      radius: 0.008 * (1 - step / steps)
    };
    main.push(next);
    if (step === 5 && random.chance(0.7)) branches.push(branch(random, next, heading, length * 0.3));
  }
  return [main, ...branches];
}

/** A side furrow at nearly a right angle. */
function branch(random: Random, from: Knot, heading: { x: number; y: number }, length: number): Path {
  const direction = rotate(heading, random.sign() * random.between(1, 1.4));
  const bent = rotate(direction, random.between(-0.6, 0.6));
  const middle = {
    x: from.x + (direction.x * length) / 2,
    y: from.y + (direction.y * length) / 2,
    radius: 0.003
  };
  return [
    from,
    middle,
    { x: middle.x + (bent.x * length) / 2, y: middle.y + (bent.y * length) / 2, radius: 0 }
  ];
}

function rotate({ x, y }: { x: number; y: number }, angle: number): { x: number; y: number } {
  const c = cosine(angle);
  const s = sine(angle);
  return { x: x * c - y * s, y: x * s + y * c };
}

function ventriclePaths(scale: number): Path[] {
  const right = smoothPath(
    [
      { x: 0.165, y: -0.34, radius: 0.004 },
      { x: 0.13, y: -0.29, radius: 0.026 * scale },
      { x: 0.085, y: -0.21, radius: 0.034 * scale },
      { x: 0.055, y: -0.1, radius: 0.022 * scale },
      { x: 0.055, y: 0.0, radius: 0.014 * scale },
      { x: 0.1, y: 0.1, radius: 0.02 * scale },
      { x: 0.175, y: 0.19, radius: 0.04 * scale },
      { x: 0.215, y: 0.28, radius: 0.042 * scale },
      { x: 0.21, y: 0.37, radius: 0.024 * scale },
      { x: 0.185, y: 0.44, radius: 0.004 }
    ],
    8
  );
  const third: Path = [
    { x: 0, y: 0.0, radius: 0.009 * scale },
    { x: 0, y: 0.17, radius: 0.009 * scale }
  ];
  return [right, mirror(right), third];
}

export function ventricleDistances(brain: Brain, scale: number): Plane {
  return pathDistances(brain, ventriclePaths(brain.ventricles * scale), 0.1);
}

const thalamus = turnedEllipse({ x: 0.1, y: 0.08 }, { x: 0.06, y: 0.1 }, -0.35);
const caudate = turnedEllipse({ x: 0.155, y: -0.2 }, { x: 0.035, y: 0.085 }, -0.25);
const putamen = turnedEllipse({ x: 0.275, y: -0.05 }, { x: 0.048, y: 0.15 }, -0.22);
const plexus = turnedEllipse({ x: 0.2, y: 0.25 }, { x: 0.014, y: 0.03 }, -0.3);

function deepGreyDistance(x: number, y: number): number {
  const side = Math.abs(x);
  return Math.min(thalamus(side, y), caudate(side, y), putamen(side, y));
}

export function findingDistance(brain: Brain, x: number, y: number, growth: number): number {
  const { finding, wobble } = brain;
  const radius = finding.radius * growth;
  const dx = x - finding.x;
  const dy = y - finding.y;
  return Math.sqrt(dx * dx + dy * dy) - radius * (1 + 0.25 * wobble(x * 9 + 3, y * 9));
}

/** Signed distance to the brain's surface; negative inside. */
export function brainDistance(brain: Brain, x: number, y: number): number {
  // A head is narrower in front than behind.
  const egg = x * (1 - 0.1 * y);
  return ellipseDistance(egg, y, brain.halfWidth, brain.halfHeight) + 0.01 * brain.wobble(x * 2.5, y * 2.5);
}

export interface BrainLook {
  readonly values: Readonly<Record<Tissue, number>>;
  readonly growth: number;
  /** False: only the brain, as after skull stripping. */
  readonly skull: boolean;
  readonly ventricles: Plane;
}

/** The slice in the given values, layer over layer from the outside in. */
export function drawBrain(brain: Brain, look: BrainLook): Plane {
  const { values, growth } = look;
  const pixel = pixelOf(brain);
  return drawPlane(brain, (x, y, index) => {
    const brainEdge = brainDistance(brain, x, y);
    if (brainEdge > 0.15) return values.air;
    let value = look.skull ? shellValue(brain, values, brainEdge, x, y) : values.air;
    value = mix(value, values.fluid, cover(brainEdge - (look.skull ? 0.02 : 0), pixel));
    if (brainEdge > pixel) return value;
    const inside = cover(brainEdge, 1.5 * pixel);
    const depth = Math.min(-brainEdge, brain.furrows[index]!);
    value = mix(value, values.grey, inside * smoothStep(-0.007, 0.009, brain.furrows[index]!));
    const whiteEdge = cortexDepth * (1 + 0.25 * brain.wobble(x * 12, y * 12 + 7));
    value = mix(value, values.white, smoothStep(whiteEdge - 0.009, whiteEdge + 0.009, depth));
    value = mix(value, values.grey, 0.85 * smoothStep(0.008, -0.012, deepGreyDistance(x, y)));
    const ventricle = look.ventricles[index]!;
    value = mix(value, values.fluid, cover(ventricle, 1.6 * pixel));
    value = mix(value, values.plexus, 0.9 * cover(plexus(Math.abs(x), y), pixel));
    value = mix(
      value,
      values.falx,
      0.8 * cover(Math.abs(x) - 0.004, pixel) * (y < -0.36 || y > 0.5 ? 1 : 0) * inside
    );
    if (growth > 0) {
      const edge = findingDistance(brain, x, y, growth);
      value = mix(value, values.oedema, inside * smoothStep(0.09 * (0.7 + 0.3 * growth), 0.01, edge));
      value = mix(value, values.rim, inside * cover(edge, 2 * pixel));
      value = mix(value, values.core, inside * cover(edge + 0.022, 3 * pixel));
    }
    return value;
  });
}

/** Scalp, outer table, marrow, inner table. */
function shellValue(brain: Brain, values: BrainLook['values'], edge: number, x: number, y: number): number {
  const pixel = pixelOf(brain);
  const thickness = 0.075 + 0.012 * brain.wobble(x * 2 + 9, y * 2);
  let value = values.air;
  value = mix(value, values.scalp, cover(edge - thickness - 0.045, pixel));
  value = mix(value, values.skull, cover(edge - thickness, pixel));
  value = mix(value, values.marrow, cover(Math.abs(edge - 0.025 - thickness / 2) - 0.014, 1.5 * pixel));
  value = mix(value, values.skull, cover(edge - 0.033, 1.5 * pixel));
  return value;
}
