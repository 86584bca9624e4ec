import { composeTexts } from './composeTexts';
import type { JudgeQuestion, JudgeRules } from './JudgeQuestion';
import { listPictures } from './listPictures';
import { pairSchema } from './pair/parsePairVerdict';
import { prepareImage } from './prepareImage';
import type { ChatRequest, PromptPart, SentImage, Turn } from './providers/Provider';
import type { KernelSet } from '../kernels/KernelSet';
import { DataError } from '../core/problem';
import { makeVerdictSchema } from './verdictSchema';

/** An answer that was no verdict, and why. */
export interface Faulty {
  readonly text: string;
  readonly faults: readonly string[];
}

/**
 * Everything that is sent for a question: texts, pictures, and where a first answer was no verdict, that answer with what
 * is wrong with it.
 * @throws DataError when a picture is absent or cannot be decoded, or the template has a mistake
 */
export async function composeRequest(
  question: JudgeQuestion,
  rules: JudgeRules,
  kernels: Pick<KernelSet, 'resize'>,
  faulty: Faulty | null = null
): Promise<ChatRequest> {
  const { system, user } = composeTexts(question, rules);
  const images = await prepareImages(question, rules, kernels);
  const pictures = images.map((image): PromptPart => ({ kind: 'image', image }));
  const asked: Turn = { role: 'user', parts: [{ kind: 'text', text: user }, ...pictures] };
  return {
    system,
    turns: faulty ? [asked, ...composeRepair(faulty, question, rules)] : [asked],
    maxOutputTokens: rules.maxOutputTokens,
    effort: rules.effort,
    detail: rules.imageDetail,
    schema: question.rival ? pairSchema : makeVerdictSchema(rules.scale)
  };
}

/** The pictures of a question as they are sent, in their order. */
export async function prepareImages(
  { subject, view, rival }: JudgeQuestion,
  { imageLimitPx }: Pick<JudgeRules, 'imageLimitPx'>,
  kernels: Pick<KernelSet, 'resize'>
): Promise<readonly SentImage[]> {
  const listed = listPictures(subject, view, rival?.subject);
  if (!listed.ok) {
    throw new DataError({
      code: 'judge-pictures',
      where: { sampleId: subject.sampleId },
      what: listed.reason
    });
  }
  const images: SentImage[] = [];
  for (const { caption, image } of listed.pictures) {
    images.push(await prepareImage(await image.decode(), caption, imageLimitPx, kernels));
  }
  return images;
}

function composeRepair({ text, faults }: Faulty, { rival }: JudgeQuestion, { scale }: JudgeRules): Turn[] {
  const parts = rival
    ? 'the winner as A, B or tie, an explanation of one sentence'
    : `a number from 1 to ${scale} for the overall score and for every dimension, explanations of one sentence`;
  const wish = `Your answer is not a valid verdict: ${faults.join('; ')}. Send the whole JSON object again, with ${parts}, and nothing else.`;
  return [
    // No provider takes an empty turn.
    { role: 'assistant', parts: [{ kind: 'text', text: text.trim() || '(no answer)' }] },
    { role: 'user', parts: [{ kind: 'text', text: wish }] }
  ];
}
