import { clamp, cosine, mix, sine, smoothStep } from '../drawing/arithmetic.ts';
import { blurPlane } from '../drawing/filters.ts';
import { fractalNoise, type Noise } from '../drawing/noise.ts';
import {
  cover,
  drawPlane,
  emptyPicture,
  forEachPixel,
  quantise,
  type Colour,
  type Picture,
  type Plane
} from '../drawing/picture.ts';
import type { Random } from '../drawing/random.ts';
import { ellipseDistance, pathDistances, smoothPath, type Knot, type Path } from '../drawing/shapes.ts';
import { usual, type Finding, type Phantom, type Variant } from './phantom.ts';

const size = { width: 224, height: 224 };
const pixel = 2 / size.height;
const mmPerUnit = 7.5;
const field = 0.96;

interface Retina {
  /** 1 when the disc is on the right of the image, −1 when it is on the left. */
  readonly side: -1 | 1;
  readonly texture: Noise;
  readonly veins: Plane;
  readonly arteries: Plane;
  readonly disc: { x: number; y: number };
  readonly spots: readonly { x: number; y: number; radius: number; at: number }[];
  readonly finding: Finding;
}

/** One great vessel and the branches that leave it on alternating sides. */
function arcade(random: Random, knots: readonly (readonly [number, number])[], radius: number): Path[] {
  const trunk = smoothPath(
    knots.map(([x, y], index) => ({
      // All start at the middle of the disc.
      x: x + (index === 0 ? 0 : random.between(-0.02, 0.02)),
      y: y + (index === 0 ? 0 : random.between(-0.02, 0.02)),
      radius: radius * (1 - (0.7 * index) / (knots.length - 1))
    })),
    8
  );
  const branches: Path[] = [];
  let side = random.sign();
  for (let i = 7; i < trunk.length - 3; i += random.whole(4, 7)) {
    branches.push(...twig(random, trunk[i]!, trunk[i + 1]!, side, 0.34));
    side = side === 1 ? -1 : 1;
  }
  return [trunk, ...branches];
}

function twig(random: Random, from: Knot, next: Knot, side: number, length: number): Path[] {
  const step = { x: next.x - from.x, y: next.y - from.y };
  const norm = Math.sqrt(step.x * step.x + step.y * step.y);
  let angle = side * random.between(0.55, 0.95);
  const path: Knot[] = [];
  let at = { x: from.x, y: from.y };
  const pieces = 7;
  for (let i = 0; i <= pieces; i++) {
    path.push({ ...at, radius: from.radius * 0.62 * (1 - (0.75 * i) / pieces) });
    const c = cosine(angle);
    const s = sine(angle);
    at = {
      x: at.x + ((step.x * c - step.y * s) / norm) * (length / pieces),
      y: at.y + ((step.x * s + step.y * c) / norm) * (length / pieces)
    };
    angle += -side * 0.06 + random.between(-0.16, 0.16);
  }
  if (length < 0.2) return [path];
  return [path, ...twig(random, path[3]!, path[4]!, -side, length * 0.5)];
}

/** The four arcades leave the disc; `side` mirrors the eye. */
function vesselTree(random: Random, side: number, radius: number, shift: number): Path[] {
  const temporal = [
    [0.47, 0.01],
    [0.4, 0.2],
    [0.2, 0.43 + shift],
    [-0.15, 0.52 + shift],
    [-0.5, 0.42 + shift],
    [-0.8, 0.28]
  ];
  const nasal = [
    [0.47, 0.01],
    [0.55, 0.24],
    [0.68, 0.42 + shift],
    [0.82, 0.56]
  ];
  const both = [temporal, nasal].flatMap((knots) =>
    [1, -1].map((up) => knots.map(([x, y]) => [side * x!, up * y! * (up < 0 ? 1.04 : 1)] as const))
  );
  return both.flatMap((knots, index) => arcade(random, knots, index < 2 ? radius : radius * 0.7));
}

function makeSpots(random: Random, centre: { x: number; y: number }, radius: number): Retina['spots'] {
  return Array.from({ length: 34 }, (_, i) => {
    // The sunflower spiral spaces them evenly; the first ones lie innermost.
    const at = Math.sqrt((i + 0.5) / 9);
    const angle = i * 2.399963 + random.between(-0.25, 0.25);
    return {
      x: centre.x + radius * at * cosine(angle),
      y: centre.y + radius * at * sine(angle),
      radius: random.between(0.016, 0.032),
      at
    };
  });
}

function makeRetina(random: Random): Retina {
  const side = random.sign();
  const radius = random.between(0.15, 0.17);
  const centre = { x: -side * random.between(0.3, 0.4), y: random.sign() * random.between(0.24, 0.28) };
  const veins = vesselTree(random.fork('veins'), side, 0.021, 0.05);
  const arteries = vesselTree(random.fork('arteries'), side, 0.0145, -0.04);
  return {
    side,
    texture: fractalNoise(random.fork('texture'), 3),
    veins: pathDistances(size, veins, 0.04),
    arteries: pathDistances(size, arteries, 0.04),
    disc: { x: side * 0.47, y: 0.0 },
    spots: makeSpots(random.fork('spots'), centre, radius),
    finding: { ...centre, radius, sizeMm: Math.round(20 * radius * mmPerUnit) / 10 }
  };
}

interface Layers {
  readonly variant: Variant;
  readonly haemorrhage: Plane;
}

/** Lays a colour over the pixel. */
function lay(pixelColour: Float64Array, [red, green, blue]: Colour, amount: number): void {
  pixelColour[0]! += (red - pixelColour[0]!) * amount;
  pixelColour[1]! += (green - pixelColour[1]!) * amount;
  pixelColour[2]! += (blue - pixelColour[2]!) * amount;
}

const fovea: Colour = [128, 48, 22];
const discGlow: Colour = [236, 172, 96];
const discColour: Colour = [246, 190, 122];
const cupColour: Colour = [255, 246, 222];
const veinColour: Colour = [142, 34, 22];
const arteryColour: Colour = [178, 58, 34];
const arteryReflex: Colour = [232, 128, 84];
const bloodColour: Colour = [112, 16, 12];

/** Writes red, green and blue of one point of the retina, before the camera's uneven light, to `colour`. */
function colourAt(
  retina: Retina,
  { variant, haemorrhage }: Layers,
  point: { x: number; y: number; index: number },
  colour: Float64Array
): void {
  const { x, y, index } = point;
  const choroid = retina.texture(x * 5 + 20, y * 5);
  colour[0] = 205 + 16 * choroid;
  colour[1] = 104 + 22 * choroid;
  colour[2] = 50 + 12 * choroid;
  const fromFovea = x + retina.side * 0.12;
  lay(colour, fovea, 0.62 * smoothStep(0.3, 0, Math.sqrt(fromFovea * fromFovea + (y - 0.02) * (y - 0.02))));
  const disc = discDistance(retina, x, y);
  lay(colour, discGlow, 0.35 * smoothStep(0.09, 0, disc));
  lay(colour, discColour, smoothStep(0.012, -0.02, disc));
  const cupX = x - retina.disc.x + retina.side * 0.012;
  const cup = variant.edited ? ellipseDistance(cupX, y, 0.115, 0.13) : ellipseDistance(cupX, y, 0.062, 0.07);
  lay(colour, cupColour, 0.95 * smoothStep(0.015, -0.02, cup));
  if (variant.organ) {
    lay(colour, veinColour, 0.8 * cover(retina.veins[index]!, 2 * pixel));
    lay(colour, arteryColour, 0.75 * cover(retina.arteries[index]!, 2 * pixel));
    lay(colour, arteryReflex, 0.35 * cover(retina.arteries[index]! + 0.008, 2 * pixel));
  }
  lay(colour, bloodColour, 0.85 * haemorrhage[index]!);
}

function discDistance(retina: Retina, x: number, y: number): number {
  const distance = ellipseDistance(x - retina.disc.x, y - retina.disc.y, 0.145, 0.16);
  return distance > 0.1 ? distance : distance + 0.008 * retina.texture(x * 7, y * 7);
}

function drawRetina(retina: Retina, variant: Variant): Picture {
  const spots = retina.spots
    .filter(({ at }) => at <= variant.growth)
    .map((spot) => [spot, { ...spot, x: spot.x + 0.004 }]);
  const blots = pathDistances(size, spots, 0.03);
  forEachPixel(size, (x, y, index) => {
    const distance = blots[index]!;
    blots[index] = distance < 0.03 ? cover(distance + 0.022 * retina.texture(x * 14, y * 14), 3 * pixel) : 0;
  });
  const layers = { variant, haemorrhage: blurPlane(blots, size, 0.6) };
  const picture = emptyPicture(size, 3);
  const colour = new Float64Array(3);
  forEachPixel(size, (x, y, index) => {
    const range = Math.sqrt(x * x + y * y);
    const inside = cover(range - field, 2 * pixel);
    if (inside === 0) return;
    colourAt(retina, layers, { x, y, index }, colour);
    const light = inside * (1 - 0.32 * range * range + 0.05 * retina.texture(x * 1.5, y * 1.5));
    for (let channel = 0; channel < 3; channel++) picture.planes[channel]![index] = colour[channel]! * light;
  });
  return picture;
}

/** The red-free look: only green light, with more contrast. */
function redFree(picture: Picture): Picture {
  const green = picture.planes[1]!.map((value) =>
    value === 0 ? 0 : clamp(mix(0, 1.75, value), 0, 255) - 22
  );
  return { ...size, planes: [green] };
}

/** A fundus photograph with a group of dot haemorrhages; restyled it is red-free. */
export function makeFundusPhoto(random: Random): Phantom {
  const retina = makeRetina(random.fork('retina'));
  return {
    ...size,
    kind: 'fundus-photo',
    modality: 'Clinical Photography',
    finding: retina.finding,
    count: retina.spots.filter(({ at }) => at <= 1).length,
    draw(variant) {
      const complete = { ...usual, ...variant };
      const photo = drawRetina(retina, complete);
      return complete.restyled ? quantise(redFree(photo), 5) : quantise(photo, 7);
    },
    outline: () => drawPlane(size, (x, y) => discDistance(retina, x, y))
  };
}
