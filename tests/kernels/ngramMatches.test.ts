import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelSets } from './kernelSets';

/** The classic example of clipping, from the BLEU paper: "the" 7 times against "the cat is on the mat". */
const [the, cat, is, on, mat] = [1, 2, 3, 4, 5];

describe.each(kernelSets)('ngramMatches ($name)', ({ kernels }) => {
  function count(candidate: readonly number[], reference: readonly number[], n: number): number {
    return kernels.ngramMatches(Uint32Array.from(candidate), Uint32Array.from(reference), n);
  }

  it('counts a repeated word no more often than the reference has it', () => {
    const reference = [the, cat, is, on, the, mat];
    expect(count(new Array<number>(7).fill(the), reference, 1)).toBe(2);
    expect(count([the, the, cat, on, the, mat], reference, 1)).toBe(5);
  });

  it('counts n-grams in their order', () => {
    const reference = [the, cat, is, on, the, mat];
    expect(count([the, cat, on, the, mat], reference, 2)).toBe(3);
    expect(count([the, cat, on, the, mat], reference, 3)).toBe(1);
    expect(count([the, cat, on, the, mat], reference, 4)).toBe(0);
    expect(count([cat, the], [the, cat], 2)).toBe(0);
  });

  it('counts every n-gram of a text in itself', () => {
    const text = Array.from({ length: 100 }, (_, index) => (index * 7) % 13);
    for (const n of [1, 2, 3, 4]) expect(count(text, text, n)).toBe(101 - n);
  });

  it('is 0 where a text is shorter than n', () => {
    expect(count([], [], 1)).toBe(0);
    expect(count([the], [the, cat], 2)).toBe(0);
    expect(count([the, cat], [the], 2)).toBe(0);
    expect(count([the], [the], 2 ** 33)).toBe(0);
  });

  it('tells ids apart over the whole range of 32 bits', () => {
    expect(count([0, 0xffffffff, 0x80000000], [0xffffffff, 0, 0x7fffffff], 1)).toBe(2);
  });

  it('reads a part of a larger array', () => {
    const tokens = Uint32Array.of(9, 1, 2, 3, 9);
    expect(kernels.ngramMatches(tokens.subarray(1, 4), Uint32Array.of(1, 2, 3), 3)).toBe(1);
    expect(kernels.ngramMatches(Uint32Array.of(3, 9), tokens.subarray(1, 4), 2)).toBe(0);
  });

  it.each([0, -1, 1.5, NaN])('refuses n = %d', (n) => {
    expect(() => count([the], [the], n)).toThrow(
      new RangeError(`ngramMatches: got n ${n}; expected an integer from 1`)
    );
  });
});

it('gives the same count in WebAssembly as in the reference for any texts', () => {
  const [wasm, reference] = kernelSets;
  const text = fc.array(fc.nat(5), { maxLength: 60 }).map((ids) => Uint32Array.from(ids));
  fc.assert(
    fc.property(text, text, fc.integer({ min: 1, max: 6 }), (candidate, other, n) => {
      expect(wasm.kernels.ngramMatches(candidate, other, n)).toBe(
        reference.kernels.ngramMatches(candidate, other, n)
      );
    })
  );
});
