import { blend, mapPicture, quantise, toColour, type Picture } from '../drawing/picture.ts';
import { addGrain, blur, resample } from '../drawing/filters.ts';
import { Random } from '../drawing/random.ts';
import type { Draft, Replies } from '../tasks/draft.ts';
import { compress } from './compression.ts';

/** A made-up system: it starts from the reference and spoils it by rule. */
export interface System {
  readonly name: string;
  readonly reply: keyof Replies;
  /** @param number the sample's number among those with pictures */
  draw(draft: Draft, reference: Picture, number: number): Picture;
}

/** The first input where it shows the same view as the reference, in the reference's size and number of planes. */
function startOf({ task, inputs }: Draft, reference: Picture): Picture {
  if (task === '3d-to-2d-projection' || task === '2d-to-3d-reconstruction') return reference;
  const start = resample(inputs[0]!, reference);
  return reference.planes.length === 3 ? toColour(start) : toGrey(start);
}

function toGrey(picture: Picture): Picture {
  const [red, green, blue] = picture.planes;
  if (!green || !blue) return picture;
  const grey = red!.map((value, index) => 0.3 * value + 0.59 * green[index]! + 0.11 * blue[index]!);
  return { ...picture, planes: [grey] };
}

/** Nearly there: a trace of the input is left, edges are a little soft, and some samples go better than others. */
const careful: System = {
  name: 'demo-careful',
  reply: 'careful',
  draw(draft, reference, number) {
    const random = new Random(`careful ${number}`);
    const mixed = blend(reference, startOf(draft, reference), random.between(0.02, 0.2));
    const soft = blur(mixed, random.between(0.45, 0.75));
    return quantise(soft, 6);
  }
};

/** Half done: much of the input is left, soft, flat, noisy and coarsely compressed, often in another size. */
const hasty: System = {
  name: 'demo-hasty',
  reply: 'hasty',
  draw(draft, reference, number) {
    const random = new Random(`hasty ${number}`);
    const mixed = blend(reference, startOf(draft, reference), random.between(0.15, 0.42));
    const lift = random.between(4, 22);
    const flat = mapPicture(blur(mixed, random.between(0.9, 1.3)), (value) => lift + 0.9 * value);
    const noisy = addGrain(flat, random, 5);
    return quantise(compress(resample(noisy, wrongSize(reference, number)), 30), 8);
  }
};

/** Generators like fixed squares; one output in nine comes at half the size, most of the others are right. */
function wrongSize({ width, height }: Picture, number: number): { width: number; height: number } {
  if (number % 9 === 4) return { width: Math.round(width / 2), height: Math.round(height / 2) };
  return number % 3 === 0 ? { width: 192, height: 192 } : { width, height };
}

export const systems: readonly System[] = [careful, hasty];
