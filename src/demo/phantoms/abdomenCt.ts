import { mix, smoothStep } from '../drawing/arithmetic.ts';
import { addGrain } from '../drawing/filters.ts';
import { fractalNoise, type Noise } from '../drawing/noise.ts';
import { cover, drawPlane, greyPicture, pixelOf, quantise, type Plane } from '../drawing/picture.ts';
import type { Random } from '../drawing/random.ts';
import {
  arcPath,
  ellipseDistance,
  pathDistances,
  smoothPath,
  smoothUnion,
  turnedEllipse,
  type Path
} from '../drawing/shapes.ts';
import { applyWindow } from './headCt.ts';
import { usual, type Finding, type Phantom, type Variant } from './phantom.ts';

type Distance = (x: number, y: number) => number;

/** The fixed parts of one abdomen; distances in picture units, the patient's right on the left of the image. */
interface Abdomen {
  readonly wobble: Noise;
  readonly bowel: Plane;
  readonly ribs: Plane;
  readonly kidneys: Plane;
  readonly kidneyOnLeft: Plane;
  /** The kidney on the left with its fat hilum filled: where it lies. */
  readonly bed: Plane;
  readonly liver: Distance;
  readonly finding: Finding;
}

const mmPerUnit = 165;
const size = { width: 288, height: 224 };
const pixel = pixelOf(size);

const stomach = turnedEllipse({ x: 0.42, y: -0.3 }, { x: 0.3, y: 0.2 }, 0.35);
const spleen = turnedEllipse({ x: 0.7, y: 0.18 }, { x: 0.13, y: 0.27 }, 0.25);
const pancreas = turnedEllipse({ x: 0.1, y: -0.1 }, { x: 0.26, y: 0.055 }, -0.25);
const muscles = turnedEllipse({ x: 0.21, y: 0.53 }, { x: 0.13, y: 0.13 }, 0.3);
const psoas = turnedEllipse({ x: 0.2, y: 0.33 }, { x: 0.07, y: 0.09 }, 0.2);

/** A kidney in cross-section: a C that opens to the middle, around fat. */
function kidneyPath(side: -1 | 1): Path {
  const knots = [
    { x: 0.3, y: 0.13, radius: 0.05 },
    { x: 0.39, y: 0.08, radius: 0.068 },
    { x: 0.49, y: 0.14, radius: 0.075 },
    { x: 0.51, y: 0.26, radius: 0.075 },
    { x: 0.44, y: 0.35, radius: 0.066 },
    { x: 0.36, y: 0.36, radius: 0.05 }
  ];
  return smoothPath(
    knots.map((knot) => ({ ...knot, x: side * knot.x })),
    6
  );
}

function bowelPaths(random: Random): Path[] {
  const loops = [
    [0.0, -0.38],
    [0.2, 0.06],
    [-0.02, -0.22],
    [0.62, -0.1]
  ] as const;
  return loops.map(([x, y]) => {
    const radius = random.between(0.06, 0.08);
    const shift = random.between(-0.06, 0.06);
    const knots = [
      { x: x - 0.08, y: y + shift, radius },
      { x, y, radius: radius * 0.85 },
      { x: x + 0.08, y: y - shift, radius }
    ];
    return smoothPath(knots, 5);
  });
}

/** Short pieces of ribs in the wall. */
function ribPaths(random: Random): Path[] {
  return [0.35, 0.95, 2.2, 2.75, 3.5, 4.0, 5.4, 5.95].map((angle) => {
    const start = angle + random.between(-0.08, 0.08);
    return arcPath({ x: 0, y: 0 }, { x: 0.925, y: 0.675 }, start, start + 0.13, 0.026);
  });
}

function makeAbdomen(random: Random): Abdomen {
  const wobble = fractalNoise(random.fork('wobble'), 2);
  const lobe = turnedEllipse({ x: -0.5, y: -0.1 }, { x: 0.36, y: 0.46 }, 0.12);
  const leftLobe = turnedEllipse({ x: -0.14, y: -0.38 }, { x: 0.36, y: 0.18 }, -0.12);
  const radius = random.between(0.08, 0.1);
  const bed = turnedEllipse({ x: -0.42, y: 0.22 }, { x: 0.16, y: 0.2 }, 0.1);
  const left = pathDistances(size, [kidneyPath(-1)], 0.1);
  const right = pathDistances(size, [kidneyPath(1)], 0.1);
  return {
    wobble,
    bowel: pathDistances(size, bowelPaths(random.fork('bowel')), 0.1),
    ribs: pathDistances(size, ribPaths(random.fork('ribs')), 0.05),
    kidneyOnLeft: left,
    bed: drawPlane(size, bed),
    kidneys: right.map((distance, index) => Math.min(distance, left[index]!)),
    liver: (x, y) => smoothUnion(lobe(x, y), leftLobe(x, y), 0.12) + 0.03 * wobble(x * 2, y * 2),
    finding: {
      x: random.between(-0.6, -0.46),
      y: random.between(-0.3, -0.16),
      radius,
      sizeMm: Math.round(2 * radius * mmPerUnit)
    }
  };
}

/** One layer: `density` in Hounsfield units inside the shape; `softness` is the width of its edge in pixels. */
function lay(value: number, density: number, distance: number, softness = 1.5): number {
  return value + (density - value) * cover(distance, softness * pixel);
}

/** Hounsfield units of the slice, layer over layer. */
function drawAbdomen(body: Abdomen, { growth, organ, edited }: Variant): Plane {
  const { wobble } = body;
  const kidneys = organ
    ? body.kidneys
    : body.kidneys.map((d, index) => (body.kidneyOnLeft[index]! === d ? 0.1 : d));
  return drawPlane(size, (x, y, index) => {
    const wall = ellipseDistance(x, y + 0.02 * x * x, 1.03, 0.79) + 0.02 * wobble(x * 1.5, y * 1.5);
    if (wall > pixel) return -1000;
    let value = lay(-1000, 30, wall);
    value = lay(value, -105, wall + 0.018);
    const cavity = ellipseDistance(x, y, 0.96, 0.71) + 0.015 * wobble(x * 3, y * 3 + 5);
    value = lay(value, 52, cavity);
    value = lay(value, 520, body.ribs[index]!, 2);
    value = lay(value, -98, Math.max(cavity + 0.055, y - 0.42 - 0.12 * x * x));
    // Fat keeps the liver off the kidney, whether the kidney is there or not.
    const liver = Math.max(body.liver(x, y), cavity + 0.062, 0.035 - body.bed[index]!);
    value = lay(value, 104, liver);
    if (liver < 0) value = lay(value, 128, Math.max(liver, Math.abs(wobble(x * 5 + 20, y * 5)) - 0.035), 4);
    const rough = wobble(x * 6, y * 6);
    value = lay(value, 122, Math.max(spleen(x, y), cavity + 0.065) + 0.01 * rough);
    value = lay(value, 62, Math.max(stomach(x, y) + 0.02 * rough, cavity + 0.06));
    value = lay(value, y < -0.36 ? -900 : 18, Math.max(stomach(x, y) + 0.035, cavity + 0.07), 1.2);
    value = lay(value, 80, pancreas(x, y) + 0.03 * rough);
    value = lay(value, 60, body.bowel[index]!);
    value = lay(value, mix(-20, 25, smoothStep(-0.3, 0.3, rough)), body.bowel[index]! + 0.02);
    value = laySpine(value, x, y, wobble);
    value = layVessels(value, x, y, edited ? 0.125 : 0.058);
    value = lay(value, 188, kidneys[index]! + 0.008 * rough);
    value = lay(value, 138, kidneys[index]! + 0.035, 5);
    return layFinding(value, body, x, y, growth, liver);
  });
}

/** Aorta (wider than usual it has a rim of clot), inferior vena cava and portal vein. */
function layVessels(value: number, x: number, y: number, aorta: number): number {
  const front = y - 0.248 + aorta;
  value = lay(value, aorta > 0.1 ? 60 : 215, ellipseDistance(x - 0.07, front, aorta, aorta));
  value = lay(value, 215, ellipseDistance(x - 0.07, front, aorta * 0.72, aorta * 0.72), 2);
  value = lay(value, 150, ellipseDistance(x + 0.13, y - 0.16, 0.075, 0.05));
  return lay(value, 165, ellipseDistance(x + 0.12, y + 0.06, 0.05, 0.038));
}

function laySpine(value: number, x: number, y: number, wobble: Noise): number {
  const side = Math.abs(x);
  value = lay(value, 58, muscles(side, y));
  value = lay(value, 58, psoas(side, y));
  const vertebra = ellipseDistance(x, y - 0.36, 0.155, 0.115);
  const grain = vertebra < 0 ? 60 * wobble(x * 22, y * 22) : 0;
  value = lay(value, 620, vertebra);
  value = lay(value, 230 + grain, ellipseDistance(x, y - 0.36, 0.135, 0.096));
  const arch = Math.abs(ellipseDistance(x, y - 0.52, 0.1, 0.075)) - 0.02;
  value = lay(value, 640, arch);
  value = lay(value, 28, ellipseDistance(x, y - 0.52, 0.078, 0.055));
  value = lay(
    value,
    600,
    Math.max(side - 0.02 - 0.1 * Math.max(0, 0.66 - y) * 0.3, Math.abs(y - 0.65) - 0.065)
  );
  return lay(
    value,
    600,
    Math.max(Math.abs(y - 0.535 - 0.12 * (side - 0.1)) - 0.022, Math.abs(side - 0.16) - 0.08)
  );
}

function layFinding(
  value: number,
  body: Abdomen,
  x: number,
  y: number,
  growth: number,
  liver: number
): number {
  if (growth === 0) return value;
  const dx = x - body.finding.x;
  const dy = y - body.finding.y;
  const range = Math.sqrt(dx * dx + dy * dy);
  if (range > 0.3) return value;
  const edge = range - body.finding.radius * growth * (1 + 0.2 * body.wobble(x * 7, y * 7));
  value = lay(value, 42, Math.max(edge, liver + 0.01), 4);
  return lay(value, 20, Math.max(edge + 0.03, liver + 0.01), 4);
}

/** An axial contrast-enhanced CT of the upper abdomen with a liver lesion; restyled it is in the bone window. */
export function makeAbdomenCt(random: Random): Phantom {
  const body = makeAbdomen(random.fork('body'));
  return {
    ...size,
    kind: 'abdomen-ct',
    modality: 'CT',
    finding: body.finding,
    count: 2,
    draw(variant) {
      const complete = { ...usual, ...variant };
      const density = addGrain(greyPicture(size, drawAbdomen(body, complete)), random.fork('grain'), 7, -950);
      const shown = complete.restyled ? applyWindow(density, 300, 1400) : applyWindow(density, 50, 400);
      return quantise(shown, 5);
    },
    outline: () => body.kidneyOnLeft
  };
}
