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
    const [most, long] = ['x'.repeat(64), 'x'.repeat(65)];
    expect(new IdMatcher([most]).nearest(`y${most.slice(1)}`)).toBe(most);
    expect(new IdMatcher([long]).nearest(`y${long.slice(1)}`)).toBeNull();
    // Another spelling is nearer than other letters.
    expect(new IdMatcher(['CASE_8', 'case-7']).nearest('CASE_7')).toBe('case-7');
    // Another spelling is no comparison.
    expect(matcher.nearest('STUDY NUMBER 159')).toBe('study number 159');
  });
});

describe('an id in another spelling', () => {
  it.each([
    [' case 7 ', 'case 7'],
    ['="007"', '007'],
    ["'007", '007'],
    [' ="007" ', '007'],
    [' 7.0 ', '7'],
    [' CASE_7 ', 'case_7'],
    ['Cafe\u0301', 'Caf\u00e9'],
    ['7.0', '7'],
    ['-12.00', '-12'],
    ['CASE_7', 'case_7'],
    ['case-7', 'case_7'],
    ['a/b:c', 'a b.c'],
    ['a__b - c', 'a b c'],
    ['run/ case7', 'case7'],
    ['007', '7'],
    ['run1/images/0042.png', '42'],
    ['medgen:vqa:train:000001', '000001'],
    ['C:\\data\\case7.jpeg', 'case7']
  ])('%j means %j, and the other way round', (written, id) => {
    expect(new IdMatcher([id, 'something else']).match(written)).toBe(id);
    expect(new IdMatcher([written, 'something else']).match(id)).toBe(written);
  });

  it.each([
    ['7.5', '7'],
    ['x7.0', 'x7'],
    ['17.0', '7'],
    ['70', '7'],
    ['case 17', 'case 7'],
    ['case7', 'case 7'],
    ['100', '1'],
    ['7.05', '75'],
    ['107', '17'],
    ['case.left7', 'case7'],
    ['a"7"', 'a7'],
    ['', 'a']
  ])('%j does not mean %j', (written, id) => expect(new IdMatcher([id]).match(written)).toBeNull());

  it('means none where it could mean two', () => {
    expect(new IdMatcher(['a/case7', 'b/case7']).match('case7')).toBeNull();
    expect(new IdMatcher(['case_7', 'case-7']).match('case 7')).toBeNull();
    expect(new IdMatcher(['CASE', 'Case']).match('case')).toBeNull();
    // The smaller change decides.
    expect(new IdMatcher(['Case_7', 'case-7']).match('CASE_7')).toBe('Case_7');
  });

  it('of white space alone means nothing', () => {
    expect(new IdMatcher(['  ', 'a']).match(' ')).toBeNull();
    expect(new IdMatcher(['///']).match('')).toBeNull();
  });
});
