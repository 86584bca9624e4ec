import { judgeControls, type JudgeControl } from '../benchmark/pairingSensitivity';
import { picturesOf, planControls } from '../judge/controls';
import type { JudgeSubject } from '../judge/JudgeQuestion';
import type { RowQuestion } from './rowQuestions';

/** A question that may have a part replaced. */
export interface ProbeQuestion extends RowQuestion {
  /** Null for the sample as it is. */
  readonly probe: JudgeControl | null;
  /** The sample as it is. */
  readonly correct: JudgeSubject;
}

export interface ProbePlan {
  readonly questions: readonly ProbeQuestion[];
  /** Cases that cannot be made, by their reason. */
  readonly impossible: ReadonlyMap<string, number>;
}

/** Questions as they are. */
export function listPlain(base: readonly RowQuestion[]): ProbePlan {
  const questions = base.map((question) => ({ ...question, probe: null, correct: question.subject }));
  return { questions, impossible: new Map() };
}

/** Each question k times. */
export function listRepeats(base: readonly RowQuestion[], k: number): ProbePlan {
  const { questions } = listPlain(base);
  const times = Array.from({ length: k }, (_, repeat) => repeat);
  return {
    questions: questions.flatMap((question) => times.map((repeat) => ({ ...question, repeat }))),
    impossible: new Map()
  };
}

/** Each question as it is, and in every control. @param base one question a sample */
export function listControls(base: readonly RowQuestion[], seed: number): ProbePlan {
  const plain = listPlain(base).questions;
  const bySubject = new Map(plain.map((question) => [question.subject, question]));
  const impossible = new Map<string, number>();
  const altered = planControls([...bySubject.keys()], seed).flatMap((one) => {
    const question = bySubject.get(one.correct);
    if (question && one.altered) return [{ ...question, subject: one.altered, probe: one.control }];
    const reason = one.altered ? 'no question' : `${judgeControls[one.control].label}: ${one.reason}`;
    impossible.set(reason, (impossible.get(reason) ?? 0) + 1);
    return [];
  });
  return { questions: [...plain, ...altered], impossible };
}

/** Without those whose other picture turns out to hold the very bytes of the right one, under another name. */
export async function leaveOutSamePictures(
  questions: readonly ProbeQuestion[]
): Promise<readonly ProbeQuestion[]> {
  const kept: ProbeQuestion[] = [];
  for (const question of questions) if (!(await hasSamePicture(question))) kept.push(question);
  return kept;
}

async function hasSamePicture({ probe, subject, correct }: ProbeQuestion): Promise<boolean> {
  if (probe === null || probe === 'instruction-shuffle') return false;
  try {
    const [shown, right] = await Promise.all([hashPictures(subject), hashPictures(correct)]);
    return shown.some((hash) => right.includes(hash));
  } catch {
    // A picture that cannot be read is told of when it is asked for.
    return false;
  }
}

const hashPictures = (subject: JudgeSubject): Promise<string[]> =>
  Promise.all(picturesOf(subject).map((image) => image.hash()));
