import { describe, expect, it } from 'vitest';
import { pairedBootstrap } from '../../../src/lib/stats/numerics/pairedBootstrap';
import { kernelSets } from '../../kernels/kernelSets';
import { agreementGolden } from '../golden';

describe.each(kernelSets)('the paired bootstrap by the $name kernels', ({ name, kernels }) => {
  // The reference takes a second for 500 pairs; tests/kernels compares the two.
  const cases = agreementGolden.pairedBootstrap.filter(({ a }) => name === 'WebAssembly' || a.length <= 100);

  it.each(cases)('equals NumPy for $a.length pairs', ({ a, b, ...expected }) => {
    const result = pairedBootstrap(a, b, kernels);
    expect(result.mean).toBe(expected.mean);
    expect(result.ciLow).toBe(expected.ciLow);
    expect(result.ciHigh).toBe(expected.ciHigh);
  });

  it('resamples pairs: systems that differ by a constant have no spread', () => {
    const a = [1, 5, 9, 13];
    const result = pairedBootstrap(
      a,
      a.map((value) => value + 0.5),
      kernels
    );
    expect(result).toEqual({ n: 4, mean: 0.5, std: 0, ciLow: 0.5, ciHigh: 0.5 });
  });

  it('mirrors when the systems are swapped', () => {
    const { a, b } = agreementGolden.pairedBootstrap[3]!;
    const [there, back] = [pairedBootstrap(a, b, kernels), pairedBootstrap(b, a, kernels)];
    expect(back.mean).toBe(-there.mean!);
    expect(back.ciLow).toBeCloseTo(-there.ciHigh!, 12);
    expect(back.ciHigh).toBeCloseTo(-there.ciLow!, 12);
  });

  it('has only nulls for no pairs and throws on unequal lengths', () => {
    expect(pairedBootstrap([], [], kernels)).toMatchObject({ n: 0, mean: null, ciLow: null, ciHigh: null });
    expect(() => pairedBootstrap([1], [], kernels)).toThrow('Pairs need equal lengths; got 1 and 0');
  });
});
