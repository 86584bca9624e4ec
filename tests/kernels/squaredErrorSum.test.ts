import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelSets } from './kernelSets';
import { makeNoise, misalign } from './patterns';

describe.each(kernelSets)('squaredErrorSum ($name)', ({ kernels }) => {
  it('adds the squares of the differences', () => {
    expect(kernels.squaredErrorSum(Uint8Array.of(1, 2, 250), Uint8Array.of(4, 2, 0))).toBe(9 + 0 + 62500);
  });

  it('is 0 for equal bytes and for none', () => {
    expect(kernels.squaredErrorSum(makeNoise(999), makeNoise(999))).toBe(0);
    expect(kernels.squaredErrorSum(new Uint8Array(0), new Uint8Array(0))).toBe(0);
  });

  it('stays exact where 32 bits would overflow', () => {
    const length = 3 * 1024 * 1024 + 5;
    const sum = kernels.squaredErrorSum(new Uint8Array(length), new Uint8Array(length).fill(255));
    expect(sum).toBe(255 * 255 * length);
  });

  it('reads views at odd offsets', () => {
    const [a, b] = [makeNoise(77), makeNoise(154).subarray(77)];
    expect(kernels.squaredErrorSum(misalign(a), b)).toBe(kernels.squaredErrorSum(a, b.slice()));
  });

  it('refuses different lengths', () => {
    expect(() => kernels.squaredErrorSum(new Uint8Array(3), new Uint8Array(4))).toThrow(
      new RangeError('squaredErrorSum: got 3 bytes in a and 4 in b; expected equal lengths')
    );
  });
});

it('gives the same sum in WebAssembly as in the reference, in either order, for any bytes', () => {
  const [wasm, reference] = kernelSets;
  const pair = fc.nat(200).chain((length) => {
    const bytes = fc.uint8Array({ minLength: length, maxLength: length });
    return fc.tuple(bytes, bytes);
  });
  fc.assert(
    fc.property(pair, ([a, b]) => {
      const sum = wasm.kernels.squaredErrorSum(a, b);
      expect(sum).toBe(reference.kernels.squaredErrorSum(a, b));
      expect(sum).toBe(wasm.kernels.squaredErrorSum(b, a));
    })
  );
});
