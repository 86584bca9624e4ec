import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pcg64 } from '../../src/lib/kernels/reference/Pcg64';
import { kernelSets } from './kernelSets';
import { readGolden } from './readGolden';

interface Interval {
  readonly values: number[] | null;
  readonly n: number;
  readonly ci_low: number;
  readonly ci_high: number;
}

interface Stream {
  readonly seed: number;
  readonly first_choice_indices: number[];
  readonly n37: number[];
  readonly n3872: number[];
}

const golden = await readGolden<{ pcg64: Stream; bootstrap: Interval[] }>('stats.json');
const { bootstrap } = await readGolden<{ bootstrap: { n: number; seed: number; means: number[] }[] }>(
  'kernels.json'
);

function makeValues(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, index) => (index * 0.61803398875) % 1);
}

/** NumPy's percentile with linear interpolation. */
function percentile(values: Float64Array, percent: number): number {
  const sorted = values.toSorted();
  const position = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(position);
  const [low = NaN, high = low] = sorted.subarray(below, below + 2);
  return low + (position - below) * (high - low);
}

describe.each(kernelSets)('bootstrapMeans ($name)', ({ kernels }) => {
  it.each(bootstrap)(
    "gives NumPy's means to the last bit for $n values, seed $seed",
    ({ n, seed, means }) => {
      expect([...kernels.bootstrapMeans(makeValues(n), means.length, seed)]).toEqual(means);
    }
  );

  it.each(golden.bootstrap)(
    'gives the interval of 1,000 resamples of $n values',
    (expected) => {
      const values = expected.values === null ? makeValues(expected.n) : Float64Array.from(expected.values);
      const means = kernels.bootstrapMeans(values, 1000, 42);
      expect(Math.abs(percentile(means, 2.5) - expected.ci_low)).toBeLessThan(1e-9);
      expect(Math.abs(percentile(means, 97.5) - expected.ci_high)).toBeLessThan(1e-9);
    },
    60_000
  );

  it('keeps the half word that an odd number of draws leaves over', () => {
    // 3 draws a resample end in the middle of a 64-bit output; the stream of draws goes on without a gap.
    const generator = new Pcg64(42);
    const expected = Array.from({ length: 50 }, () => {
      const draws = [0, 0, 0].map(() => [1, 10, 100][generator.nextBelow(3)] ?? NaN);
      return draws.reduce((sum, value) => sum + value, 0) / 3;
    });
    expect([...kernels.bootstrapMeans(Float64Array.of(1, 10, 100), 50, 42)]).toEqual(expected);
  });

  it('starts anew with each call', () => {
    const values = makeValues(11);
    expect(kernels.bootstrapMeans(values, 3, 7)).toEqual(kernels.bootstrapMeans(values, 3, 7));
    expect(kernels.bootstrapMeans(values, 3, 7)).not.toEqual(kernels.bootstrapMeans(values, 3, 8));
  });

  it('reads a part of a larger array', () => {
    const values = makeValues(20);
    expect(kernels.bootstrapMeans(values.subarray(3, 12), 4, 1)).toEqual(
      kernels.bootstrapMeans(values.slice(3, 12), 4, 1)
    );
  });

  it('refuses no values, no resamples and odd seeds', () => {
    const one = Float64Array.of(1);
    expect(() => kernels.bootstrapMeans(new Float64Array(0), 1, 42)).toThrow(
      new RangeError('bootstrapMeans: got no values; expected at least one')
    );
    expect(() => kernels.bootstrapMeans(one, 0, 42)).toThrow(
      new RangeError('bootstrapMeans: got resamples 0; expected an integer from 1')
    );
    for (const seed of [-1, 0.5, 2 ** 53]) {
      expect(() => kernels.bootstrapMeans(one, 1, seed)).toThrow(
        new RangeError(`bootstrapMeans: got seed ${seed}; expected an integer from 0`)
      );
    }
  });
});

describe('Pcg64', () => {
  it.each([
    [10, golden.pcg64.first_choice_indices],
    [37, golden.pcg64.n37],
    [3872, golden.pcg64.n3872]
  ])("draws NumPy's first indices below %i", (range, expected) => {
    const generator = new Pcg64(golden.pcg64.seed);
    expect(expected.map(() => generator.nextBelow(range))).toEqual(expected);
  });
});

it('gives the same means in WebAssembly as in the reference for any values and seed', () => {
  const [wasm, reference] = kernelSets;
  const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(values, fc.maxSafeNat(), (list, seed) => {
      const doubles = Float64Array.from(list);
      expect(wasm.kernels.bootstrapMeans(doubles, 3, seed)).toEqual(
        reference.kernels.bootstrapMeans(doubles, 3, seed)
      );
    })
  );
});
