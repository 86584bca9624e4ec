import type { Modality } from '../../lib/core/sample.ts';
import { Random } from '../drawing/random.ts';
import { makeAbdomenCt } from './abdomenCt.ts';
import { makeBrainMri } from './brainMri.ts';
import { makeChestXray } from './chestXray.ts';
import { makeFundusPhoto } from './fundusPhoto.ts';
import { makeGlandPathology } from './glandPathology.ts';
import { makeHeadCt } from './headCt.ts';
import { makeLiverUltrasound } from './liverUltrasound.ts';
import type { Picture } from '../drawing/picture.ts';
import type { Phantom } from './phantom.ts';
import { makeSkinPhoto } from './skinPhoto.ts';

export type DrawnModality = Exclude<Modality, 'unknown'>;

export const drawnModalities: readonly DrawnModality[] = [
  'CT',
  'MRI',
  'Ultrasound',
  'X-ray',
  'Pathology',
  'Clinical Photography'
];

/** The phantoms that a modality takes in turn. */
const makers: Readonly<Record<DrawnModality, readonly ((random: Random) => Phantom)[]>> = {
  CT: [makeHeadCt, makeAbdomenCt],
  MRI: [makeBrainMri],
  Ultrasound: [makeLiverUltrasound],
  'X-ray': [makeChestXray],
  Pathology: [makeGlandPathology],
  'Clinical Photography': [makeFundusPhoto, makeSkinPhoto]
};

/** A phantom with the picture of it as it was made, which several tasks start from. */
export interface Case {
  readonly phantom: Phantom;
  readonly picture: Picture;
}

/** The modality's cases by number; each is drawn once. */
export function makeCases(seed: string): (modality: DrawnModality, number: number) => Case {
  const drawn = new Map<string, Case>();
  return (modality, number) => {
    const name = `${seed}/${modality}/${number}`;
    const known = drawn.get(name);
    if (known) return known;
    const choice = makers[modality];
    const phantom = choice[number % choice.length]!(new Random(name));
    const made = { phantom, picture: phantom.draw() };
    drawn.set(name, made);
    return made;
  };
}
