import { describe, expect, it } from 'vitest';
import { findJson } from '../../src/lib/judge/findJson';

describe('the JSON of an answer', () => {
  it.each<[string, string, readonly unknown[]]>([
    ['alone, with blanks around', ' \n{"a": 1}\n ', [{ a: 1 }]],
    ['a text', '"a"', ['a']],
    ['between words', 'so {"a": 1} and {"b": {"c": 2}}.', [{ a: 1 }, { b: { c: 2 } }]],
    ['with braces in its texts', 'x {"a": "}{"} y', [{ a: '}{' }]],
    ['with quotes in its texts', String.raw`x {"a": "\"}"} y`, [{ a: '"}' }]],
    ['with a backslash at the end of a text', String.raw`x {"a": "\\"} y`, [{ a: '\\' }]],
    ['behind braces that are none', 'the set {a} is {"a": 1}', [{ a: 1 }]],
    ['behind a brace that is never closed', '{ {"a": 1}', [{ a: 1 }]],
    ['with commas too many', '{"a": [1, 2,], "b": 3, }', [{ a: [1, 2], b: 3 }]],
    ['with a comma in a text', '{"a": ",]", "b": 3,}', [{ a: ',]', b: 3 }]],
    ['with spaces that are none to JSON', '{\u00a0"a":\u200b 1\ufeff}', [{ a: 1 }]],
    ['with such a space in a text', '{"a": "x\u00a0y",}', [{ a: 'x\u00a0y' }]],
    ['with line breaks and tabs in its texts', '{"a": "x\ny\r\tz"}', [{ a: 'x\ny\r\tz' }]],
    ['with other control characters in its texts', '{"a": "x\u0001\u001fy"}', [{ a: 'x\u0001\u001fy' }]],
    ['with a comma in a text that is not closed by it', '{"a": "b,", "c": 1,}', [{ a: 'b,', c: 1 }]],
    ['with a space that is none between numbers', '{"a": [1,\u00a02]}', [{ a: [1, 2] }]],
    ['escaped within a text', String.raw`the answer: {\"a\": 1}`, [{ a: 1 }]]
  ])('is found %s', (_, text, values) => {
    expect(findJson(text)).toMatchObject({ values });
  });

  it('has no fault where all of it can be read', () => {
    expect([findJson('{"a": 1}').fault, findJson('x {"a": 1} y').fault, findJson('words').fault]).toEqual([
      null,
      null,
      null
    ]);
  });

  it.each([
    ['{"a": {"b": 1', 'the JSON is not complete: 2 of its braces are not closed'],
    ['{"a": "b', 'the JSON is not complete: a text in quotes is not closed'],
    ['{"a" 1} and {"b": ', /^the JSON has a fault: /]
  ])('of %j has the fault of the first object that cannot be read', (text, fault) => {
    expect(findJson(text).fault).toEqual(typeof fault === 'string' ? fault : expect.stringMatching(fault));
    expect(findJson(text).values).toEqual([]);
  });

  it('has a fault of few words, however long the text is', () => {
    const fault = findJson(`x {"a": ${'b'.repeat(1000)}} y`).fault!;
    expect(fault.length).toBeLessThanOrEqual('the JSON has a fault: '.length + 160);
  });

  it('is looked for in so many letters that a loop of braces costs no minutes', () => {
    // Every brace is read to the end of the text: 3,000 of them are 4.5 million letters, 6,000 are 18 million.
    const behind = ' {"a": 1}';
    expect(findJson('{'.repeat(3000) + behind).values).toEqual([{ a: 1 }]);
    expect(findJson('{'.repeat(6000) + behind).values).toEqual([]);
    // What was read once is not read again: objects side by side count their own letters.
    const wide = `{"a": "${'x'.repeat(10_000)}"} `.repeat(400);
    expect(findJson(wide).values).toHaveLength(400);
    expect(findJson(wide.repeat(2)).values.length).toBeLessThan(600);
  });
});
