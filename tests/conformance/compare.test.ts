import { describe, expect, it } from 'vitest';
import { judge, type Check } from '../../src/lib/conformance/check';
import { compareNumbers, compareTexts, quote } from '../../src/lib/conformance/compare';

describe('numbers', () => {
  it('pass up to the tolerance and not beyond it', () => {
    expect(compareNumbers([1, 2], [1, 2.5], 0.5)).toEqual({ got: '1, 2.5', passes: true, deviation: 0.5 });
    expect(compareNumbers([1, 2], [1, 2.6], 0.5).passes).toBe(false);
    expect(compareNumbers([0.1 + 0.2], [0.3], 0).passes).toBe(false);
  });

  it('do not pass when one has no value, or is NaN, or is missing', () => {
    expect(compareNumbers([1], [null], 1)).toEqual({ got: 'no value', passes: false });
    expect(compareNumbers([null], [1], 1).passes).toBe(false);
    expect(compareNumbers([1], [NaN], 1).passes).toBe(false);
    expect(compareNumbers([1, 2], [1], 1).passes).toBe(false);
    expect(compareNumbers([1], [1, 2], 1).passes).toBe(false);
  });

  it('pass when neither has a value', () => {
    expect(compareNumbers([null], [null], 0)).toEqual({ got: 'no value', passes: true });
  });
});

describe('a verdict', () => {
  const check: Check = {
    name: 'a.bmp',
    expected: 'pixels',
    exception: { got: 'of 16 bits', reason: 'refused by design' },
    run: () => Promise.resolve(compareTexts('pixels', 'pixels'))
  };

  it('is an exception only for the answer that is known', () => {
    expect(judge(check, compareTexts('pixels', 'a BMP of 16 bits is not supported'))).toBe('excepted');
    expect(judge(check, compareTexts('pixels', 'other pixels'))).toBe('failed');
    expect(judge(check, compareTexts('pixels', 'pixels'))).toBe('passed');
  });
});

it('quoted texts are short and show white space that cannot be seen', () => {
  expect(quote('a\tb\u00a0c\n')).toBe('“a␣b␣c␣”');
  expect(quote('x'.repeat(100))).toHaveLength(62);
});
