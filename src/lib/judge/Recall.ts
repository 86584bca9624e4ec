import { DataError } from '../core/problem';
import { computeAnswerKey, computeOlderKey, describeQuestion } from './answerKey';
import type { AskedQuestion, StoredAnswer } from './AnswerStore';
import type { Cause } from './Cause';
import type { JudgeOptions } from './JudgeOptions';
import { defaultRules, type JudgeQuestion } from './JudgeQuestion';
import { listPictures } from './listPictures';
import { concludeAnswers } from './readAnswers';

/** A question with what is known of it. */
export interface OpenQuestion {
  readonly question: JudgeQuestion;
  readonly key: string;
  readonly asked: AskedQuestion;
  /** Answers of earlier times that it was asked, which count no more. */
  readonly earlier: readonly StoredAnswer[];
  /** Of this time: none, one that was no verdict, or both. */
  answers: readonly StoredAnswer[];
  /** Requests for it that failed though the server was well. */
  failures: number;
  /** Requests for it in this run. */
  requests: number;
}

/** A question that is not asked. */
interface LeftQuestion {
  readonly question: JudgeQuestion;
  readonly key: null;
  readonly reason: string;
  readonly cause: Extract<Cause, 'material' | 'batch'>;
}

export type Recalled = OpenQuestion | LeftQuestion;

/** Questions are looked up so many at a time, just ahead of being asked: their files must be read for it. */
const chunkSize = 16;

/** A question is asked so many times at most, over all runs. */
const mostRounds = 8;

/** The questions in their order, each with the answers that the store has. */
export async function* recall(
  questions: readonly JudgeQuestion[],
  options: JudgeOptions,
  promptHash: string
): AsyncGenerator<Recalled, void> {
  for (let at = 0; at < questions.length; at += chunkSize) {
    options.signal.throwIfAborted();
    const chunk = questions.slice(at, at + chunkSize);
    yield* await Promise.all(chunk.map((question) => recallOne(question, options, promptHash)));
  }
}

async function recallOne(
  question: JudgeQuestion,
  options: JudgeOptions,
  promptHash: string
): Promise<Recalled> {
  const { endpoint, rules, store } = options;
  const pictures = listPictures(question.subject, question.view, question.rival?.subject);
  if (!pictures.ok) return leave(question, pictures.reason);
  let asked: AskedQuestion;
  try {
    asked = await describeQuestion(question, endpoint, rules, promptHash);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return leave(question, `not judged: ${error.message}`);
  }
  const keys = await listKeys(asked);
  const found = await store.read(keys);
  const at = Math.max(
    0,
    found.findIndex((answers) => answers.length > 0)
  );
  const stored = found[at] ?? [];
  if (stored.length === 0 && options.handedOver?.has(keys[0]!))
    return leave(question, 'not asked: it is in a batch that is not collected yet', 'batch');
  const isAnew = isAskedAnew(question, stored, options);
  const known = isAnew ? { earlier: stored, answers: [] } : { earlier: [], answers: stored };
  return { question, asked, key: keys[at]!, ...known, failures: 0, requests: 0 };
}

const leave = (
  question: JudgeQuestion,
  reason: string,
  cause: LeftQuestion['cause'] = 'material'
): LeftQuestion => ({ question, key: null, reason, cause });

/** The question's key, then those that its answers had when the output limit was part of it. */
function listKeys(asked: AskedQuestion): Promise<string[]> {
  const usual = { ...asked, maxOutputTokens: defaultRules.maxOutputTokens };
  return Promise.all([computeAnswerKey(asked), computeOlderKey(asked), computeOlderKey(usual)]);
}

/** Stored answers without a verdict stay, unless one asks for more or what they were cut at is higher now. */
function isAskedAnew(
  question: JudgeQuestion,
  answers: readonly StoredAnswer[],
  { rules, again }: JudgeOptions
): boolean {
  const conclusion = concludeAnswers(answers, rules.scale);
  const last = answers.at(-1);
  if (conclusion.kind !== 'unscored' || !last || last.attempt >= 2 * (mostRounds - 1)) return false;
  const isHigher = rules.maxOutputTokens > last.question.maxOutputTokens;
  return (again?.(question) ?? false) || (conclusion.cause === 'cut' && isHigher);
}
