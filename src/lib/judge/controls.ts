import { judgeControlNames, type JudgeControl } from '../benchmark/pairingSensitivity';
import { formats } from '../benchmark/formats';
import { findModality } from '../benchmark/modalities';
import { Pcg64 } from '../kernels/reference/Pcg64';
import type { JudgeSubject, SubjectImage } from './JudgeQuestion';

/** A subject with one part replaced, or why there is none. */
export type ControlCase = {
  readonly control: JudgeControl;
  /** As it is. */
  readonly correct: JudgeSubject;
} & (
  | {
      readonly altered: JudgeSubject;
      /** Whose part it has; null for a blank picture. */
      readonly donor: JudgeSubject | null;
    }
  | { readonly altered: null; readonly reason: string }
);

/**
 * What the judge is asked in each control: the picture that is judged (the output; in VQA, which has none, the inputs) or
 * the instruction is replaced by that of another sample, never by its own or one that reads or lies the same. Donors come
 * from the same group: VQA, or editing and generation. The same for the same seed, whatever the order of the subjects.
 * @param subjects each sample once
 * @param seed a whole number from 0 to 2^32 − 1
 */
export function planControls(
  subjects: readonly JudgeSubject[],
  seed: number,
  controls: readonly JudgeControl[] = judgeControlNames
): readonly ControlCase[] {
  const groups = [true, false].map((hasImage) =>
    subjects.filter(({ format }) => formats[format].hasImage === hasImage).sort(byId)
  );
  return controls.flatMap((control) => {
    const stream = judgeControlNames.indexOf(control);
    return groups.flatMap((group, index) => {
      const generator = new Pcg64(seed * 16 + 2 * stream + index);
      const donors = makers[control](group, generator);
      return group.map((subject, at) => applyControl(control, subject, donors[at] ?? null));
    });
  });
}

type Donors = readonly (JudgeSubject | null)[];

const makers: Readonly<Record<JudgeControl, (group: readonly JudgeSubject[], generator: Pcg64) => Donors>> = {
  'blank-image': () => [],
  'unrelated-image': (group, generator) =>
    drawDonors(
      group,
      generator,
      (own, other) => isOtherPicture(own, other) && compareModality(own, other) === false
    ),
  'same-modality-image': (group, generator) =>
    drawDonors(
      group,
      generator,
      (own, other) => isOtherPicture(own, other) && compareModality(own, other) === true
    ),
  'image-shuffle': (group, generator) => shuffleDonors(group, generator, isOtherPicture),
  'instruction-shuffle': (group, generator) =>
    shuffleDonors(group, generator, (own, other) => own.instruction.trim() !== other.instruction.trim())
};

const reasons: Readonly<Record<JudgeControl, string>> = {
  'blank-image': 'there is no picture to replace',
  'unrelated-image': 'no sample of another known modality is among those drawn',
  'same-modality-image': 'no other sample of the same known modality is among those drawn',
  'image-shuffle': 'the pictures cannot all change places',
  'instruction-shuffle': 'the instructions cannot all change places'
};

type Fits = (own: JudgeSubject, other: JudgeSubject) => boolean;

/** Each on its own: one donor can serve several. */
function drawDonors(group: readonly JudgeSubject[], generator: Pcg64, fits: Fits): Donors {
  return group.map((own) => {
    const fitting = group.filter((other) => other !== own && fits(own, other));
    return fitting.length === 0 ? null : fitting[generator.nextBelow(fitting.length)]!;
  });
}

const shuffleTries = 40;

/** Everyone gives once: the cyclic permutation, of some drawn, that leaves the fewest with what they must not have. */
function shuffleDonors(group: readonly JudgeSubject[], generator: Pcg64, fits: Fits): Donors {
  let best: { readonly donors: Donors; readonly misfits: number } | null = null;
  for (let attempt = 0; attempt < shuffleTries && best?.misfits !== 0; attempt++) {
    const order = drawCycle(group.length, generator);
    const donors = group.map((own, at) => {
      const donor = group[order[at]!]!;
      return donor !== own && fits(own, donor) ? donor : null;
    });
    const misfits = donors.filter((donor) => donor === null).length;
    if (!best || misfits < best.misfits) best = { donors, misfits };
  }
  return best?.donors ?? [];
}

/** Sattolo: a permutation that is one cycle, so that nothing stays in its place. */
function drawCycle(count: number, generator: Pcg64): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let i = count - 1; i > 0; i--) {
    const j = generator.nextBelow(i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function applyControl(control: JudgeControl, correct: JudgeSubject, donor: JudgeSubject | null): ControlCase {
  const hasPicture = picturesOf(correct).length > 0;
  const isPossible = control === 'blank-image' ? hasPicture : donor !== null && hasPicture;
  if (!isPossible) return { control, correct, altered: null, reason: reasons[control] };
  if (control === 'instruction-shuffle') {
    const altered = { ...correct, instruction: donor!.instruction, choices: donor!.choices };
    return { control, correct, altered, donor };
  }
  const pictures = donor === null ? picturesOf(correct).map(makeBlank) : picturesOf(donor);
  const altered = formats[correct.format].hasImage
    ? { ...correct, output: pictures[0] ?? null }
    : { ...correct, inputs: pictures };
  return { control, correct, altered, donor };
}

/** The pictures that a control replaces. */
export const picturesOf = ({ format, output, inputs }: JudgeSubject): readonly SubjectImage[] =>
  formats[format].hasImage ? (output ? [output] : []) : inputs;

function makeBlank(image: SubjectImage): SubjectImage {
  return {
    path: `blank:${image.path}`,
    size: () => image.size?.(),
    measure: async () => image.measure?.(),
    hash: async () => `blank:${await image.hash()}`,
    decode: async () => {
      const { width, height } = await image.decode();
      return { width, height, rgb: new Uint8Array(3 * width * height) };
    }
  };
}

function isOtherPicture(own: JudgeSubject, other: JudgeSubject): boolean {
  const theirs = picturesOf(other);
  const paths = new Set(picturesOf(own).map(({ path }) => path));
  return theirs.length > 0 && theirs.every(({ path }) => !paths.has(path));
}

/** Null where one of them is not known. */
function compareModality(own: JudgeSubject, other: JudgeSubject): boolean | null {
  const [a, b] = [findModality(own.modality), findModality(other.modality)];
  return a === 'unknown' || b === 'unknown' ? null : a === b;
}

const byId = (a: JudgeSubject, b: JudgeSubject): number =>
  a.sampleId < b.sampleId ? -1 : a.sampleId > b.sampleId ? 1 : 0;
