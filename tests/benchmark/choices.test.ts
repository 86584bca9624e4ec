import { describe, expect, test } from 'vitest';
import { choicesOf, parseChoices } from '../../src/lib/benchmark/choices';
import golden from '../golden/choices.json' with { type: 'json' };

describe('parseChoices', () => {
  test.each(golden)('reads $instruction as the evaluator does', ({ instruction, choices }) => {
    expect(parseChoices(instruction)).toEqual(choices);
  });

  test('lines end where Python ends them', () => {
    expect(parseChoices('Options:\x85a] one\x1cb- two\u2028C: three')).toEqual([
      'A. one',
      'B. two',
      'C. three'
    ]);
  });

  test('the heading is a word of its own', () => {
    expect(parseChoices('Adoptions:\nA. one')).toEqual([]);
    expect(parseChoices('éoptions:\nA. one')).toEqual([]);
    expect(parseChoices('(OPTION)\nOption\u3000:\nA. one')).toEqual(['A. one']);
  });

  test('what stands before the first heading does not count, a second heading is a line like any other', () => {
    expect(parseChoices('A. before\nOptions:\nA. one\nOptions:\nB. two')).toEqual(['A. one', 'B. two']);
  });
});

describe('choicesOf', () => {
  const instruction = 'Question?\n\nOptions:\nA. heart\nB. lung';

  test('takes `choice` first, then `choices`, then the instruction', () => {
    expect(choicesOf({ choice: ['A. x'], choices: ['A. y'], instruction })).toEqual(['A. x']);
    expect(choicesOf({ choices: ['A. y'], instruction })).toEqual(['A. y']);
    expect(choicesOf({ instruction })).toEqual(['A. heart', 'B. lung']);
  });

  test('passes over fields that hold no choice', () => {
    expect(choicesOf({ choice: '  ', choices: [], instruction })).toEqual(['A. heart', 'B. lung']);
    expect(choicesOf({ choice: null, choices: ['', ' \x1c'], instruction })).toEqual(['A. heart', 'B. lung']);
    expect(choicesOf({ choice: { A: 'x' }, instruction })).toEqual(['A. heart', 'B. lung']);
  });

  test('a text is one choice, and an item that is no text is written as Python writes it', () => {
    expect(choicesOf({ choice: 'A. x\nB. y' })).toEqual(['A. x\nB. y']);
    expect(choicesOf({ choice: [3, null, true] })).toEqual(['3', 'None', 'True']);
  });

  test('a record without instruction has none', () => {
    expect(choicesOf({})).toEqual([]);
    expect(choicesOf({ instruction: 5 })).toEqual([]);
  });
});
