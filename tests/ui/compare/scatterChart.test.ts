import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSquares, findDomain } from '../../../src/lib/ui/compare/scatterChart';

const leftOut = { onlyA: 0, onlyB: 0, noValueA: 0, noValueB: 0, noValueBoth: 0, ambiguous: 0 };
const toPairs = (values: readonly (readonly [number, number])[]) => ({
  places: Uint32Array.from(values.keys()),
  a: Float64Array.from(values, ([a]) => a),
  b: Float64Array.from(values, ([, b]) => b),
  leftOut
});

describe('the plane of the scatter', () => {
  it('spans the values of both runs, and has a width where they are one', () => {
    expect(
      findDomain(
        toPairs([
          [1, 5],
          [3, -2]
        ])
      )
    ).toEqual([-2, 5]);
    expect(findDomain(toPairs([[1, 1]]))).toEqual([0.5, 1.5]);
    expect(findDomain(toPairs([]))).toEqual([0, 1]);
  });

  it('counts pairs that are as near to each other as two numbers can be', () => {
    const pairs = toPairs([
      [0, 0],
      [Number.MIN_VALUE, 0]
    ]);
    const squares = countSquares(pairs, findDomain(pairs));
    expect(squares.map(({ n }) => n)).toEqual([1, 1]);
  });

  it('counts every pair in the one square that it lies in', () => {
    const value = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 60 }), (values) => {
        const pairs = toPairs(values);
        const domain = findDomain(pairs);
        const squares = countSquares(pairs, domain);
        expect(squares.reduce((sum, { n }) => sum + n, 0)).toBe(values.length);
        const slack = (domain[1] - domain[0]) * 1e-9;
        for (const [a, b] of values) {
          const holds = squares.some(
            ({ x1, x2, y1, y2 }) => a >= x1 - slack && a <= x2 + slack && b >= y1 - slack && b <= y2 + slack
          );
          expect(holds).toBe(true);
        }
      })
    );
  });
});
