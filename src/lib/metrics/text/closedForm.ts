import { pythonSpaces, splitFilledLines, splitWords, strip, collapseSpace } from '../../core/pythonText';
import type { Task } from '../../core/sample';
import type { ParsedAnswer } from '../../core/score';
import { nameOptions, normaliseClosedForm, type OptionNames } from './choices';
import { normaliseFreeText } from './normalise';

export type ClosedFormTask = 'multiple-choice' | 'blank-filling';

type Reading =
  { readonly answer: string; readonly failure: null } | { readonly answer: null; readonly failure: string };

const maxBlankWords = 20;

/**
 * Single spaces only: the text that it searches is collapsed first, or a long run of spaces would cost its square.
 * Python's `re.I` also takes the Turkish "ı" and "İ" for an "i"; that is not followed here.
 */
const statedLetter = /(?:final answer|answer|option|choice) ?(?:is|:|=|-)? ?\(?([a-z])\)?(?:[.) ]|$)/iu;

/** What the answer to a blank may begin with, e.g. "Final answer: " or "The blank is ". */
const blankPreamble = /^(?:(?:final )?(?:answer|response|blank)|the blank) ?(?:is|:|=|-)? ?/iu;

const punctuation = `[${pythonSpaces}\\[\\]().,:;-]`;

// The lookbehind keeps a long run inside the text from being tried at each of its characters.
const outerPunctuation = new RegExp(`^${punctuation}+|(?<!${punctuation})${punctuation}+$`, 'g');

/** A letter with no letter, digit or `_` beside it (Python's `\b` is Unicode-aware, JavaScript's is not). */
const loneLetter = /(?<![\p{L}\p{N}_])[A-Z](?![\p{L}\p{N}_])/gu;

export function isClosedForm(task: Task): task is ClosedFormTask {
  return task === 'multiple-choice' || task === 'blank-filling';
}

/**
 * Reads the free response and the reference answer by the same rules and sets them side by side. A response that cannot be
 * read is NA, which is not a wrong answer. Source: MedGEN-Bench evaluator (2026), `compute_closed_form_exact_match`.
 */
export function parseAnswers(
  task: ClosedFormTask,
  response: string,
  answer: string,
  choices: readonly string[]
): ParsedAnswer {
  const names = nameOptions(choices);
  const observed = readAnswer(task, response, names);
  const expected = readAnswer(task, answer, names);
  return {
    status: observed.answer === null ? 'NA' : 'parsed',
    answer: observed.answer,
    expected: expected.answer,
    failure: observed.failure ?? (expected.failure && 'reference_unparsed')
  };
}

function readAnswer(task: ClosedFormTask, text: string, names: OptionNames): Reading {
  const raw = strip(text);
  if (raw === '') return { answer: null, failure: 'empty' };
  if (task === 'blank-filling') return readBlank(raw);
  // With no option known there is nothing to map a letter to: the whole text is the answer.
  if (names.size === 0) return { answer: normaliseFreeText(raw), failure: null };
  const answer = readLines(raw, names) ?? readLoneLetter(raw, names) ?? readOptionText(raw, names);
  return answer === null ? { answer, failure: 'no_option_detected' } : { answer, failure: null };
}

/** The last line that states a letter ("Final answer: B") or is nothing but an option. */
function readLines(raw: string, names: OptionNames): string | null {
  for (const line of splitFilledLines(raw).reverse()) {
    const stated = statedLetter.exec(collapseSpace(line))?.[1]?.toLowerCase();
    if (stated !== undefined) return names.get(stated) ?? stated;
    const option = normaliseClosedForm(line, names);
    if (names.has(option)) return option;
  }
  return null;
}

/** The last letter standing alone that names an option; the article "a" counts, as it does in the evaluator. */
function readLoneLetter(raw: string, names: OptionNames): string | null {
  for (const [letter] of [...raw.toUpperCase().matchAll(loneLetter)].reverse()) {
    const option = names.get(letter.toLowerCase());
    if (option !== undefined) return option;
  }
  return null;
}

/** The option with the longest name that occurs in the text; of two equally long ones, the first. */
function readOptionText(raw: string, names: OptionNames): string | null {
  const text = normaliseFreeText(raw);
  let found: { readonly option: string; readonly length: number } | null = null;
  for (const [name, option] of names) {
    const length = [...name].length;
    if (length > (found?.length ?? 1) && text.includes(name)) found = { option, length };
  }
  return found && found.option;
}

/** The last line without "Final answer:" and outer punctuation, when it is no longer than 20 words. */
function readBlank(raw: string): Reading {
  const lastLine = collapseSpace(splitFilledLines(raw).at(-1) ?? '');
  const answer = lastLine.replace(blankPreamble, '').replaceAll(outerPunctuation, '');
  if (answer === '' || splitWords(answer).length > maxBlankWords) {
    return { answer: null, failure: 'no_short_answer' };
  }
  return { answer: normaliseFreeText(answer), failure: null };
}
