import { stringifySorted } from '../dataset/identity';
import { sha256HexOfText } from '../core/hash';
import type { JsonValue } from '../core/json';
import type { AskedQuestion } from './AnswerStore';
import type { JudgeQuestion, JudgeRules, JudgeSubject, SubjectImage } from './JudgeQuestion';
import { hashPairPrompt } from './pair/pairPrompt';
import type { Endpoint } from './providers/Provider';

/**
 * Everything that an answer depends on.
 * @throws DataError when an image cannot be read
 */
export async function describeQuestion(
  { subject, view, repeat, rival }: JudgeQuestion,
  { provider, baseUrl, model }: Endpoint,
  { template, scale, imageLimitPx, maxOutputTokens, effort, imageDetail }: JudgeRules,
  promptHash: string
): Promise<AskedQuestion> {
  const hashes = await hashSubject(subject);
  const rivalHash = rival && (await hashSubject(rival.subject)).predictionHash;
  return {
    provider,
    baseUrl,
    model,
    promptHash: rival ? await hashPairPrompt(template) : promptHash,
    sampleId: subject.sampleId,
    ...hashes,
    ...(rivalHash !== undefined && { rivalHash }),
    view,
    scale,
    imageLimitPx,
    maxOutputTokens,
    ...(effort && { effort }),
    ...(imageDetail && { imageDetail }),
    repeat
  };
}

/**
 * The sample and the prediction are named by what they hold, not by where they lie: another output image under the same
 * path is another question.
 * @throws DataError when an image cannot be read
 */
export async function hashSubject(
  subject: JudgeSubject
): Promise<Pick<AskedQuestion, 'sampleHash' | 'predictionHash'>> {
  const { format, task, modality, instruction, choices, answer, response } = subject;
  const [inputs, reference, output] = await Promise.all([
    Promise.all(subject.inputs.map(hashImage)),
    hashImage(subject.reference),
    hashImage(subject.output)
  ]);
  const sample = [format, task, modality, instruction, [...choices], answer ?? null, inputs, reference];
  const [sampleHash, predictionHash] = await Promise.all([
    sha256HexOfText(stringifySorted(sample)),
    sha256HexOfText(stringifySorted([response, output]))
  ]);
  return { sampleHash, predictionHash };
}

/** SHA-256 of the question, whatever the order of its fields and whatever the output limit. */
export function computeAnswerKey(question: AskedQuestion): Promise<string> {
  const fields = Object.entries(question).filter(([name]) => name !== 'maxOutputTokens');
  return sha256HexOfText(stringifySorted(Object.fromEntries(fields) as Record<string, JsonValue>));
}

/** The key of answers that were stored when the output limit was part of it. */
export function computeOlderKey(question: AskedQuestion): Promise<string> {
  return sha256HexOfText(stringifySorted({ ...question } satisfies Record<string, JsonValue>));
}

async function hashImage(image: SubjectImage | null): Promise<string | null> {
  return image ? image.hash() : null;
}
