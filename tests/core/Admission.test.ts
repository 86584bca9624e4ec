import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Admission } from '../../src/lib/core/Admission';

/** Runs work of these weights at once, and gives the greatest load, and how many of them were let in alone. */
async function watch(limit: number, weights: readonly number[]) {
  const admission = new Admission(limit);
  const running: number[] = [];
  const loads: number[][] = [];
  const work = async (weight: number): Promise<number> => {
    running.push(weight);
    loads.push([...running]);
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
    running.splice(running.indexOf(weight), 1);
    return weight;
  };
  const done = await Promise.all(weights.map((weight) => admission.run(weight, () => work(weight))));
  return { done, loads };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('an admission', () => {
  it('never lets in more than its limit, but for what is heavier alone, and lets everything in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(150), { maxLength: 20 }), async (weights) => {
        const { done, loads } = await watch(100, weights);
        expect(done).toEqual(weights);
        for (const load of loads) {
          const heavy = load.filter((weight) => weight > 0);
          expect(sum(load) <= 100 || heavy.length === 1).toBe(true);
        }
      }),
      { numRuns: 50 }
    );
  });

  it('lets light work in at once', async () => {
    const { loads } = await watch(100, [10, 20, 30]);
    expect(loads.at(-1)).toEqual([10, 20, 30]);
  });

  it('goes on after work that fails', async () => {
    const admission = new Admission(1);
    await expect(admission.run(5, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await admission.run(5, () => Promise.resolve('next'))).toBe('next');
  });
});
