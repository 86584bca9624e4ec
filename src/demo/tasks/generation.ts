import type { Task } from '../../lib/core/sample.ts';
import { drawnModalities, type Case, type DrawnModality } from '../phantoms/phantomPool.ts';
import { placeOf, withArticle, wordings } from '../phantoms/wording.ts';
import { cutHole } from './artefacts.ts';
import type { Draft } from './draft.ts';

type Made = Omit<Draft, 'task' | 'modality'>;

/** How much wider the finding is in the late image. */
const progression = 1.7;

/** The four generation tasks on one view, and which of the modality's cases each starts from. */
const generations: readonly { task: Task; number: number; make: (source: Case) => Made }[] = [
  { task: 'disease-prediction', number: 0, make: predictDisease },
  { task: 'instruction-editing', number: 1, make: editByInstruction },
  { task: 'organic-removal', number: 2, make: removeOrgan },
  { task: 'organic-reconstruction', number: 3, make: reconstruct }
];

export function makeGenerationDrafts(cases: (modality: DrawnModality, number: number) => Case): Draft[] {
  return generations.flatMap(({ task, number, make }) =>
    drawnModalities.map((modality) => ({ task, modality, ...make(cases(modality, number)) }))
  );
}

function predictDisease({ phantom, picture }: Case): Made {
  const { view, finding } = wordings[phantom.kind];
  const place = placeOf(phantom.finding);
  const later = Number((phantom.finding.sizeMm * progression).toPrecision(2));
  return {
    subtask: 'Early to late',
    instruction: `This is an early ${view}. Generate the late image without treatment and describe the progression.`,
    inputs: [picture],
    reference: phantom.draw({ growth: progression }),
    answer:
      `The ${finding} in the ${place} grows from about ${phantom.finding.sizeMm} mm to about ${later} mm. ` +
      'It keeps its place, and the structures around it are otherwise unchanged.',
    replies: {
      careful:
        `The ${finding} in the ${place} grows to about ${later} mm. ` +
        'The structures around it are unchanged.',
      hasty: 'The lesion looks larger than before.'
    }
  };
}

function editByInstruction({ phantom, picture }: Case): Made {
  const { edit, finding } = wordings[phantom.kind];
  return {
    subtask: 'Change of anatomy',
    instruction: `${edit.instruction} Describe the result.`,
    inputs: [picture],
    reference: phantom.draw({ edited: true }),
    answer: edit.done,
    replies: { careful: `As asked: ${edit.done}`, hasty: `The image shows ${withArticle(finding)}.` }
  };
}

function removeOrgan({ phantom, picture }: Case): Made {
  const { removal, view } = wordings[phantom.kind];
  return {
    subtask: 'Whole structure',
    instruction: `Remove the ${removal.what} from this ${view} and describe what remains.`,
    inputs: [picture],
    reference: phantom.draw({ organ: false }),
    answer: `The ${removal.what} can no longer be seen. What remains is the ${removal.kept}, unchanged.`,
    replies: {
      careful: `The ${removal.what} can no longer be seen; the ${removal.kept} remain unchanged.`,
      hasty: 'The structure was removed from the image.'
    }
  };
}

function reconstruct({ phantom, picture }: Case): Made {
  const { finding, view, normal } = wordings[phantom.kind];
  const centre = { x: phantom.finding.x * 0.8, y: phantom.finding.y * 0.8 };
  return {
    subtask: 'Missing region',
    instruction: `A region of this ${view} is missing (grey square). Reconstruct it and describe the whole image.`,
    inputs: [cutHole(picture, centre, 0.3)],
    reference: picture,
    answer: `The missing region holds ${withArticle(finding)}. ${normal}`,
    replies: {
      careful: `The reconstructed region shows ${withArticle(finding)}. ${normal}`,
      hasty: 'The missing region was filled with normal tissue. No abnormality is seen.'
    }
  };
}
