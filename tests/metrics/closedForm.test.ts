import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAnswers, type ClosedFormTask } from '../../src/lib/metrics/text/closedForm';
import { em } from '../../src/lib/metrics/text/em';
import { makeTextPair } from '../../src/lib/metrics/text/textPair';
import { anyCharacter } from '../anyCharacter';
import { loadKernels } from '../kernels/loadKernels';
import { readGolden } from '../kernels/readGolden';

interface ClosedFormCase {
  task: ClosedFormTask;
  response: string;
  answer: string;
  choices: string[];
  score: number | null;
  parse_status: string;
  parsed_answer: string | null;
  expected_answer: string | null;
  parse_failure_reason: string | null;
}

const cases = await readGolden<ClosedFormCase[]>('closed_form.json');
const kernels = await loadKernels();
const options = ['A. right lung', 'B. heart', 'C) left lung', 'D: none of the above'];

const parseChoice = (response: string, choices: readonly string[] = options): string | null =>
  parseAnswers('multiple-choice', response, 'B', choices).answer;

const parseBlank = (response: string): string | null =>
  parseAnswers('blank-filling', response, 'x', []).answer;

describe('closed-form exact match', () => {
  test.each(cases)('$task: $response against $answer', (golden) => {
    const pair = makeTextPair(golden.task, golden.response, golden.answer, golden.choices);
    expect(pair.parsed).toEqual({
      status: golden.parse_status,
      answer: golden.parsed_answer,
      expected: golden.expected_answer,
      failure: golden.parse_failure_reason
    });
    expect(em.compute(pair, kernels)?.value).toBe(golden.score);
  });

  test('an answer matches itself whenever it can be parsed', () => {
    const text = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.constantFrom(...options, 'A', '(b)', 'Answer: d')
    );
    const task = fc.constantFrom<ClosedFormTask>('multiple-choice', 'blank-filling');
    fc.assert(
      fc.property(task, text, (which, answer) => {
        const score = em.compute(makeTextPair(which, answer, answer, options), kernels);
        expect([1, null]).toContain(score?.value);
      })
    );
  });

  test('the score stays the same when response and reference change places', () => {
    const text = fc.constantFrom(
      'A',
      'b)',
      'heart',
      'the left lung',
      'E',
      'Answer: c\nE',
      'none of the above'
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        const score = em.compute(makeTextPair('multiple-choice', a, b, options), kernels);
        const swapped = em.compute(makeTextPair('multiple-choice', b, a, options), kernels);
        expect(swapped?.value).toBe(score?.value);
      })
    );
  });

  test('what cannot be parsed is NA with a reason, on either side', () => {
    const unread = em.compute(makeTextPair('multiple-choice', 'E', 'B', options), kernels);
    expect(unread).toEqual({ value: null, reason: 'NA: no option could be found in the response', na: true });
    const noReference = makeTextPair('multiple-choice', 'B', '', options);
    expect(noReference.parsed).toEqual({
      status: 'parsed',
      answer: 'b. heart',
      expected: null,
      failure: 'reference_unparsed'
    });
    expect(em.compute(noReference, kernels)).toEqual({
      value: null,
      reason: 'NA: the reference answer could not be parsed',
      na: true
    });
  });

  test('it does not apply to other tasks', () => {
    expect(em.compute(makeTextPair('report-generation', 'a', 'a', []), kernels)).toBeUndefined();
  });
});

// What the evaluator's own parser gives for each.
describe('a multiple-choice response', () => {
  test('is read from its last line upwards', () => {
    expect(parseChoice('Answer: A\nAnswer: B\n\n')).toBe('b. heart');
    expect(parseChoice('left lung\nsome words')).toBe('c. left lung');
  });

  test('states a letter after answer, option or choice, even inside a longer word', () => {
    expect(parseChoice('FINAL   ANSWER\u00a0=(c) because')).toBe('c. left lung');
    expect(parseChoice('adoption: d.')).toBe('d. none of the above');
    expect(parseChoice('answer is not known')).toBeNull();
  });

  test('may state a letter that is no option, which is then the answer', () => {
    expect(parseChoice('option Z')).toBe('z');
  });

  test('names an option by the last lone letter when no line does', () => {
    expect(parseChoice('Either C, or perhaps A?')).toBe('a. right lung');
    expect(parseChoice('x_C é C2 (C')).toBe('c. left lung');
    expect(parseChoice('x_C éC C2')).toBeNull();
  });

  test('names an option by its longest text when no letter does', () => {
    expect(parseChoice('heart, none of the above')).toBe('d. none of the above');
    // "b." is a name of option B as well, and the second "ab." holds it.
    expect(parseChoice('ab. cd')).toBe('b. heart');
  });

  test('is compared by upper case and back, so that ß is ss', () => {
    expect(parseChoice('a. GROSS', ['A. groß', 'B. klein'])).toBe('a. gross');
  });

  test('of two options with one text the later one is meant', () => {
    expect(parseChoice('same', ['A. same', 'B. same'])).toBe('b. same');
  });

  test('of two option texts equally long the first one wins', () => {
    expect(parseChoice('it shows lung heart', ['A. heart.', 'B. heart', 'C. lungs'])).toBe('b. heart');
    expect(parseChoice('it shows heart lungs', ['B. lungs', 'C. heart'])).toBe('b. lungs');
  });
});

describe('a blank-filling response', () => {
  test('is its last line without preamble and outer punctuation', () => {
    expect(parseBlank('because of x\n  [The blank is: T2-Weighted.] ')).toBe('the blank is: t2-weighted');
    expect(parseBlank('The blank is: (T2-Weighted).')).toBe('t2-weighted');
    expect(parseBlank('final\u2003answer = 2.1  cm;')).toBe('2.1 cm');
  });

  test('loses the first letters of a word that begins like the preamble, as in the evaluator', () => {
    expect(parseBlank('answer isotope')).toBe('otope');
  });

  test('has at most 20 words', () => {
    expect(parseBlank('w '.repeat(20))).toBe('w '.repeat(20).trim());
    expect(parseBlank('w '.repeat(21))).toBeNull();
    expect(parseBlank('"quoted"')).toBe('"quoted"');
  });
});

describe('a hostile response', () => {
  test.each([
    ['spaces after a keyword', `answer${' '.repeat(200_000)}?`],
    ['punctuation inside', `a${'.'.repeat(200_000)}b`],
    ['many keywords', 'answer '.repeat(50_000)],
    ['many lines', 'x\n'.repeat(100_000)]
  ])('with %s costs little time', (_, response) => {
    const begun = performance.now();
    parseChoice(response);
    parseBlank(response);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
