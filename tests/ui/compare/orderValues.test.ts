import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderValues } from '../../../src/lib/ui/compare/orderValues';

describe('the order of values', () => {
  it('is that of a stable sort, signed zeros and infinities included', () => {
    const value = fc.oneof(fc.constantFrom(0, -0, 1, Infinity, -Infinity), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), (values) => {
        const expected = [...values.keys()].sort((a, b) => {
          if (values[a] === values[b]) return a - b;
          return values[a]! < values[b]! ? -1 : 1;
        });
        expect([...orderValues(Float64Array.from(values))]).toEqual(expected);
      })
    );
  });
});
