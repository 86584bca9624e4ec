import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdMatcher } from '../../src/lib/predictions/IdMatcher';

/** By the definition: the first letters differ, or one of them is too many. */
function countEditsPlainly(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  if (a[0] === b[0]) return countEditsPlainly(a.slice(1), b.slice(1));
  const [x, y] = [a.slice(1), b.slice(1)];
  return 1 + Math.min(countEditsPlainly(x, y), countEditsPlainly(x, b), countEditsPlainly(a, y));
}

describe('the nearest id', () => {
  it('is the first of those that differ in the fewest letters, at most a third of them', () => {
    const id = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(id, fc.uniqueArray(id, { minLength: 1, maxLength: 6 }), (sought, ids) => {
        const distances = ids.map((other) => countEditsPlainly(sought, other));
        const least = Math.min(...distances);
        const expected = least <= Math.ceil(sought.length / 3) ? ids[distances.indexOf(least)] : null;
        expect(new IdMatcher(ids).nearest(sought)).toBe(expected);
      }),
      { numRuns: 500 }
    );
  });

  it.each([
    ['case_001', 'case_0O1'],
    ['study-12-left', 'study-12-lefft'],
    ['abcdef', 'bacdef']
  ])('of %s is %s', (sought, meant) => {
    expect(new IdMatcher(['something else entirely', meant]).nearest(sought)).toBe(meant);
  });

  it('is looked for letter by letter for fifty ids and no more, nor for long ones', () => {
    const ids = Array.from({ length: 60 }, (_, i) => `study number ${100 + i}`);
    const matcher = new IdMatcher(ids);
    const found = ids.map((id) => matcher.nearest(`${id}x`));
    expect(found.filter((one) => one !== null)).toHaveLength(50);
    const long = 'x'.repeat(65);
    expect(new IdMatcher([long]).nearest(`y${long.slice(1)}`)).toBeNull();
    // Another spelling is no comparison.
    expect(matcher.nearest('STUDY NUMBER 159')).toBe('study number 159');
  });
});
