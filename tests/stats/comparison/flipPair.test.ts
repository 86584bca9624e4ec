import { describe, expect, it } from 'vitest';
import type { ComparedPair, RunToCompare } from '../../../src/lib/stats/comparison/compareRuns';
import { flipPair, pairsWith } from '../../../src/lib/stats/comparison/flipPair';
import { loadKernels } from '../../kernels/loadKernels';
import { bySample, compareHere, makeRows, toCompare } from './runs';

const kernels = await loadKernels();
const run = (
  system: string,
  values: readonly number[],
  extra: Record<string, number | null> = {}
): RunToCompare => toCompare(system, makeRows({ ...bySample(values), ...extra }));
const pairsOf = async (...runs: readonly RunToCompare[]): Promise<readonly ComparedPair[]> =>
  (await compareHere(runs, kernels)).metrics[0]!.pairs;

const a = run('a', [1, 2, 3, 4, 5, 6, 7, 8], { onlyA: 3, broken: null });
const b = run('b', [2, 4, 6, 8, 10, 12, 14, 16], { broken: 1, onlyB: 1, alsoB: 2 });
const c = run('c', [1, 3, 2, 5, 4, 7, 6, 8]);

describe('a pair seen from the other side', () => {
  it('is what comparing the other way round gives', async () => {
    const [there] = await pairsOf(a, b);
    const [back] = await pairsOf(b, a);
    const { ciLow, ciHigh, ...flipped } = flipPair(there!);
    expect(back).toMatchObject({ ...flipped, a: 0, b: 1 });
    expect(back!.ciLow).toBeCloseTo(ciLow!, 12);
    expect(back!.ciHigh).toBeCloseTo(ciHigh!, 12);
    expect(there!.verdict).toBe('b-better');
    expect(flipped.verdict).toBe('a-better');
  });

  it('is itself again when flipped twice', async () => {
    const [pair] = await pairsOf(a, b);
    expect(flipPair(flipPair(pair!))).toEqual(pair);
  });

  it('never says minus zero', async () => {
    const [pair] = await pairsOf(a, a);
    expect(Object.is(flipPair(pair!).meanDifference, 0)).toBe(true);
  });

  it('puts the chosen run first in each of its pairs', async () => {
    const seen = pairsWith(await pairsOf(a, b, c), 1);
    expect(seen.map((pair) => [pair.a, pair.b])).toEqual([
      [1, 0],
      [1, 2]
    ]);
    expect(seen.map(({ meanA }) => meanA)).toEqual([9, 9]);
  });
});
