import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/lib/core/json';
import { serialise } from '../../src/lib/metrics/text/serialise';
import { goldenUrl } from '../kernels/readGolden';

const goldenText = await readFile(goldenUrl('serialize.json'), 'utf8');

// JSON.parse makes 1 of 1.0, which Python keeps apart: here such a number comes as the text that Python writes for it.
const wholeFloat = /(?<=: )\d+\.0(?=[,\n])/g;
const cases = JSON.parse(goldenText.replaceAll(wholeFloat, '"$&"')) as {
  answer: JsonValue;
  serialized: string;
}[];

describe('serialise', () => {
  test.each(cases)('$answer becomes $serialized', ({ answer, serialized }) => {
    expect(serialise(answer)).toBe(serialized);
  });

  test('known sections come first, in their order and in any case; all others by name', () => {
    expect(serialise({ zeta: 'z', impression: 'i', Alpha: 'a', Findings: 'f', STUDY: 's' })).toBe(
      'STUDY: s\nFindings: f\nimpression: i\nAlpha: a\nzeta: z'
    );
  });

  test('names are compared by code point, as Python does', () => {
    expect(serialise({ '😀': 1, '\uff5e': 2 })).toBe('\uff5e: 2\n😀: 1');
    expect(serialise({ ab: 1, a: 2, '': 3 })).toBe(': 3\na: 2\nab: 1');
  });

  test('names that differ in case only keep their order', () => {
    expect(serialise({ B: 1, b: 2 })).toBe('B: 1\nb: 2');
    expect(serialise({ b: 2, B: 1 })).toBe('b: 2\nB: 1');
  });

  test('sections may be nested to any depth, and an empty one keeps its heading', () => {
    expect(serialise({ FINDINGS: { Lungs: { Left: 'clear ' }, Heart: {} } })).toBe(
      'FINDINGS:\n  Heart:\n  Lungs:\n    Left: clear'
    );
  });

  test('lists are joined, an object in a list is written as Python writes it', () => {
    expect(serialise({ a: [' x  y ', { b: 1 }, null] })).toBe("a: x y; {'b': 1}; None");
    expect(serialise({ a: [''], b: [], c: ' ' })).toBe('a: ');
  });
});
