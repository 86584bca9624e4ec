import { describe, expect, it } from 'vitest';
import { frac, row, sub, sum } from '../../../src/lib/ui/methods/math';

describe('a formula', () => {
  it('tells names, numbers and operators apart', () => {
    expect(row('MSE = 20 μ')).toEqual({
      tag: 'mrow',
      parts: [
        { tag: 'mi', text: 'MSE' },
        { tag: 'mo', text: '=' },
        { tag: 'mn', text: '20' },
        { tag: 'mi', text: 'μ' }
      ]
    });
  });

  it('needs no row around a single symbol', () => {
    expect(sub('x', 'i')).toEqual({
      tag: 'msub',
      parts: [
        { tag: 'mi', text: 'x' },
        { tag: 'mi', text: 'i' }
      ]
    });
  });

  it('keeps what is above and below a line as one part each', () => {
    const { parts } = frac('a + b', 'c') as { parts: readonly unknown[] };
    expect(parts).toEqual([row('a + b'), row('c')]);
  });

  it('sums with one limit or with two', () => {
    expect([sum('i').tag, sum('i = 1', 'n').tag]).toEqual(['munder', 'munderover']);
  });
});
