import { clamp, exponential, smoothStep } from '../drawing/arithmetic.ts';
import { addGrain, blurPlane } from '../drawing/filters.ts';
import { fractalNoise, type Noise } from '../drawing/noise.ts';
import {
  cover,
  drawPlane,
  emptyPlane,
  greyPicture,
  mapPicture,
  quantise,
  type Plane
} from '../drawing/picture.ts';
import type { Random } from '../drawing/random.ts';
import {
  ellipseDistance,
  mirror,
  pathDistances,
  smoothPath,
  smoothUnion,
  turnedEllipse,
  type Knot,
  type Path
} from '../drawing/shapes.ts';
import { usual, type Finding, type Phantom, type Variant } from './phantom.ts';

const size = { width: 240, height: 256 };
const pixel = 2 / size.height;
const mmPerUnit = 170;

interface Chest {
  readonly wobble: Noise;
  readonly vessels: Plane;
  readonly marker: Plane;
  readonly heart: number;
  readonly finding: Finding;
}

/** Half the width of the rib cage at a height. */
function wallAt(y: number): number {
  const above = clamp(-y - 0.25, 0, 1);
  return 0.71 - 0.82 * above * above - 0.1 * (y - 0.35) * (y - 0.35);
}

/** One rib: from the spine up and out, round the flank, and down again in front. */
function ribPath(level: number): Path {
  const y = -0.8 + 0.152 * level;
  const wall = wallAt(y + 0.2) + 0.015;
  const radius = level < 1 ? 0.02 : 0.024;
  return smoothPath(
    [
      { x: 0.06, y: y + 0.01, radius },
      { x: 0.2 + 0.1 * wall, y: y - 0.035, radius },
      { x: 0.72 * wall, y: y + 0.03, radius },
      { x: wall, y: y + 0.2 + 0.012 * level, radius: radius * 0.95 },
      { x: 0.93 * wall, y: y + 0.31 + 0.015 * level, radius: radius * 1.05 },
      { x: 0.72 * wall, y: y + 0.39 + 0.02 * level, radius: radius * 1.15 },
      { x: 0.46 * wall, y: y + 0.42 + 0.022 * level, radius: radius * 1.2 }
    ],
    6
  );
}

const clavicle: Path = smoothPath(
  [
    { x: 0.09, y: -0.64, radius: 0.034 },
    { x: 0.24, y: -0.71, radius: 0.024 },
    { x: 0.45, y: -0.76, radius: 0.022 },
    { x: 0.66, y: -0.84, radius: 0.026 }
  ],
  6
);

/** A tube's thickness along the ray with its dense rim: a bone's shadow is brightest at its edges. */
function tubeShadow(distance: number): number {
  return cover(distance, 2 * pixel) * (0.62 + 0.38 * smoothStep(-0.018, -0.003, distance));
}

/** Ribs and clavicles as thickness along the ray; they are the same in every chest. */
const bones = drawBones();

function drawBones(): Plane {
  const sum = emptyPlane(size);
  const add = (path: Path, flank: number) => {
    const behind = pathDistances(size, [path.slice(0, flank)], 0.02);
    const before = pathDistances(size, [path.slice(flank - 1)], 0.02);
    for (let i = 0; i < sum.length; i++) {
      if (behind[i]! < 0.02 || before[i]! < 0.02) {
        sum[i]! += Math.max(0.2 * tubeShadow(behind[i]!), 0.12 * tubeShadow(before[i]!));
      }
    }
  };
  for (let level = 0; level < 9; level++) {
    for (const path of [ribPath(level), mirror(ribPath(level))]) add(path, Math.floor(path.length * 0.56));
  }
  for (const path of [clavicle, mirror(clavicle)]) add(path, path.length - 1);
  return sum;
}

/** Vessels fan out from the hila and fork, thinner each time. */
function vesselPaths(random: Random): Path[] {
  const paths: Path[] = [];
  const grow = (x: number, y: number, dx: number, dy: number, radius: number, steps: number) => {
    const path: Knot[] = [{ x, y, radius }];
    let at = { x, y, dx, dy };
    for (let step = 0; step < steps; step++) {
      const bend = random.between(-0.25, 0.25);
      at = {
        dx: at.dx - bend * at.dy,
        dy: at.dy + bend * at.dx,
        x: at.x + at.dx * 0.06,
        y: at.y + at.dy * 0.06
      };
      path.push({ x: at.x, y: at.y, radius: radius * (1 - (0.45 * (step + 1)) / steps) });
    }
    paths.push(path);
    if (radius < 0.006) return;
    for (const turn of [random.between(0.25, 0.5), -random.between(0.25, 0.5)]) {
      grow(at.x, at.y, at.dx - turn * at.dy, at.dy + turn * at.dx, radius * 0.62, steps);
    }
  };
  for (const side of [-1, 1]) {
    for (const angle of [-1.5, -0.8, -0.1, 0.55, 1.1, 1.7]) {
      grow(side * 0.17, -0.08 + angle * 0.04, side * random.between(0.6, 0.9), angle * 0.7, 0.016, 3);
    }
  }
  return paths;
}

/** A lead letter R beside the patient's right shoulder. */
const marker: readonly Path[] = [
  [
    [-0.86, -0.72],
    [-0.86, -0.84],
    [-0.81, -0.84],
    [-0.79, -0.81],
    [-0.81, -0.78],
    [-0.86, -0.78]
  ],
  [
    [-0.82, -0.78],
    [-0.785, -0.72]
  ]
].map((knots) => knots.map(([x, y]) => ({ x: x!, y: y!, radius: 0.009 })));

function makeChest(random: Random): Chest {
  const side = random.sign();
  const radius = random.between(0.055, 0.07);
  const vessels = pathDistances(size, vesselPaths(random.fork('vessels')), 0.02);
  return {
    wobble: fractalNoise(random.fork('wobble'), 2),
    vessels: blurPlane(
      vessels.map((distance) => cover(distance, 2 * pixel)),
      size,
      0.7
    ),
    marker: pathDistances(size, marker, 0.02),
    heart: random.between(0.94, 1.04),
    finding: {
      x: side * random.between(0.38, 0.46),
      y: random.pick([-0.36, -0.3, 0.06]),
      radius,
      sizeMm: Math.round(2 * radius * mmPerUnit)
    }
  };
}

/** Signed distance to the lungs: inside the cage, outside the mediastinum, above the diaphragm. */
function lungDistance(chest: Chest, x: number, y: number): number {
  const side = Math.abs(x);
  const wall = side - wallAt(y) + 0.03;
  const middle = 0.115 + 0.02 * chest.wobble(y * 3, x > 0 ? 4 : 9) - side;
  const apex = ellipseDistance(side - 0.3, y + 0.18, 0.36, 0.62);
  const arch = side - 0.34;
  const dome = y - (x > 0 ? 0.46 : 0.4) - (arch > 0 ? 1.5 : 0.5) * arch * arch;
  const sides = Math.max(wall, middle, dome);
  return y < -0.18 ? Math.max(sides, apex) : sides;
}

/** The silhouette of the heart with the aortic arch; enlarged it fills more than half of the chest. */
function heartDistance(scale: number): (x: number, y: number) => number {
  const ventricle = turnedEllipse({ x: 0.13 * scale, y: 0.25 }, { x: 0.28 * scale, y: 0.2 * scale }, 0.55);
  return (x, y) => {
    const atrium = ellipseDistance(x + 0.06, y - 0.2, 0.15 * scale, 0.23);
    const knob = ellipseDistance(x - 0.1, y + 0.28, 0.085, 0.09);
    return smoothUnion(smoothUnion(ventricle(x, y), atrium, 0.1), knob, 0.12);
  };
}

function bodyDistance(x: number, y: number): number {
  const side = Math.abs(x);
  const slope = Math.max(0, side - 0.18);
  const trunk = side - (0.84 + 0.2 * smoothStep(0.3, -0.6, y));
  const shoulder = -0.92 + 0.3 * slope * slope - y;
  const neck = side - 0.22;
  return smoothUnion(Math.max(trunk, shoulder), neck, 0.12);
}

/** The bodies of the spine behind everything: brighter end plates, darker discs. */
function spineShadow(x: number, y: number): number {
  const phase = (y + 2) / 0.105;
  const disc = Math.abs(phase - Math.round(phase));
  const width = 0.075 + 0.012 * y;
  const column = smoothStep(width + 0.012, width - 0.012, Math.abs(x));
  return (
    column *
    (0.07 - 0.05 * smoothStep(0.16, 0.05, disc) + 0.025 * smoothStep(0.1, 0.0, Math.abs(disc - 0.22)))
  );
}

function noduleShadow({ finding, wobble }: Chest, x: number, y: number, growth: number): number {
  const dx = x - finding.x;
  const dy = y - finding.y;
  const reach = 1.5 * finding.radius * growth;
  if (Math.abs(dx) >= reach || Math.abs(dy) >= reach) return 0;
  const radius = finding.radius * growth * (1 + 0.15 * wobble(x * 8, y * 8));
  const inside = 1 - (dx * dx + dy * dy) / (radius * radius);
  return inside > 0 ? 0.27 * Math.sqrt(inside) : 0;
}

/** The attenuation along each ray, 0 for air. */
function drawAttenuation(chest: Chest, { growth, organ, edited }: Variant): Plane {
  const heart = heartDistance(chest.heart * (edited ? 1.42 : 1));
  return drawPlane(size, (x, y, index) => {
    const body = bodyDistance(x, y);
    if (body > 0.03) return 0.9 * cover(chest.marker[index]!, pixel);
    const lung = lungDistance(chest, x, y);
    const inLung = smoothStep(0.008, -0.02, lung);
    const deep = smoothStep(0, -0.25, lung);
    let value = 0.52 * smoothStep(0.01, -0.2, body) + 0.04 * chest.wobble(x * 2, y * 2);
    value += 0.12 * smoothStep(0.3, 0.06, Math.abs(x)) + 0.12 * smoothStep(0.3, 0.75, y);
    value -= inLung * (0.27 + 0.13 * deep);
    const beside = smoothStep(0.014, -0.02, heart(x, y));
    const depth = smoothStep(0.02, -0.3, heart(x, y));
    value += beside * (0.16 + 0.14 * depth) * (0.35 + 0.65 * inLung);
    value += spineShadow(x, y);
    if (inLung > 0) {
      const marks = 0.1 * chest.vessels[index]! + 0.018 * chest.wobble(x * 14, y * 14);
      value += inLung * (1 - 0.7 * beside) * marks;
    }
    value +=
      0.1 * inLung * smoothStep(0.16, 0, Math.sqrt((Math.abs(x) - 0.17) * (Math.abs(x) - 0.17) + y * y));
    if (organ) value += bones[index]! * (0.55 + 0.45 * inLung) * (1 - 0.5 * beside);
    value += noduleShadow(chest, x, y, growth) * inLung;
    const bubble = ellipseDistance(x - 0.36, y - 0.64, 0.14, 0.075);
    if (bubble < 0.04) value -= 0.17 * smoothStep(0.02, -0.03, bubble + 0.02 * chest.wobble(x * 6, y * 6));
    return Math.max(0, value) * smoothStep(0.02, -0.06, body) + 0.9 * cover(chest.marker[index]!, pixel);
  });
}

/** A frontal chest radiograph with a nodule; restyled it is inverted, without its organ it has no bones. */
export function makeChestXray(random: Random): Phantom {
  const chest = makeChest(random.fork('chest'));
  return {
    ...size,
    kind: 'chest-x-ray',
    modality: 'X-ray',
    finding: chest.finding,
    count: 1,
    draw(variant) {
      const complete = { ...usual, ...variant };
      const shadow = greyPicture(size, drawAttenuation(chest, complete));
      const exposed = mapPicture(shadow, (value) => 8 + 330 * (1 - exponential(-1.35 * value)));
      const grained = addGrain(exposed, random.fork('grain'), 2, 12);
      const shown = complete.restyled ? mapPicture(grained, (value) => 255 - value) : grained;
      return quantise(shown, 5);
    },
    outline: () => drawPlane(size, heartDistance(chest.heart))
  };
}
