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
    [String.raw`'\101\0'`, 'A\0']
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
