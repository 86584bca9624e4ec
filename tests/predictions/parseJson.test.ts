import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/lib/core/json';
import { JsonReader } from '../../src/lib/predictions/JsonReader';
import { parseJson, parseStandard } from '../../src/lib/predictions/parseJson';
import { anyCharacter } from '../anyCharacter';

const read = (text: string) => parseJson(text).value;

function fail(text: string): string {
  try {
    return JSON.stringify(parseJson(text));
  } catch (error) {
    return (error as Error).message;
  }
}

describe('JSON as Python writes it', () => {
  it('may hold NaN and infinities, and says so', () => {
    expect(parseJson('{"PSNR": Infinity, "SSIM": NaN, "x": [-Infinity, 1]}')).toEqual({
      value: { PSNR: Infinity, SSIM: NaN, x: [-Infinity, 1] },
      hasPythonNumbers: true
    });
    expect(parseJson('{"a": "NaN"}').hasPythonNumbers).toBe(false);
    expect(parseJson('[true, null, 9007199254740993]').hasPythonNumbers).toBe(false);
  });

  it('may have any of its white space between things', () => {
    expect(read('\r\n\t [ NaN\r,\n1\t ] ')).toEqual([NaN, 1]);
  });

  it('may hold numbers too large for it, which are infinite as in Python', () => {
    expect(read('[1e999, -1e999]')).toEqual([Infinity, -Infinity]);
  });

  it('keeps integers that a number cannot hold as text', () => {
    expect(
      read('{"id": 12345678901234567890, "seed": -9007199254740993, "x": 1e30, "y": 9007199254740991}')
    ).toEqual({
      id: '12345678901234567890',
      seed: '-9007199254740993',
      x: 1e30,
      y: 9007199254740991
    });
  });

  it('takes the last of equal keys', () => {
    expect(read('{"a": 1, "a": 2}')).toEqual({ a: 2 });
    expect(read('{"a": 1, "b": NaN, "a": 2}')).toEqual({ a: 2, b: NaN });
  });

  it('has no power over prototypes', () => {
    for (const text of ['{"__proto__": {"evil": 1}, "a": 1}', '{"__proto__": {"evil": 1}, "a": NaN}']) {
      const value = read(text) as Record<string, unknown>;
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(value['evil']).toBeUndefined();
      expect(Object.keys(value)).toEqual(['__proto__', 'a']);
    }
  });

  it('may hold lone surrogates and line separators', () => {
    expect(read('{"a": "\\ud800", "b": "x\u2028y"}')).toEqual({ a: '\ud800', b: 'x\u2028y' });
    expect(read('{"a": "\\ud800", "b": "x\u2028y", "c": NaN}')).toEqual({
      a: '\ud800',
      b: 'x\u2028y',
      c: NaN
    });
  });

  it('is read with escapes of any kind', () => {
    expect(read('["\\"", "\\\\", "a\\\\\\"b", "\\u00e9\\n", NaN]')).toEqual(['"', '\\', 'a\\"b', 'é\n', NaN]);
  });

  it('agrees with the browser on everything that the browser reads', { timeout: 60_000 }, () => {
    const spaced = fc.tuple(fc.json({ stringUnit: anyCharacter }), fc.constantFrom(undefined, 1, '\t'));
    fc.assert(
      fc.property(spaced, ([json, space]) => {
        const text = JSON.stringify(JSON.parse(json), null, space);
        fc.pre(!/\d{16}/.test(text));
        expect(new JsonReader(text).readDocument()).toEqual(JSON.parse(text));
      }),
      { numRuns: 200 }
    );
  });

  it('agrees with the browser on what is no JSON', { timeout: 60_000 }, () => {
    const text = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', '0', '-', '.', 'e', ' ', '\\', 'null')
    });
    fc.assert(
      fc.property(text, (candidate) => {
        let expected: JsonValue | undefined;
        try {
          expected = JSON.parse(candidate) as JsonValue;
        } catch {
          expected = undefined;
        }
        const own = (() => {
          try {
            return new JsonReader(candidate).readDocument();
          } catch {
            return undefined;
          }
        })();
        fc.pre(!/\d{16}/.test(candidate));
        expect(own).toEqual(expected);
      }),
      { numRuns: 2000 }
    );
  });
});

describe('a text that is not JSON', () => {
  it.each([
    ['{"a": }', 'not valid JSON at character 7; got "}", expected a value'],
    ['{"a": 1', 'not valid JSON at character 8; got the end of the record, expected "," or "}"'],
    ['{"a" 1}', 'not valid JSON at character 6; got "1}", expected ":"'],
    ['{a: 1}', 'not valid JSON at character 2; got "a: 1}", expected a key in double quotes'],
    ["{'a': 1}", `not valid JSON at character 2; got "'a': 1}", expected a key in double quotes`],
    ['[1 2]', 'not valid JSON at character 4; got "2]", expected "," or "]"'],
    ['{"a": "x', 'not valid JSON at character 7; got "\\"x", expected a closing quote'],
    [
      '{"a": "x\ty"}',
      'not valid JSON at character 7; got "\\"x\\ty\\"}", expected a string without line breaks and with known escapes'
    ],
    ['{"a": None}', 'not valid JSON at character 7; got "None}", expected a value'],
    ['{"a": 1}{"a": 2}', 'not valid JSON at character 9; got "{\\"a\\": 2}", expected the end of the record'],
    ['{"a": 01}', 'not valid JSON at character 8; got "1}", expected "," or "}"'],
    ['{"a": constructor}', 'not valid JSON at character 7; got "constructor}", expected a value'],
    ['', 'not valid JSON at character 1; got the end of the record, expected a value']
  ])('is refused with its place: %j', (text, message) => {
    expect(fail(text)).toBe(message);
  });

  it('is also one that is nested too deep for recursive code', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(fail(deep)).toBe(
      'not valid JSON at character 514; got "[[[[[[[[[[[[[[[[[[[[", expected at most 512 levels of nesting'
    );
    expect(fail('['.repeat(400) + ']'.repeat(400))).toContain('[[[');
    expect(fail(`${'{"a":'.repeat(600)}0${'}'.repeat(600)}`)).toContain('at most 512 levels of nesting');
  });
});

describe('JSON that the browser reads as Python does', () => {
  it.each<[text: string, value: unknown]>([
    ['{"a": [1, -2.5, "x", true, null]}', { a: [1, -2.5, 'x', true, null] }],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['null', null],
    ['"x"', 'x']
  ])('is %j', (text, value) => expect(parseStandard(text)).toEqual(value));

  it.each([
    '{"a": 1',
    'NaN',
    '',
    '9007199254740992',
    '[{"a": [0, -9007199254740993]}]',
    // An integer to a browser, and too large to hold its digits.
    '1e22',
    `${'['.repeat(600)}${']'.repeat(600)}`
  ])('is not %j', (text) => expect(parseStandard(text)).toBeUndefined());
});
