import { composePrompt, type ComposedPrompt } from './composePrompt';
import type { JudgeQuestion, JudgeRules } from './JudgeQuestion';
import { composePairPrompt } from './pair/pairPrompt';

/**
 * The texts of a question of either kind.
 * @throws DataError for a mistake in the template
 */
export const composeTexts = (
  question: JudgeQuestion,
  rules: Pick<JudgeRules, 'template' | 'scale'>
): ComposedPrompt =>
  question.rival ? composePairPrompt(question, question.rival, rules) : composePrompt(question, rules);
