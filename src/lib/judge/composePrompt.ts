import { judgeDimensions } from '../benchmark/importedKeys';
import type { JudgeScaleTop } from '../benchmark/judge';
import { tasks } from '../benchmark/tasks';
import { serialise } from '../metrics/text/serialise';
import type { JudgeQuestion, JudgeRules } from './JudgeQuestion';
import { listPictures } from './listPictures';
import { renderTemplate } from './renderTemplate';

/** What a template may say, with what it stands for; the page lists them beside the editor. */
export const promptVariables = {
  task: 'the task, e.g. “Artifact removal”',
  modality: 'the modality as the file spells it',
  instruction: 'what the model was asked',
  choices: 'the choices of a multiple-choice question, one a line; else empty',
  reference: 'the reference answer; empty without ground truth and where there is none',
  response: 'the model’s text; empty for image editing',
  images: 'the pictures’ captions, numbered, one a line',
  with_reference: '“yes” with ground truth, else empty',
  scale_low: 'the lowest score, 1',
  scale_high: 'the highest score, 10 or 5',
  dimensions: 'the five dimensions and what each asks, one a line',
  checklist: 'what to check for the task, one a line',
  answer_format: 'the JSON that is expected'
} as const;

export interface ComposedPrompt {
  readonly system: string;
  readonly user: string;
}

/**
 * The texts that are sent for a question; its pictures follow them in the order of `listPictures`.
 * @throws DataError for a mistake in the template
 */
export function composePrompt(
  { subject, view }: JudgeQuestion,
  { template, scale }: Pick<JudgeRules, 'template' | 'scale'>
): ComposedPrompt {
  const withReference = view === 'w-gt';
  const pictures = listPictures(subject, view);
  const captions = pictures.ok ? pictures.pictures.map(({ caption }, i) => `${i + 1}. ${caption}`) : [];
  const variables: Record<keyof typeof promptVariables, string> = {
    task: tasks[subject.task].label,
    modality: subject.modality || 'not stated',
    instruction: subject.instruction,
    choices: subject.choices.join('\n'),
    reference: withReference && subject.answer !== undefined ? serialise(subject.answer) : '',
    response: subject.format === 'edit' ? '' : subject.response,
    images: captions.join('\n'),
    with_reference: withReference ? 'yes' : '',
    scale_low: '1',
    scale_high: String(scale),
    dimensions: judgeDimensions.map((name) => `- ${name}: ${template.dimensions[name]}`).join('\n'),
    checklist: template.checklists[subject.task].map((line) => `- ${line}`).join('\n'),
    answer_format: describeFormat(scale)
  };
  return {
    system: renderTemplate(template.system, variables),
    user: renderTemplate(template.user, variables)
  };
}

function describeFormat(scale: JudgeScaleTop): string {
  const score = `<1 to ${scale}>`;
  const lines = judgeDimensions.map(
    (name) => ` "${name}": {"score": ${score}, "explanation": "<one or two sentences>"}`
  );
  return `{\n${[...lines, ` "overall_score": ${score}`, ' "final_thoughts": "<two sentences>"'].join(',\n')}\n}`;
}
