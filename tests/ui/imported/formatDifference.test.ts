import { describe, expect, it } from 'vitest';
import { formatDifference, formatSize } from '../../../src/lib/ui/imported/formatDifference';

describe('a difference', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [0.5, '+0.5'],
    [-12.345, '−12.3'],
    [0.001, '+0.001'],
    [-0.00000531, '−5.31e-6'],
    [4.0634162701280729e-14, '+4.06e-14'],
    [1_234_567, '+1.23e+6']
  ])('of %d reads %s', (difference, text) => {
    expect(formatDifference(difference)).toBe(text);
  });

  it('has no sign as a size', () => {
    expect([formatSize(0), formatSize(0.25), formatSize(1e-9)]).toEqual(['0', '0.25', '1.00e-9']);
  });
});
