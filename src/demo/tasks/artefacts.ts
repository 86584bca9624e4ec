import { angleOf, exponential, smoothStep, turn } from '../drawing/arithmetic.ts';
import { addGrain } from '../drawing/filters.ts';
import { valueNoise } from '../drawing/noise.ts';
import { cover, drawPlane, mapPicture, paint, pixelOf, quantise, type Picture } from '../drawing/picture.ts';
import type { Random } from '../drawing/random.ts';
import { pathDistances, smoothPath, type Path } from '../drawing/shapes.ts';
import { beamRange } from '../phantoms/liverUltrasound.ts';
import type { DrawnModality } from '../phantoms/phantomPool.ts';

interface Artefact {
  readonly name: string;
  readonly add: (picture: Picture, random: Random) => Picture;
}

/** The artefact that each modality is known for. */
export const artefacts: Readonly<Record<DrawnModality, Artefact>> = {
  CT: { name: 'metal streaks', add: addMetalStreaks },
  MRI: { name: 'motion ghosts', add: addMotionGhosts },
  Ultrasound: { name: 'reverberation bands', add: addReverberation },
  'X-ray': { name: 'monitoring leads', add: addLeads },
  Pathology: { name: 'a tissue fold', add: addFold },
  'Clinical Photography': { name: 'hairs', add: addHairs }
};

/** Bright and dark rays from a metal implant, inside the body only. */
function addMetalStreaks(picture: Picture, random: Random): Picture {
  const rays = valueNoise(random);
  const centre = { x: 0.02, y: 0.36 };
  const change = drawPlane(picture, (x, y) => {
    const dx = x - centre.x;
    const dy = y - centre.y;
    const range = Math.sqrt(dx * dx + dy * dy);
    const ray = rays(((angleOf(dy, dx) / turn) * 64 + 64) % 64, 0);
    const fading = exponential(-1.6 * range);
    return (
      330 * smoothStep(0.07, 0.05, range) +
      150 * ray * ray * ray * fading * smoothStep(0.02, 0.12, range) * 1.6
    );
  });
  const streaked = mapPicture(picture, (value, index) => (value > 2 ? value + change[index]! : value));
  return quantise(streaked, 5);
}

/** Copies of the head, fainter with distance, along the phase-encoding direction. */
function addMotionGhosts(picture: Picture): Picture {
  const { width, height } = picture;
  const shifts = [
    { rows: 21, weight: 0.24 },
    { rows: -21, weight: 0.24 },
    { rows: 42, weight: -0.13 },
    { rows: -42, weight: -0.13 }
  ];
  const planes = picture.planes.map((plane) =>
    plane.map((value, index) => {
      const row = Math.floor(index / width);
      let sum = value * 0.86;
      for (const { rows, weight } of shifts) {
        sum += weight * plane[((row + rows + height) % height) * width + (index % width)]!;
      }
      return sum;
    })
  );
  return quantise({ ...picture, planes }, 6);
}

/** Evenly spaced bright bands across the beam, each weaker than the one before. */
function addReverberation(picture: Picture): Picture {
  const spacing = 0.155;
  const bands = drawPlane(picture, (x, y) => {
    const depth = beamRange(x, y);
    const phase = depth / spacing - Math.round(depth / spacing);
    const window = smoothStep(0.42, 0.3, Math.abs(x / (y + 1.42)) + 0.02);
    return depth < 0.05
      ? 0
      : 150 * exponential(-1.5 * depth) * smoothStep(0.16, 0.04, Math.abs(phase)) * window;
  });
  return quantise(
    mapPicture(picture, (value, index) => (value > 0 ? value + bands[index]! : value)),
    8
  );
}

/** Three wires with electrodes, far brighter than bone. */
function addLeads(picture: Picture): Picture {
  const wires = [
    [0.42, -0.46, 0.5, -0.1, 0.3, 0.3, 0.55, 1.1],
    [-0.44, -0.44, -0.28, -0.05, -0.5, 0.4, -0.3, 1.1],
    [0.1, 0.22, 0.28, 0.42, 0.14, 0.66, 0.3, 1.1]
  ];
  const paths: Path[] = wires.map((numbers) =>
    smoothPath(
      [0, 2, 4, 6].map((i) => ({ x: numbers[i]!, y: numbers[i + 1]!, radius: 0.007 })),
      10
    )
  );
  const pads: Path[] = paths.map(([start]) => [
    { ...start!, radius: 0.045 },
    { ...start!, x: start!.x + 0.001, radius: 0.045 }
  ]);
  const pixel = pixelOf(picture);
  const wire = pathDistances(picture, paths, 0.02);
  const pad = pathDistances(picture, pads, 0.02);
  return quantise(
    mapPicture(picture, (value, index) => {
      const opacity = Math.max(0.95 * cover(wire[index]!, pixel), 0.55 * cover(pad[index]!, pixel));
      return value + (252 - value) * opacity;
    }),
    4
  );
}

/** A band where the section lies double: twice the stain. */
function addFold(picture: Picture): Picture {
  const path = smoothPath(
    [
      { x: -1.1, y: 0.1, radius: 0.05 },
      { x: -0.4, y: -0.1, radius: 0.085 },
      { x: 0.3, y: 0.06, radius: 0.07 },
      { x: 1.1, y: -0.12, radius: 0.05 }
    ],
    10
  );
  const pixel = pixelOf(picture);
  const mask = pathDistances(picture, [path], 0.03).map((distance) => 0.85 * cover(distance, 4 * pixel));
  const doubled = (value: number, index: number) =>
    value + (0.8 * ((value * value) / 244) - value) * mask[index]!;
  return quantise(mapPicture(picture, doubled), 8);
}

/** Dark curved hairs across the picture. */
function addHairs(picture: Picture, random: Random): Picture {
  const hairs = Array.from({ length: 13 }, (): Path => {
    const x = random.between(-1.1, 1.1);
    const y = random.between(-0.9, 0.7);
    const lean = random.between(-0.5, 0.5);
    const bend = random.between(-0.08, 0.08);
    return smoothPath(
      [
        { x, y, radius: 0.009 },
        { x: x + 0.4 * lean + bend, y: y + 0.32, radius: 0.008 },
        { x: x + lean, y: y + 0.64, radius: 0.003 }
      ],
      10
    );
  });
  const pixel = pixelOf(picture);
  const mask = pathDistances(picture, hairs, 0.02).map((distance) => 0.9 * cover(distance, 1.3 * pixel));
  return quantise(paint(picture, mask, [44, 32, 28]), 6);
}

/** How strong the noise of each modality's low-dose image is, in grey values, and the grid that hides in it. */
const noises: Readonly<Record<DrawnModality, { deviation: number; step: number }>> = {
  CT: { deviation: 26, step: 14 },
  MRI: { deviation: 24, step: 14 },
  Ultrasound: { deviation: 30, step: 18 },
  'X-ray': { deviation: 24, step: 14 },
  Pathology: { deviation: 26, step: 26 },
  'Clinical Photography': { deviation: 26, step: 26 }
};

export function addNoise(picture: Picture, modality: DrawnModality, random: Random): Picture {
  const { deviation, step } = noises[modality];
  return quantise(addGrain(picture, random, deviation, 2), step);
}

/** A square of mid grey, as a mask tool cuts it. */
export function cutHole(picture: Picture, centre: { x: number; y: number }, half: number): Picture {
  const edge = drawPlane(picture, (x, y) => Math.max(Math.abs(x - centre.x), Math.abs(y - centre.y)) - half);
  return mapPicture(picture, (value, index) => (edge[index]! < 0 ? 128 : value));
}
