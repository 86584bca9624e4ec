import { DataError } from '../core/problem';
import { computeAnswerKey, describeQuestion } from './answerKey';
import type { AskedQuestion, StoredAnswer } from './AnswerStore';
import type { JudgeOptions } from './JudgeOptions';
import type { JudgeQuestion } from './JudgeQuestion';
import { listPictures } from './listPictures';

/** A question with what is known of it. */
export interface OpenQuestion {
  readonly question: JudgeQuestion;
  readonly key: string;
  readonly asked: AskedQuestion;
  /** In order; none, or one that was no verdict. */
  answers: readonly StoredAnswer[];
  /** Requests for it that failed though the server was well. */
  failures: number;
}

export type Recalled =
  OpenQuestion | { readonly question: JudgeQuestion; readonly key: null; readonly reason: string };

/** Questions are looked up so many at a time, just ahead of being asked: their files must be read for it. */
const chunkSize = 16;

/** The questions in their order, each with the answers that the store has. */
export async function* recall(
  questions: readonly JudgeQuestion[],
  { endpoint, rules, store, signal }: JudgeOptions,
  promptHash: string
): AsyncGenerator<Recalled, void> {
  const describe = async (question: JudgeQuestion): Promise<Recalled> => {
    const pictures = listPictures(question.subject, question.view);
    if (!pictures.ok) return { question, key: null, reason: pictures.reason };
    try {
      const asked = await describeQuestion(question, endpoint, rules, promptHash);
      return { question, asked, key: await computeAnswerKey(asked), answers: [], failures: 0 };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      return { question, key: null, reason: `not judged: ${error.message}` };
    }
  };
  for (let at = 0; at < questions.length; at += chunkSize) {
    signal.throwIfAborted();
    const described = await Promise.all(questions.slice(at, at + chunkSize).map(describe));
    const open = described.filter((one): one is OpenQuestion => one.key !== null);
    const found = await store.read(open.map(({ key }) => key));
    open.forEach((one, i) => (one.answers = found[i] ?? []));
    yield* described;
  }
}
