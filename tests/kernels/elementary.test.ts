import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelSets } from './kernelSets';

/** Distance in units of the last place, for results near `expected`. */
const ulp = (expected: number): number => Math.max(Math.abs(expected), Number.MIN_VALUE) * 2 ** -52;

describe.each(kernelSets)('exp, log and log10 ($name)', ({ kernels }) => {
  it('are exact where the result is', () => {
    expect([kernels.exp(0), kernels.log(1), kernels.log10(1)]).toEqual([1, 0, 0]);
    expect([kernels.log10(10), kernels.log10(1e22)]).toEqual([1, 22]);
  });

  it('have the limits of the functions', () => {
    expect([kernels.exp(-Infinity), kernels.exp(800), kernels.log(0)]).toEqual([0, Infinity, -Infinity]);
    expect([kernels.log(-1), kernels.log10(-1), kernels.exp(NaN)]).toEqual([NaN, NaN, NaN]);
  });

  it('agree with the engine to the last place but one', () => {
    const positive = fc.double({ min: 1e-12, max: 1e12, noNaN: true });
    const exponent = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(positive, exponent, (x, y) => {
        expect(Math.abs(kernels.log(x) - Math.log(x))).toBeLessThanOrEqual(ulp(Math.log(x)));
        expect(Math.abs(kernels.log10(x) - Math.log10(x))).toBeLessThanOrEqual(2 * ulp(Math.log10(x)));
        expect(Math.abs(kernels.exp(y) - Math.exp(y))).toBeLessThanOrEqual(ulp(Math.exp(y)));
      })
    );
  });
});
