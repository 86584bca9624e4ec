import type { JsonObject } from '../../lib/core/json.ts';
import type { Task } from '../../lib/core/sample.ts';
import { Random } from '../drawing/random.ts';
import { drawnModalities, type Case, type DrawnModality } from '../phantoms/phantomPool.ts';
import type { Phantom } from '../phantoms/phantom.ts';
import { placeOf, sideOf, withArticle, wordings } from '../phantoms/wording.ts';
import type { Draft, Replies } from './draft.ts';

type Made = Pick<Draft, 'instruction' | 'answer' | 'replies'>;

/** `turn` is the modality's number: it varies how the two systems answer. */
type Ask = (phantom: Phantom, turn: number, random: Random) => Made;

/** The four VQA tasks, and which of the modality's cases each asks about. */
const questions: readonly { task: Task; number: number; ask: Ask }[] = [
  { task: 'multiple-choice', number: 4, ask: askMultipleChoice },
  { task: 'blank-filling', number: 5, ask: askBlank },
  { task: 'report-generation', number: 2, ask: askReport },
  { task: 'question-answering', number: 3, ask: askQuestion }
];

export function makeVqaDrafts(cases: (modality: DrawnModality, number: number) => Case): Draft[] {
  return questions.flatMap(({ task, number, ask }) =>
    drawnModalities.map((modality, turn) => {
      const { phantom, picture } = cases(modality, number);
      const made = ask(phantom, turn, new Random(`${task}/${modality}`));
      return { task, modality, subtask: null, inputs: [picture], ...made };
    })
  );
}

const letters = ['A', 'B', 'C', 'D'];

function askMultipleChoice(phantom: Phantom, turn: number, random: Random): Made {
  const { finding, absent } = wordings[phantom.kind];
  const at = random.whole(0, 3);
  const options: string[] = [...absent];
  options.splice(at, 0, finding);
  const lines = options.map((option, index) => `${letters[index]}. ${option}`);
  const right = letters[at]!;
  const wrong = letters[(at + 1) % 4]!;
  return {
    instruction: `Question: Which finding does the image show?\n\nOptions:\n${lines.join('\n')}`,
    answer: turn % 2 === 0 ? right : lines[at]!,
    replies: {
      careful: [right, `The answer is ${right}.`, lines[at]!, `Answer: ${right}`, `(${wrong})`, finding][
        turn
      ]!,
      hasty: [right, wrong, 'Not sure, one more view would help.', `Option ${wrong}`, right, 'Unclear.'][
        turn
      ]!
    }
  };
}

/** More than twenty words, so that no short answer can be read out of it. */
const ramble =
  'It is hard to say from this one picture alone because the borders are soft and ' +
  'several other structures of about the same brightness lie close to the place in question';

function askBlank(phantom: Phantom, turn: number): Made {
  const { finding, view } = wordings[phantom.kind];
  const counted = phantom.kind === 'gland-pathology';
  const middle = phantom.kind === 'skin-photo';
  const side = sideOf(phantom.finding);
  const otherSide = side === 'left' ? 'right' : 'left';
  const right = counted ? String(phantom.count) : middle ? `${phantom.finding.sizeMm} mm` : side;
  const wrong = counted ? String(phantom.count + 2) : middle ? `${phantom.finding.sizeMm + 5} mm` : otherSide;
  const sentence = counted
    ? 'the section shows ____ glands (a number)'
    : middle
      ? `by the ruler (one tick a mm) the ${finding.split(' with')[0]} is about ____ wide (give the unit)`
      : `the ${finding} lies in the ____ half of the image (left or right)`;
  return {
    instruction: `Fill in the blank. In this ${view}, ${sentence}.`,
    answer: right,
    replies: {
      careful: [right, `Answer: ${right}`, right, wrong, `The blank is ${right}`, right][turn]!,
      hasty: [wrong, right, ramble, right, wrong, ramble][turn]!
    }
  };
}

function askReport(phantom: Phantom, turn: number): Made {
  const { view, finding, normal } = wordings[phantom.kind];
  const place = placeOf(phantom.finding);
  const size = `${phantom.finding.sizeMm} mm`;
  const title = finding.charAt(0).toUpperCase() + finding.slice(1);
  const sections: JsonObject = {
    MODALITY: phantom.modality,
    TECHNIQUE: `One ${view}.`,
    FINDINGS: { Lesion: `${title} in the ${place}, about ${size}.`, Remainder: normal },
    IMPRESSION: `${title}.`
  };
  const text =
    `MODALITY: ${phantom.modality} FINDINGS: ${title} in the ${place}, about ${size}. ${normal} ` +
    `IMPRESSION: ${title}.`;
  return {
    instruction: 'Write a structured report for this image, with MODALITY, FINDINGS and IMPRESSION.',
    answer: turn % 2 === 0 ? sections : text,
    replies: {
      careful:
        `MODALITY: ${phantom.modality} FINDINGS: ${title} in the ${place}, about ${size}. ` +
        `${normal} IMPRESSION: ${title}, follow-up is advised.`,
      hasty: `FINDINGS: ${turn % 2 === 0 ? 'A lesion is seen.' : 'No acute abnormality.'} IMPRESSION: See above.`
    }
  };
}

function askQuestion(phantom: Phantom, turn: number): Made {
  const { view, finding, normal } = wordings[phantom.kind];
  const place = placeOf(phantom.finding);
  const shows = `The ${view} shows ${withArticle(finding)}`;
  const replies: Replies = {
    careful: `${shows} in the ${place}. ${normal}`,
    hasty:
      turn % 3 === 0
        ? 'The image is within normal limits.'
        : `There is ${withArticle(finding)} on the ${sideOf(phantom.finding) === 'left' ? 'right' : 'left'}.`
  };
  return {
    instruction: 'What abnormality does the image show, where does it lie and how large is it?',
    answer: `${shows} in the ${place}, about ${phantom.finding.sizeMm} mm across. ${normal}`,
    replies
  };
}
