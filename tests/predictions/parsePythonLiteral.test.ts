import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/lib/core/json';
import { pythonStr } from '../../src/lib/core/pythonStr';
import { parsePythonLiteral } from '../../src/lib/predictions/parsePythonLiteral';

describe('a Python literal', () => {
  it.each<[string, JsonValue]>([
    [`['A. nodule', "it's"]`, ['A. nodule', "it's"]],
    [
      `{'a': None, 'b': True, 'c': [False, -1.5e3, nan, -inf]}`,
      { a: null, b: true, c: [false, -1500, NaN, -Infinity] }
    ],
    [String.raw`'\x41\u00e9\U0001F600\n\'\\ \q'`, "Aé😀\n'\\ \\q"],
    [`('a', )`, ['a']],
    ['(1)', 1],
    ['()', []],
    ['{}', {}],
    [`{1: 'x', None: 2}`, { '1': 'x', null: 2 }],
    ['[1, 2,]', [1, 2]],
    ['12345678901234567890', '12345678901234567890'],
    ['1_000.5', 1000.5],
    [String.raw`'\101\0'`, 'A\0'],
    [String.raw`'\a\b\f\r\t\v\"'`, '\x07\b\f\r\t\v"'],
    [' \n[1]\t ', [1]],
    [`'one \\\nline'`, 'one line'],
    [`'one \\\r\nline'`, 'one line'],
    [`'one \\\rline'`, 'one line'],
    [String.raw`'\U0010ffff'`, '\u{10ffff}'],
    ['-9007199254740993', '-9007199254740993'],
    ['-9007199254740991', -9007199254740991],
    ['[+.5, 5., -2E+3]', [0.5, 5, -2000]],
    ['+inf', Infinity]
  ])('%s', (text, value) => {
    expect(parsePythonLiteral(text)).toEqual(value);
  });

  it.each([
    '',
    "['A' 'B']",
    `'a' "b"`,
    "['A', 'B'",
    "array(['A'])",
    "{'a'}",
    "__import__('os')",
    '[1 2]',
    "'open",
    '{[1]: 2}',
    "['a'] + ['b']",
    "f'x'",
    '[,]',
    '-None',
    '['.repeat(5000)
  ])('is not %j', (text) => {
    expect(() => parsePythonLiteral(text)).toThrow('not a Python literal');
  });

  it.each([
    ['', 1, 'the end of the value', 'a value'],
    ['[1', 3, 'the end of the value', '"," or "]"'],
    ['(1 2)', 4, '"2)"', '"," or ")"'],
    ["{'a': 1 'b': 2}", 9, `"'b': 2}"`, '"," or "}"'],
    ["{'a' 1}", 6, '"1}"', '":"'],
    ['{[1]: 2}', 5, '": 2}"', 'a key that is no container'],
    ["'ab", 4, 'the end of the value', 'a closing quote'],
    ["'a\nb'", 3, String.raw`"\nb'"`, 'a closing quote'],
    [String.raw`'\U00110000'`, 12, `"'"`, 'a known character'],
    ['[1] and words behind it', 5, '"and words behind it"', 'the end of the value'],
    ['[1] and many more words behind it', 5, '"and many more words "', 'the end of the value'],
    ['Nothing', 1, '"Nothing"', 'a value']
  ])('that %j is not says where, what stands there and what is wanted', (text, character, got, expected) => {
    expect(() => parsePythonLiteral(text)).toThrowError(
      expect.objectContaining({
        problem: {
          code: 'python-syntax',
          severity: 'error',
          where: {},
          what: `not a Python literal at character ${character}`,
          got,
          expected
        }
      })
    );
  });

  it.each([
    ['lists', '[', ']'],
    ['dicts', '{1:', '}']
  ])('has at most 512 levels of %s', (_, open, close) => {
    const nest = (levels: number) => `${open.repeat(levels)}0${close.repeat(levels)}`;
    expect(() => parsePythonLiteral(nest(512))).not.toThrow();
    expect(() => parsePythonLiteral(nest(513))).toThrow('at most 512 levels of nesting');
  });

  it('is what repr writes, read back', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', "'", '"', '\\', '\n', 'é', '😀', '\u2028', ' ', '\x01')
    });
    const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, false, 0, -7, 2.5, 1e-7),
        text,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(text, tie('tree'), { maxKeys: 4 })
      )
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(parsePythonLiteral(pythonStr([value]))).toEqual([value]);
      })
    );
  });
});
