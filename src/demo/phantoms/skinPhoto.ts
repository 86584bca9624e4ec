import { angleOf, mix, smoothStep } from '../drawing/arithmetic.ts';
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
import { ellipseDistance, pathDistances, type Path } from '../drawing/shapes.ts';
import { usual, type Finding, type Phantom, type Variant } from './phantom.ts';

const size = { width: 260, height: 208 };
const pixel = 2 / size.height;
const mmPerUnit = 9;

interface Skin {
  readonly texture: Noise;
  readonly tone: Colour;
  readonly ruler: Plane;
  /** Small harmless moles around the lesion. */
  readonly moles: readonly { x: number; y: number; radius: number }[];
  readonly finding: Finding;
}

const tones: readonly Colour[] = [
  [232, 188, 164],
  [214, 164, 134],
  [186, 134, 104]
];

/** A ruler with a tick for each millimetre, longer every five. */
function rulerPaths(): Path[] {
  const paths: Path[] = [];
  for (let mm = 0; mm <= 10; mm++) {
    const x = (mm - 5) / mmPerUnit;
    const height = mm % 5 === 0 ? 0.07 : 0.04;
    paths.push([
      { x, y: 0.9, radius: 0.003 },
      { x, y: 0.9 - height, radius: 0.003 }
    ]);
  }
  const half = 5 / mmPerUnit;
  paths.push([
    { x: -half, y: 0.9, radius: 0.004 },
    { x: half, y: 0.9, radius: 0.004 }
  ]);
  return paths;
}

function makeSkin(random: Random): Skin {
  const radius = random.between(0.29, 0.34);
  return {
    texture: fractalNoise(random.fork('texture'), 3),
    tone: random.pick(tones),
    ruler: pathDistances(size, rulerPaths(), 0.02),
    moles: [
      { x: -0.95, y: -0.6, radius: random.between(0.03, 0.05) },
      { x: 0.92, y: -0.35, radius: random.between(0.025, 0.04) }
    ],
    finding: {
      x: random.between(-0.1, 0.1),
      y: random.between(-0.14, -0.04),
      radius,
      sizeMm: Math.round(2 * 1.12 * radius * mmPerUnit)
    }
  };
}

/** Signed distance to the lesion's notched edge. */
function lesionDistance({ finding, texture }: Skin, x: number, y: number, growth: number): number {
  const radius = finding.radius * growth;
  const dx = x - finding.x;
  const dy = y - finding.y;
  const notches = 0.16 * radius * texture((dx / radius) * 1.9 + 7, (dy / radius) * 1.9) * 2;
  return ellipseDistance(dx, dy, radius * 1.12, radius * 0.9) + notches;
}

/** Skin lines cross at an angle and make small lozenges. */
function skinLines(texture: Noise, x: number, y: number): number {
  const warpedX = x + 0.05 * texture(x * 6, y * 6);
  const warpedY = y + 0.05 * texture(x * 6 + 40, y * 6);
  const first = triangleWave((warpedX + 0.7 * warpedY) * 11);
  const second = triangleWave((warpedX - 0.55 * warpedY) * 10);
  return Math.max(smoothStep(0.16, 0.02, first), smoothStep(0.16, 0.02, second));
}

function triangleWave(t: number): number {
  return Math.abs(t - Math.round(t));
}

/** Pigment in the lesion: a brown ground, darker islands, one reddish edge; 0 to 2 are red, green and blue. */
function lesionColour({ finding, texture }: Skin, x: number, y: number, colour: Float64Array): void {
  const island = smoothStep(-0.05, 0.4, texture(x * 6 + 3, y * 6 + 50));
  const shade = 1 - 0.12 * smoothStep(0.2, 0.05, Math.abs(texture(x * 22, y * 22)));
  const angle = angleOf(y - finding.y, x - finding.x);
  const reddish = 0.5 * smoothStep(1.1, 0.2, Math.abs(angle - 0.8));
  colour[0] = shade * mix(mix(128, 58, island), 160, reddish);
  colour[1] = shade * mix(mix(80, 34, island), 76, reddish);
  colour[2] = shade * mix(mix(52, 26, island), 64, reddish);
}

const inflamed: Colour = [206, 84, 78];
const moleColour: Colour = [118, 72, 48];

/** How much of a small mole covers the point. */
function moleAt({ moles }: Skin, x: number, y: number): number {
  let amount = 0;
  for (const mole of moles) {
    const distance = ellipseDistance(x - mole.x, y - mole.y, mole.radius, mole.radius * 0.9);
    amount = Math.max(amount, 0.6 * smoothStep(0.012, -0.012, distance));
  }
  return amount;
}

function drawSkin(skin: Skin, { growth, organ, edited }: Variant): Picture {
  const picture = emptyPicture(size, 3);
  const { texture, tone } = skin;
  const inside = new Float64Array(3);
  forEachPixel(size, (x, y, index) => {
    const light = 1.02 - 0.06 * (x * x + y * y) + 0.05 * texture(x * 1.2, y * 1.2);
    const relief = 1 - 0.035 * skinLines(texture, x, y) + 0.03 * texture(x * 9, y * 9);
    const blush = 0.03 * texture(x * 2.4 + 60, y * 2.4);
    const mole = moleAt(skin, x, y);
    const edge = organ && growth > 0 ? lesionDistance(skin, x, y, growth) : 1;
    const halo = edited ? 0.5 * smoothStep(0.34, 0.02, edge) : 0.12 * smoothStep(0.1, 0, edge);
    const inLesion = 0.94 * smoothStep(0.025, -0.03, edge);
    if (inLesion > 0) lesionColour(skin, x, y, inside);
    const ink = 0.85 * cover(skin.ruler[index]!, pixel);
    for (let channel = 0; channel < 3; channel++) {
      let colour = tone[channel]! * light * relief * (1 + (channel === 0 ? blush : -blush));
      colour = mix(colour, inflamed[channel]! * light * relief, halo);
      colour = mix(colour, moleColour[channel]!, mole);
      colour = mix(colour, inside[channel]! * relief, inLesion);
      picture.planes[channel]![index] = mix(colour, 40, ink);
    }
  });
  return picture;
}

/** What a camera under polarised light shows: less sheen, deeper colour. */
function polarised(picture: Picture): Picture {
  const tint = [1.04, 0.86, 0.8];
  const planes = picture.planes.map((plane, channel) =>
    plane.map((v) => (v - 30) * 1.12 * tint[channel]! + 6)
  );
  return { ...size, planes };
}

/** Skin with a pigmented lesion above a ruler; restyled it looks as under polarised light. */
export function makeSkinPhoto(random: Random): Phantom {
  const skin = makeSkin(random.fork('skin'));
  return {
    ...size,
    kind: 'skin-photo',
    modality: 'Clinical Photography',
    finding: skin.finding,
    count: 1,
    draw(variant) {
      const complete = { ...usual, ...variant };
      const photo = drawSkin(skin, complete);
      return quantise(complete.restyled ? polarised(photo) : photo, 6);
    },
    outline: () => drawPlane(size, (x, y) => lesionDistance(skin, x, y, 1))
  };
}
