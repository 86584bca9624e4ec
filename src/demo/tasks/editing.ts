import type { Task } from '../../lib/core/sample.ts';
import { resample } from '../drawing/filters.ts';
import { cover, mapPicture, paint, pixelOf, quantise, type Colour } from '../drawing/picture.ts';
import { Random } from '../drawing/random.ts';
import { drawnModalities, type Case, type DrawnModality } from '../phantoms/phantomPool.ts';
import { wordings } from '../phantoms/wording.ts';
import { addNoise, artefacts } from './artefacts.ts';
import type { Draft } from './draft.ts';

/** What is particular to a task's pair of pictures. */
type Pair = Pick<Draft, 'subtask' | 'instruction'> & {
  readonly input: NonNullable<Draft['reference']>;
  readonly reference: NonNullable<Draft['reference']>;
};

type MakePair = (source: Case, modality: DrawnModality, random: Random) => Pair;

const marker: Colour = [64, 255, 112];

/** The six editing tasks, and which of the modality's cases each starts from. */
const editings: readonly { task: Task; number: number; make: MakePair }[] = [
  { task: 'style-transfer', number: 0, make: restyle },
  { task: 'artifact-removal', number: 1, make: removeArtefact },
  { task: 'noise-reconstruction', number: 2, make: removeNoise },
  { task: 'resolution-editing', number: 3, make: enlarge },
  { task: 'contrast-enhancement', number: 4, make: stretchContrast },
  { task: 'anatomical-annotation', number: 5, make: annotate }
];

export function makeEditingDrafts(cases: (modality: DrawnModality, number: number) => Case): Draft[] {
  return editings.flatMap(({ task, number, make }) =>
    drawnModalities.map((modality) => {
      const { input, ...rest } = make(cases(modality, number), modality, new Random(`${task}/${modality}`));
      const replies = { careful: 'The edited image is attached.', hasty: 'Done.' };
      return { task, modality, inputs: [input], replies, ...rest };
    })
  );
}

function restyle({ phantom, picture }: Case): Pair {
  const { name, instruction } = wordings[phantom.kind].style;
  const reference = phantom.draw({ restyled: true });
  return { subtask: name, instruction, input: picture, reference };
}

function removeArtefact({ phantom, picture }: Case, modality: DrawnModality, random: Random): Pair {
  const { name, add } = artefacts[modality];
  return {
    subtask: name,
    instruction: `Remove ${name} from this ${wordings[phantom.kind].view} and keep the anatomy unchanged.`,
    input: add(picture, random),
    reference: picture
  };
}

function removeNoise({ phantom, picture }: Case, modality: DrawnModality, random: Random): Pair {
  return {
    subtask: 'Strong noise',
    instruction: `Reconstruct the image without noise from this noisy ${wordings[phantom.kind].view}.`,
    input: addNoise(picture, modality, random),
    reference: picture
  };
}

function enlarge({ phantom, picture }: Case): Pair {
  const small = { width: Math.round(picture.width / 3), height: Math.round(picture.height / 3) };
  return {
    subtask: 'Three times finer',
    instruction: `Enlarge this ${wordings[phantom.kind].view} three times and restore its fine detail.`,
    input: quantise(resample(picture, small), 4),
    reference: picture
  };
}

function stretchContrast({ phantom, picture }: Case): Pair {
  return {
    subtask: 'Low contrast',
    instruction: `Restore the full contrast of this ${wordings[phantom.kind].view}.`,
    input: quantise(
      mapPicture(picture, (value) => 84 + 0.28 * value),
      2
    ),
    reference: picture
  };
}

function annotate({ phantom, picture }: Case): Pair {
  const { organ, view } = wordings[phantom.kind];
  const pixel = pixelOf(phantom);
  const line = phantom
    .outline()
    .map((distance) => Math.round(4 * cover(Math.abs(distance) - 1.1 * pixel, pixel)) / 4);
  return {
    subtask: 'Contour',
    instruction: `Outline the ${organ} in green on this ${view}.`,
    input: picture,
    reference: quantise(paint(picture, line, marker), 1)
  };
}
