import { describe, expect, it } from 'vitest';
import { describeError } from '../../src/lib/core/describeError';
import { describeRefusal } from '../../src/lib/core/describeRefusal';
import { DataError } from '../../src/lib/core/problem';

const quota = new DOMException('The quota is exceeded', 'QuotaExceededError');

describe('an error in words', () => {
  it('is its message, with the place where it has one', () => {
    expect(describeError(new RangeError('too long'))).toBe('too long');
    const where = { file: 'a.jsonl', line: 2 };
    expect(describeError(new DataError({ code: 'x', where, what: 'no id' }))).toBe('a.jsonl:2: no id');
  });

  it('is its name where it has no message, and anything else as text', () => {
    expect(describeError(new TypeError())).toBe('TypeError');
    expect(['text', null, 7].map(describeError)).toEqual(['text', 'null', '7']);
  });

  it('names its kind where that says more', () => {
    expect(describeRefusal(quota)).toBe('QuotaExceededError: The quota is exceeded');
    expect(describeRefusal('text')).toBe('text');
  });
});
