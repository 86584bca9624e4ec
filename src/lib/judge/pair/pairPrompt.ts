import { tasks } from '../../benchmark/tasks';
import { sha256HexOfText } from '../../core/hash';
import { serialise } from '../../metrics/text/serialise';
import type { ComposedPrompt } from '../composePrompt';
import type { JudgeQuestion, JudgeRules, Rival } from '../JudgeQuestion';
import { listPictures } from '../listPictures';
import { renderTemplate } from '../renderTemplate';

const user = `Compare two outputs for one sample.

Task: {{task}}
Modality: {{modality}}

The request that both models were given:
<request>
{{instruction}}
</request>
{{#choices}}
The choices they were given:
<choices>
{{choices}}
</choices>
{{/choices}}
{{#reference}}
The reference answer, which counts as correct:
<reference>
{{reference}}
</reference>
{{/reference}}
{{#texts}}
The response of output A:
<response_a>
{{response_a}}
</response_a>
The response of output B:
<response_b>
{{response_b}}
</response_b>
{{/texts}}
{{#images}}
The pictures below, in this order. The strip under each picture says what it is and is not part of it:
{{images}}
{{/images}}

Which output is clinically better: more accurate in anatomy and findings, closer to the request, consistent between picture and text, and free of inventions and omissions? The order in which they are shown means nothing. Say "tie" only where neither is better in anything that matters.

Answer with one JSON object and nothing else:
{"explanation": "<one or two sentences>", "winner": "<A, B or tie>"}`;

/**
 * The texts that are sent for a comparison; its pictures follow them.
 * @throws DataError for a mistake in the template
 */
export function composePairPrompt(
  { subject, view }: JudgeQuestion,
  rival: Rival,
  { template }: Pick<JudgeRules, 'template'>
): ComposedPrompt {
  const pictures = listPictures(subject, view, rival.subject);
  const captions = pictures.ok ? pictures.pictures.map(({ caption }, i) => `${i + 1}. ${caption}`) : [];
  const hasReference = view === 'w-gt' && subject.answer !== undefined;
  const hasTexts = subject.format !== 'edit';
  const variables = {
    task: tasks[subject.task].label,
    modality: subject.modality || 'not stated',
    instruction: subject.instruction,
    choices: subject.choices.join('\n'),
    reference: hasReference ? serialise(subject.answer!) : '',
    texts: hasTexts ? 'yes' : '',
    response_a: subject.response,
    response_b: rival.subject.response,
    images: captions.join('\n')
  };
  return { system: template.system, user: renderTemplate(user, variables) };
}

/** Of every word that is the same for all samples. */
export const hashPairPrompt = ({ system }: { readonly system: string }): Promise<string> =>
  sha256HexOfText(JSON.stringify([system, user]));
