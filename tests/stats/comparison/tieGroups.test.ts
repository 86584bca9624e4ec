import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTieGroups } from '../../../src/lib/stats/comparison/tieGroups';

const among =
  (...pairs: readonly (readonly [number, number])[]) =>
  (a: number, b: number): boolean =>
    pairs.some(([left, right]) => (left === a && right === b) || (left === b && right === a));

describe('tie groups', () => {
  it('are one where nothing is told apart, and one a system where everything is', () => {
    expect(findTieGroups([0, 1, 2], () => false)).toEqual([[0, 1, 2]]);
    expect(findTieGroups([2, 0, 1], () => true)).toEqual([[2], [0], [1]]);
    expect(findTieGroups([], () => true)).toEqual([]);
  });

  it('overlap where a system is told apart from neither of two that differ', () => {
    expect(findTieGroups([0, 1, 2], among([0, 2]))).toEqual([
      [0, 1],
      [1, 2]
    ]);
  });

  it('are the four of the square whose diagonals are told apart', () => {
    expect(findTieGroups([0, 1, 2, 3], among([0, 2], [1, 3]))).toEqual([
      [0, 1],
      [0, 3],
      [1, 2],
      [2, 3]
    ]);
  });

  it('hold every pair that is not told apart, none that is, and none of them fits into another', () => {
    const graph = fc.uniqueArray(fc.integer({ min: 0, max: 27 }), { maxLength: 28 });
    fc.assert(
      fc.property(graph, (chosen) => {
        const members = [0, 1, 2, 3, 4, 5, 6, 7];
        const pairs = members.flatMap((a) => members.slice(a + 1).map((b) => [a, b] as const));
        const isApart = among(...chosen.map((index) => pairs[index]!));
        const groups = findTieGroups(members, isApart);
        for (const [a, b] of pairs) {
          const together = groups.some((group) => group.includes(a) && group.includes(b));
          expect(together).toBe(!isApart(a, b));
        }
        expect(new Set(groups.flat()).size).toBe(members.length);
        for (const group of groups) {
          const holders = groups.filter((other) => group.every((member) => other.includes(member)));
          expect(holders).toEqual([group]);
        }
      })
    );
  });
});
