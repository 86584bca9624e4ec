import { addGrain } from '../drawing/filters.ts';
import { forEachPixel, greyPicture, quantise } from '../drawing/picture.ts';
import type { Random } from '../drawing/random.ts';
import { drawBrain, makeBrain, ventricleDistances, type Tissue } from './brain.ts';
import { usual, type Phantom } from './phantom.ts';

type Weighting = Readonly<Record<Tissue, number>>;

/** Display values of a T1-weighted image after contrast. */
const t1: Weighting = {
  air: 0,
  scalp: 200,
  skull: 22,
  marrow: 120,
  fluid: 32,
  grey: 112,
  white: 168,
  falx: 60,
  plexus: 150,
  core: 62,
  rim: 228,
  oedema: 118
};

/** Display values of a T2-weighted image. */
const t2: Weighting = {
  air: 0,
  scalp: 150,
  skull: 14,
  marrow: 90,
  fluid: 232,
  grey: 138,
  white: 86,
  falx: 40,
  plexus: 160,
  core: 205,
  rim: 120,
  oedema: 190
};

/** An axial MRI of the brain with a ring-enhancing mass; restyled it goes from T1 to T2 weighting. */
export function makeBrainMri(random: Random): Phantom {
  const size = { width: 224, height: 256 };
  const brain = makeBrain(random.fork('brain'), size);
  const tilt = { x: random.between(-0.12, 0.12), y: random.between(-0.1, 0.1) };
  return {
    ...size,
    kind: 'brain-mri',
    modality: 'MRI',
    finding: brain.finding,
    count: 1,
    draw(variant) {
      const { growth, organ, restyled, edited } = { ...usual, ...variant };
      const ventricles = ventricleDistances(brain, edited ? 1.7 : 1);
      const plane = drawBrain(brain, { values: restyled ? t2 : t1, growth, skull: organ, ventricles });
      forEachPixel(size, (x, y, index) => {
        // The coil's uneven sensitivity: a slow, bowl-shaped bias field.
        plane[index] = plane[index]! * (0.95 + tilt.x * x + tilt.y * y + 0.1 * (x * x + y * y));
      });
      const grained = addGrain(greyPicture(size, plane), random.fork('grain'), 2.6, 1);
      return quantise(grained, 5);
    },
    outline: () => ventricleDistances(brain, 1)
  };
}
