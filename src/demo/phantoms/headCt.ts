import { addGrain } from '../drawing/filters.ts';
import { greyPicture, mapPicture, quantise, type Picture, type Plane } from '../drawing/picture.ts';
import type { Random } from '../drawing/random.ts';
import { drawBrain, makeBrain, ventricleDistances, type Tissue } from './brain.ts';
import { usual, type Phantom } from './phantom.ts';

/** Hounsfield units. */
const hounsfield: Readonly<Record<Tissue, number>> = {
  air: -1000,
  scalp: 12,
  skull: 950,
  marrow: 520,
  fluid: 7,
  grey: 39,
  white: 29,
  falx: 58,
  plexus: 120,
  core: 68,
  rim: 62,
  oedema: 17
};

/** Grey values of a display window. */
export function applyWindow(picture: Picture, centre: number, width: number): Picture {
  return mapPicture(picture, (value) => ((value - centre) / width + 0.5) * 255);
}

/** An axial CT of the head with a bleed; restyled it is shown in the bone window. */
export function makeHeadCt(random: Random): Phantom {
  const size = { width: 224, height: 256 };
  const brain = makeBrain(random.fork('brain'), size);
  return {
    ...size,
    kind: 'head-ct',
    modality: 'CT',
    finding: brain.finding,
    count: 1,
    draw(variant) {
      const { growth, organ, restyled, edited } = { ...usual, ...variant };
      const ventricles: Plane = ventricleDistances(brain, edited ? 1.7 : 1);
      const density = greyPicture(
        size,
        drawBrain(brain, { values: hounsfield, growth, skull: organ, ventricles })
      );
      const grained = addGrain(density, random.fork('grain'), restyled ? 14 : 1.4, -900);
      const shown = restyled ? applyWindow(grained, 500, 2000) : applyWindow(grained, 38, 80);
      return quantise(shown, 5);
    },
    outline: () => ventricleDistances(brain, 1)
  };
}
