import type { JsonObject, JsonValue } from '../core/json';
import { pythonStr } from '../core/pythonStr';
import { pythonSpaces, splitFilledLines, strip } from '../core/pythonText';

/** A word "option(s)" and a colon; no letter, digit or `_` may touch the word (Python's `\b` is Unicode-aware). */
const optionsHeading = new RegExp(`(?<![\\p{L}\\p{N}_])options?[${pythonSpaces}]*:`, 'iu');

/** "A. text", "A) text", "A] text", "A: text" or "A- text" on a line that is already stripped. */
const labelledLine = /^([a-z])[.)\]:-](.*)$/isu;

/**
 * The options of a record, as the official evaluator finds them: its `choice`, else its `choices`, else the labelled lines
 * under "Options:" in the instruction (the public release keeps them only there).
 * Source: MedGEN-Bench evaluator (2026), `choices_for_item`.
 */
export function choicesOf(record: JsonObject): string[] {
  for (const field of [record['choice'], record['choices']]) {
    const listed = listChoices(field);
    if (listed.length > 0) return listed;
  }
  return parseChoices(typeof record['instruction'] === 'string' ? record['instruction'] : '');
}

/** A text is one choice; blank choices do not count. */
function listChoices(field: JsonValue | undefined): string[] {
  if (typeof field !== 'string' && !Array.isArray(field)) return [];
  return [field]
    .flat()
    .map(pythonStr)
    .filter((choice) => strip(choice) !== '');
}

/**
 * The choices written into an instruction, each as "A. text" with the letter in upper case. A line under the heading that has
 * no label or no text is passed over, and so is a label in front of which something else stands, as in "(c) three".
 */
export function parseChoices(instruction: string): string[] {
  const heading = optionsHeading.exec(instruction);
  if (!heading) return [];
  return splitFilledLines(instruction.slice(heading.index + heading[0].length)).flatMap((line) => {
    const [, letter = '', text = ''] = labelledLine.exec(line) ?? [];
    const body = strip(text);
    return body === '' ? [] : [`${letter.toUpperCase()}. ${body}`];
  });
}
