import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelSets } from './kernelSets';

const [wasm, reference] = kernelSets;
const size = { width: 5, height: 4 };

describe.each(kernelSets)('reduce ($name)', ({ kernels }) => {
  it('gives the mean of whole blocks, halves rounded up, and leaves out the rest', () => {
    // Red is the column, green the row times ten, blue 255 in one pixel of the first block.
    const rgb = new Uint8Array(60);
    for (let i = 0; i < 20; i++) rgb.set([i % 5, 10 * Math.floor(i / 5), i === 0 ? 255 : 0], 3 * i);
    expect([...kernels.reduce(rgb, size, 2)]).toEqual([1, 5, 64, 3, 5, 0, 1, 25, 0, 3, 25, 0]);
    expect(kernels.reduce(rgb, size, 1)).toEqual(rgb);
  });

  it('takes bytes wherever they lie', () => {
    const rgb = new Uint8Array(67).fill(9).subarray(7);
    expect([...kernels.reduce(rgb, size, 4)]).toEqual([9, 9, 9]);
  });

  it('keeps the sums of the most rows', () => {
    const wide = { width: 260, height: 257 };
    expect([...kernels.reduce(new Uint8Array(3 * 260 * 257).fill(255), wide, 257)]).toEqual([255, 255, 255]);
  });

  it.each([0, 1.5, 5, 258])('refuses a factor of %d', (factor) => {
    expect(() => kernels.reduce(new Uint8Array(60), size, factor)).toThrow(RangeError);
  });

  it('refuses bytes that are not those of the size', () => {
    expect(() => kernels.reduce(new Uint8Array(59), size, 2)).toThrow('reduce: got 59 bytes in rgb');
  });
});

it('WebAssembly and reference agree', () => {
  const side = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(side, side, fc.integer({ min: 1, max: 9 }), fc.nat(), (width, height, wanted, seed) => {
      const factor = Math.min(wanted, width, height);
      const rgb = Uint8Array.from(
        { length: 3 * width * height },
        (_, i) => Math.imul(i + seed, 2654435761) >>> 24
      );
      const [ours, expected] = [wasm, reference].map(({ kernels }) =>
        kernels.reduce(rgb, { width, height }, factor)
      );
      expect(ours).toEqual(expected);
    })
  );
});

it('a large image, which is read in bands, gives what a whole one does', () => {
  const [width, height, factor] = [1501, 2000, 7];
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => Math.imul(i, 2654435761) >>> 24);
  const [ours, expected] = [wasm, reference].map(({ kernels }) =>
    kernels.reduce(rgb, { width, height }, factor)
  );
  expect(Buffer.compare(ours!, expected!)).toBe(0);
});
