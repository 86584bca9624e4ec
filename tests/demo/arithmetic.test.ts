import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { angleOf, cosine, exponential, sine } from '../../src/demo/drawing/arithmetic.ts';
import { Random } from '../../src/demo/drawing/random.ts';

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('the arithmetic that does not depend on the engine', () => {
  it('agrees with Math.sin and Math.cos', () => {
    fc.assert(
      fc.property(finite(-50, 50), (angle) => {
        expect(sine(angle)).toBeCloseTo(Math.sin(angle), 7);
        expect(cosine(angle)).toBeCloseTo(Math.cos(angle), 7);
      })
    );
  });

  it('agrees with Math.exp', () => {
    fc.assert(
      fc.property(finite(-40, 4), (x) => {
        expect(exponential(x) / Math.exp(x)).toBeCloseTo(1, 9);
      })
    );
    expect(exponential(-100)).toBe(0);
  });

  it('agrees with Math.atan2, in all four quadrants', () => {
    fc.assert(
      fc.property(finite(-9, 9), finite(-9, 9), (y, x) => {
        fc.pre(Math.hypot(x, y) > 1e-6);
        const difference = Math.abs(angleOf(y, x) - Math.atan2(y, x));
        expect(Math.min(difference, 2 * Math.PI - difference)).toBeLessThan(1e-8);
      })
    );
  });
});

describe('the seeded random numbers', () => {
  it('are xorshift32: the same name gives the same numbers, another name gives others', () => {
    const numbers = (name: string) => {
      const random = new Random(name);
      return [random.next(), random.next(), random.next()];
    };
    expect(numbers('a')).toEqual(numbers('a'));
    expect(numbers('a')).not.toEqual(numbers('b'));
  });

  it('have mean 0 and deviation 1 where they are said to be about normal', () => {
    const random = new Random('normal');
    const draws = Array.from({ length: 20_000 }, () => random.normal());
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });

  it('fork into streams that do not move the stream they came from', () => {
    const one = new Random('seed');
    const other = new Random('seed');
    one.fork('grain').next();
    expect(one.next()).toBe(other.next());
  });
});
