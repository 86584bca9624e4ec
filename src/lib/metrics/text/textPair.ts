import { isJsonObject, type JsonValue } from '../../core/json';
import { isTruthy, pythonStr } from '../../core/pythonStr';
import { collapseSpace } from '../../core/pythonText';
import type { Task } from '../../core/sample';
import type { TextPair } from '../metric';
import { nameOptions, normaliseClosedForm } from './choices';
import { isClosedForm, parseAnswers } from './closedForm';
import { serialise } from './serialise';

/**
 * Normalises both texts as the official evaluator does (`canonical_response_text`, `canonical_answer_text`) and, for
 * multiple-choice and blank-filling, parses both answers.
 * @param answer the record's answer; absent and empty values of any kind count as empty text
 * @param choices as `benchmark/choices` finds them
 */
export function makeTextPair(
  task: Task,
  response: string,
  answer: JsonValue | undefined,
  choices: readonly string[]
): TextPair {
  const answerAsWritten = answer !== undefined && isTruthy(answer) ? pythonStr(answer) : '';
  const closedForm = isClosedForm(task);
  const normalise = closedForm ? closedFormNormaliser(choices) : collapseSpace;
  return {
    task,
    response,
    answer,
    choices,
    responseText: normalise(response),
    answerText: isJsonObject(answer) ? serialise(answer) : normalise(answerAsWritten),
    parsed: closedForm ? parseAnswers(task, response, answerAsWritten, choices) : null
  };
}

function closedFormNormaliser(choices: readonly string[]): (text: string) => string {
  const names = nameOptions(choices);
  return (text) => normaliseClosedForm(text, names);
}
