import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/lib/core/json';
import { isTruthy, pythonStr } from '../../src/lib/core/pythonStr';

describe('pythonStr', () => {
  // Each right side is what Python 3.11.7 prints for str(json.loads(...)).
  test.each<[JsonValue, string]>([
    ['a\nb', 'a\nb'],
    [null, 'None'],
    [true, 'True'],
    [false, 'False'],
    [3, '3'],
    [-0, '0'],
    [3.5, '3.5'],
    [1e-4, '0.0001'],
    [1e-5, '1e-05'],
    [-2.5e-7, '-2.5e-07'],
    [1.5e-300, '1.5e-300'],
    [123456789012345680000, '123456789012345683968'],
    [Number.NaN, 'nan'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [[], '[]'],
    [['a', 1, null], "['a', 1, None]"],
    [["it's", 'say "x"', 'both \' and "'], "[\"it's\", 'say \"x\"', 'both \\' and \"']"],
    [
      ['\\ \t\n\r\x07\x7f\xa0é\u200b\u2028🫁\u{e0001}'],
      "['\\\\ \\t\\n\\r\\x07\\x7f\\xa0é\\u200b\\u2028🫁\\U000e0001']"
    ],
    [{ a: { b: [true] } }, "{'a': {'b': [True]}}"]
  ])('%j is written as %s', (value, written) => {
    expect(pythonStr(value)).toBe(written);
  });
});

describe('isTruthy', () => {
  test.each<JsonValue>(['', 0, -0, false, null, [], {}])('%j is false', (value) => {
    expect(isTruthy(value)).toBe(false);
  });

  test.each<JsonValue>([' ', 'a', 1, -0.5, true, [0], { a: null }, Number.NaN])('%j is true', (value) => {
    expect(isTruthy(value)).toBe(true);
  });

  test('what is absent is false', () => {
    expect(isTruthy(undefined)).toBe(false);
  });
});
