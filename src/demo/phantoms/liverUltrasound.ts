import { angleOf, clamp, mix, smoothStep } from '../drawing/arithmetic.ts';
import { fractalNoise, valueNoise, type Noise } from '../drawing/noise.ts';
import { cover, drawPlane, quantise, type Colour, type Picture, type Plane } from '../drawing/picture.ts';
import type { Random } from '../drawing/random.ts';
import { turnedEllipse } from '../drawing/shapes.ts';
import { usual, type Finding, type Phantom, type Variant } from './phantom.ts';

type Distance = (x: number, y: number) => number;

/**
 * A convex probe's sector in picture units: the beams leave a point above the picture and run from `near` to `far`.
 */
const apex = { x: 0, y: -1.42 };
const near = 0.52;
const far = 2.36;
const halfAngle = 0.6;

const size = { width: 288, height: 240 };
const pixel = 2 / size.height;
const mmPerUnit = 75;

interface Liver {
  readonly speckle: readonly [Noise, Noise];
  readonly texture: Noise;
  readonly vessels: readonly { distance: Distance; bright: boolean }[];
  readonly gallbladder: { x: number; y: number; distance: Distance };
  readonly stones: readonly { x: number; y: number; radius: number }[];
  readonly finding: Finding;
}

function makeLiver(random: Random): Liver {
  const side = random.sign();
  const bladder = { x: -side * random.between(0.26, 0.34), y: random.between(-0.02, 0.08) };
  const radius = random.between(0.11, 0.14);
  const stones = Array.from({ length: random.whole(2, 3) }, (_, index) => ({
    x: bladder.x - 0.09 + 0.09 * index,
    y: bladder.y + 0.075 - 0.012 * index * index + side * 0.02 * index,
    radius: random.between(0.028, 0.036)
  }));
  const vessels = [
    { x: side * 0.02, y: 0.42, rx: 0.3, ry: 0.035, angle: side * 0.5, bright: true },
    { x: side * 0.62, y: 0.3, rx: 0.16, ry: 0.024, angle: -side * 0.9, bright: false },
    { x: -side * 0.62, y: 0.35, rx: 0.2, ry: 0.022, angle: side * 0.25, bright: false },
    { x: side * 0.05, y: -0.36, rx: 0.13, ry: 0.018, angle: side * 0.4, bright: true }
  ];
  return {
    speckle: [valueNoise(random.fork('real')), valueNoise(random.fork('imaginary'))],
    texture: fractalNoise(random.fork('texture'), 2),
    vessels: vessels.map(({ x, y, rx, ry, angle, bright }) => ({
      distance: turnedEllipse({ x, y }, { x: rx, y: ry }, angle),
      bright
    })),
    gallbladder: { ...bladder, distance: turnedEllipse(bladder, { x: 0.25, y: 0.115 }, side * 0.22) },
    stones,
    finding: {
      x: side * random.between(0.28, 0.36),
      y: random.between(-0.12, 0.06),
      radius,
      sizeMm: Math.round(2 * radius * mmPerUnit)
    }
  };
}

/** How far below the probe's face a point lies, along its beam. */
export function beamRange(x: number, y: number): number {
  return Math.sqrt((x - apex.x) * (x - apex.x) + (y - apex.y) * (y - apex.y)) - near;
}

/** Seen from the probe, how far a beam is inside the width of a round thing and how far behind it. */
function behind(x: number, y: number, thing: { x: number; y: number; radius: number }): number {
  const depth = Math.sqrt((thing.x - apex.x) * (thing.x - apex.x) + (thing.y - apex.y) * (thing.y - apex.y));
  const dirX = (thing.x - apex.x) / depth;
  const dirY = (thing.y - apex.y) / depth;
  const along = (x - apex.x) * dirX + (y - apex.y) * dirY;
  const across = Math.abs((x - apex.x) * dirY - (y - apex.y) * dirX) * (depth / along);
  const beyond = smoothStep(0, thing.radius, along - depth);
  return beyond * smoothStep(thing.radius * 1.05, thing.radius * 0.75, across);
}

/** The body wall in front of the liver, and the diaphragm behind it. */
function wallEcho(body: Liver, x: number, y: number, range: number): number {
  const depth = range - near;
  if (depth < 0.025) return 235;
  if (depth > 0.4) return 108;
  const wave = 0.02 * body.texture(x * 3, y * 3);
  if (depth < 0.13 + wave) return 120;
  const fascia = Math.abs(depth - 0.15 - wave) - 0.012;
  const muscle =
    depth < 0.26 + 2 * wave ? 84 + 50 * smoothStep(0.3, 0.8, body.texture(x * 3, depth * 60)) : 108;
  return Math.max(
    muscle,
    190 * cover(fascia, 3 * pixel),
    175 * cover(Math.abs(depth - 0.275 - 2 * wave) - 0.01, 3 * pixel)
  );
}

/** How strongly the tissue sends sound back (display value before speckle). */
function echo(body: Liver, { growth, organ, edited }: Variant, x: number, y: number, range: number): number {
  let value = wallEcho(body, x, y, range);
  const diaphragm = range - 2.08 - 0.1 * x + 0.015 * body.texture(x * 4, 3);
  value = mix(value, 70, smoothStep(0, 0.05, diaphragm));
  value = mix(value, 225, cover(Math.abs(diaphragm) - 0.018, 5 * pixel));
  const bend = 0.05 * body.texture(y * 3, x * 2);
  const rough = body.texture(x * 5, y * 5);
  for (const vessel of body.vessels) {
    const distance = vessel.distance(x + bend, y) + 0.02 * rough;
    if (vessel.bright) value = mix(value, 190, 0.9 * smoothStep(0.03, 0.008, Math.abs(distance)));
    value = mix(value, 12, cover(distance, 3 * pixel));
  }
  const bladder = body.gallbladder.distance(x, y) + 0.008 * rough;
  if (organ) {
    const enhanced = behind(x, y, { ...body.gallbladder, radius: 0.2 });
    value *= 1 + 0.38 * enhanced;
    value = mix(value, 185, smoothStep(0.028, 0.01, Math.abs(bladder)));
    value = mix(value, 7, cover(bladder, 2.5 * pixel));
  }
  if (growth > 0) value = drawCyst(body.finding, growth, { x, y, rough }, value);
  if (organ && edited) value = drawStones(body, x, y, value);
  return value;
}

function drawCyst(
  finding: Finding,
  growth: number,
  { x, y, rough }: { x: number; y: number; rough: number },
  value: number
): number {
  const radius = finding.radius * growth;
  const dx = x - finding.x;
  const dy = y - finding.y;
  const edge = Math.sqrt(dx * dx + dy * dy) - radius + 0.012 * rough;
  const enhanced = value * (1 + 0.5 * behind(x, y, { x: finding.x, y: finding.y, radius }));
  // The wall shines where the beam meets it squarely, in front and behind.
  const squarely = 0.55 + (0.45 * dy * dy) / (radius * radius);
  const walled = mix(enhanced, 200, smoothStep(0.022, 0.006, Math.abs(edge)) * squarely);
  return mix(walled, 6, cover(edge, 2.5 * pixel));
}

/** Gallstones: bright in front, and no echo comes from behind them. */
function drawStones({ stones }: Liver, x: number, y: number, value: number): number {
  let result = value;
  for (const stone of stones) {
    result *= 1 - 0.9 * behind(x, y, stone);
    const dx = x - stone.x;
    const dy = y - stone.y;
    const edge = Math.sqrt(dx * dx + dy * dy) - stone.radius;
    result = mix(result, 330 - 3000 * clamp(dy + 0.02, 0, 0.1), cover(edge, 2.5 * pixel));
  }
  return result;
}

/** Two quadratures of random phase make speckle: fine along the beam, wider across it and wider with depth. */
function speckleAt({ speckle }: Liver, angle: number, range: number): number {
  const u = angle * 60 + 32;
  const v = range * 52;
  const real = speckle[0](u, v);
  const imaginary = speckle[1](u + 0.5, v + 0.5);
  return Math.sqrt(real * real + imaginary * imaginary + 0.04);
}

function drawSector(body: Liver, variant: Variant): Plane {
  return drawPlane(size, (x, y) => {
    const range = beamRange(x, y) + near;
    if (range < near - pixel || range > far + pixel) return 0;
    const angle = angleOf(x - apex.x, y - apex.y);
    const edge = Math.max(near - range, range - far, (Math.abs(angle) - halfAngle) * range);
    if (edge > pixel) return 0;
    const strength =
      echo(body, variant, x, y, range) *
      (1.12 - 0.17 * (range - near) + 0.16 * body.texture(x * 2.2, y * 2.2));
    const value = strength * (0.6 + 0.72 * speckleAt(body, angle, range));
    return clamp(value, 3, 250) * cover(edge, pixel);
  });
}

/** The display's warm tint, as some scanners offer it. */
const tints: readonly [Colour, Colour] = [
  [20, 8, 4],
  [255, 226, 178]
];

function tint(picture: Picture): Picture {
  const [dark, bright] = tints;
  const plane = picture.planes[0]!;
  const planes = dark.map((from, channel) =>
    plane.map((v) => (v === 0 ? 0 : mix(from, bright[channel]!, v / 255)))
  );
  return { ...picture, planes };
}

/** A liver with gallbladder and a cyst, seen by a convex probe; restyled it has a warm tint. */
export function makeLiverUltrasound(random: Random): Phantom {
  const body = makeLiver(random.fork('liver'));
  return {
    ...size,
    kind: 'liver-ultrasound',
    modality: 'Ultrasound',
    finding: body.finding,
    count: body.stones.length,
    draw(variant) {
      const complete = { ...usual, ...variant };
      const grey = quantise({ ...size, planes: [drawSector(body, complete)] }, 12);
      return complete.restyled ? tint(grey) : grey;
    },
    outline: () =>
      drawPlane(size, (x, y) => body.gallbladder.distance(x, y) + 0.008 * body.texture(x * 5, y * 5))
  };
}
