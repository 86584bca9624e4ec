import { DataError } from '../core/problem';
import { composePrompt } from './composePrompt';
import type { JudgeOptions, JudgeStep } from './JudgeOptions';
import type { JudgeQuestion } from './JudgeQuestion';
import { JudgeSession } from './JudgeSession';
import { hashTemplate } from './PromptTemplate';

/**
 * Asks the judge every question that the store has no answer to, and yields an outcome for each question, in the order in
 * which they come. At the end every question has a verdict or a reason. Answers are stored before they are read, so a run
 * that is stopped at any point goes on, when it is started again, without asking anything twice.
 *
 * @throws DataError before anything is sent: `template` for a mistake in the prompt, `price-unknown` for a cap that cannot
 * be kept; the signal's reason when it is aborted
 */
export async function* askJudge(
  questions: readonly JudgeQuestion[],
  options: JudgeOptions
): AsyncGenerator<JudgeStep, void> {
  checkOptions(questions, options);
  const promptHash = await hashTemplate(options.rules.template);
  const left = new AbortController();
  const signal = AbortSignal.any([options.signal, left.signal]);
  const session = new JudgeSession(questions.length, { ...options, signal }, promptHash);
  const running = session.run(questions);
  // Its failure comes out below, after the steps before it.
  running.catch(() => undefined);
  try {
    yield* session.outcomes.steps;
    await running;
  } finally {
    left.abort(new DOMException('the reader left', 'AbortError'));
  }
}

function checkOptions([first]: readonly JudgeQuestion[], { rules, price, capUsd, endpoint }: JudgeOptions) {
  if (first) composePrompt(first, rules);
  if (capUsd === null || price) return;
  throw new DataError({
    code: 'price-unknown',
    where: {},
    what: 'the spending cap cannot be kept, because the price table has no price for this model',
    got: endpoint.model,
    expected: 'a price for input and output, or no cap'
  });
}
