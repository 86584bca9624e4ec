import { describe, expect, it } from 'vitest';
import { count, quote, quoteSome } from '../../src/lib/predictions/quote';

describe('a value in a problem', () => {
  it('is JSON, and nothing where there is none', () => {
    expect([quote('a "b"'), quote(null), quote(undefined), quote({ a: [1] })]).toEqual([
      '"a \\"b\\""',
      'null',
      'nothing',
      '{"a":[1]}'
    ]);
  });

  it('has at most eighty characters', () => {
    const whole = 'x'.repeat(78);
    expect(quote(whole)).toBe(`"${whole}"`);
    expect(quote(`${whole}x`)).toBe(`"${whole}…`);
  });
});

describe('a list in a problem', () => {
  it('is its first items, and how many more there are', () => {
    expect(['a', 'ab', 'abc', 'abcd', 'abcde'].map((letters) => quoteSome([...letters]))).toEqual([
      'a',
      'a, b',
      'a, b, c',
      'a, b, c and 1 more',
      'a, b, c and 2 more'
    ]);
    expect(quoteSome(['a', 'b'], 1)).toBe('a and 1 more');
  });

  it('is counted', () => {
    expect([0, 1, 2].map((items) => count(items, 'file'))).toEqual(['0 files', '1 file', '2 files']);
  });
});
