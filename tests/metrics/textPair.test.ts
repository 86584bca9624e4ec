import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/lib/core/json';
import type { Task } from '../../src/lib/core/sample';
import { makeTextPair } from '../../src/lib/metrics/text/textPair';

const options = ['A. right lung', 'B. heart'];

describe('makeTextPair', () => {
  test('collapses white space in free text and keeps its case', () => {
    const pair = makeTextPair('question-answering', ' The\tHeart\x1c ', 'Left  lung', []);
    expect([pair.responseText, pair.answerText]).toEqual(['The Heart', 'Left lung']);
    expect(pair.parsed).toBeNull();
  });

  test.each<Task>(['multiple-choice', 'blank-filling'])('expands an option in %s', (task) => {
    const pair = makeTextPair(task, 'b)', 'Right  Lung', options);
    expect([pair.responseText, pair.answerText]).toEqual(['b. heart', 'a. right lung']);
  });

  test('a closed-form text that is no option is lower-cased and its label written anew', () => {
    const pair = makeTextPair('multiple-choice', 'C)  Left Lung', 'Option  D', options);
    expect([pair.responseText, pair.answerText]).toEqual(['c. left lung', 'option d']);
  });

  test('a report object is serialised, whatever the task', () => {
    expect(makeTextPair('report-generation', '', { FINDINGS: { Heart: 'normal' } }, []).answerText).toBe(
      'FINDINGS:\n  Heart: normal'
    );
    expect(makeTextPair('multiple-choice', '', { A: 'x' }, options).answerText).toBe('A: x');
  });

  test.each<JsonValue | undefined>([undefined, null, false, 0, '', [], {}])(
    'an answer of %j is empty text',
    (answer) => {
      expect(makeTextPair('question-answering', '', answer, []).answerText).toBe('');
      expect(makeTextPair('blank-filling', 'x', answer, []).parsed?.failure).toBe('reference_unparsed');
    }
  );

  test.each<[JsonValue, string]>([
    [['a', ' b'], "['a', ' b']"],
    [2.5, '2.5'],
    [true, 'True']
  ])('an answer of %j is compared as Python writes it', (answer, text) => {
    expect(makeTextPair('question-answering', '', answer, []).answerText).toBe(text);
  });

  test('keeps what was given', () => {
    const pair = makeTextPair('blank-filling', ' X ', { a: 1 }, options);
    expect(pair).toMatchObject({
      task: 'blank-filling',
      response: ' X ',
      answer: { a: 1 },
      choices: options
    });
  });
});
