import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderNumbers, rankNames, rankTexts } from '../../src/lib/query/sortOrder';

/** The order by the language's own stable sort. */
const expected = (values: readonly number[]): number[] =>
  [...values.keys()].sort((a, b) => values[a]! - values[b]!);

describe('the order of numbers', () => {
  it('is that of a stable sort, for few and for many values of any size and sign', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true }),
      fc.constantFrom(0, -0, 1, -1, 0.5, Number.MAX_VALUE, Number.MIN_VALUE, -Number.MIN_VALUE),
      fc.integer({ min: -5, max: 5 })
    );
    const lists = fc.oneof(
      fc.array(number, { maxLength: 50 }),
      fc.array(number, { minLength: 4200, maxLength: 4300 })
    );
    fc.assert(
      fc.property(lists, (values) => {
        const finite = values.filter(Number.isFinite);
        expect([...orderNumbers(Float64Array.from(finite))]).toEqual(expected(finite));
      }),
      { numRuns: 60 }
    );
  });
});

describe('names', () => {
  const order = (names: readonly string[]): string[] =>
    [...orderNumbers(rankNames(names))].map((at) => names[at]!);

  it('stand in the order of their words, then of the numbers at their end', () => {
    expect(order(['s10', 's9', 'r1', 's', 'b:000002', 'b:000001'])).toEqual([
      'b:000001',
      'b:000002',
      'r1',
      's',
      's9',
      's10'
    ]);
  });

  it('keep numbers inside the name in the order of numbers, too', () => {
    expect(order(['shard 10:1', 'shard 9:2', 'shard 9:1'])).toEqual(['shard 9:1', 'shard 9:2', 'shard 10:1']);
  });

  it('that are equal have one rank', () => {
    expect([...rankTexts(['MRI', 'CT', 'MRI'])]).toEqual([1, 0, 1]);
  });
});
