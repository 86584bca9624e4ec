import { describe, expect, it } from 'vitest';
import { describeLiteral, readLiteral } from '../../src/lib/predictions/readLiteral';

describe('a text that Python printed', () => {
  it.each<[text: string, value: unknown]>([
    ["{'a': None}", { a: null }],
    [" \t{ 'a': 1 } ", { a: 1 }],
    ["[{'a': 1}, {'b': (2, True)}]", [{ a: 1 }, { b: [2, true] }]],
    [" [ \n { 'a': 1 } ]", [{ a: 1 }]]
  ])('is read: %j', (text, value) => expect(readLiteral(text)).toEqual(value));

  it.each([
    '{"a": 1}',
    "{'a': 1",
    "{'a': b}",
    "{'a': 1}}",
    "x {'a': 1}",
    "['a']",
    "[['a']]",
    "'a'",
    '{1: 2}',
    ''
  ])('is none of JSON, of other values or where it is broken: %j', (text) => {
    expect(readLiteral(text)).toBeNull();
  });

  it('is told of where it stands', () => {
    expect(describeLiteral({ file: 'a.jsonl', line: 2 })).toEqual({
      code: 'python-literal',
      severity: 'note',
      where: { file: 'a.jsonl', line: 2 },
      what: 'not JSON but what Python prints of a dict; it is read as such'
    });
  });
});
