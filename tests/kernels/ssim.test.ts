import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Size } from '../../src/lib/core/image';
import { kernelSets } from './kernelSets';
import { disturb, makeDisturbed, makeNoise, makePattern, misalign } from './patterns';
import { readGolden } from './readGolden';

const golden = await readGolden<{ ssim: (Size & { ssim: number })[] }>('kernels.json');
const size = { width: 37, height: 22 };

function flat(value: number): Uint8Array {
  return new Uint8Array(size.width * size.height).fill(value);
}

describe.each(kernelSets)('ssim ($name)', ({ kernels }) => {
  it.each(golden.ssim)("gives scikit-image's value at $width×$height", (expected) => {
    const value = kernels.ssim(makePattern(expected), makeDisturbed(expected), expected);
    expect(Math.abs(value - expected.ssim)).toBeLessThan(1e-9);
  });

  it('is exactly 1 for an image and itself', () => {
    expect(kernels.ssim(makeNoise(37 * 22), makeNoise(37 * 22), size)).toBe(1);
    expect(kernels.ssim(flat(0), flat(0), size)).toBe(1);
  });

  it('is the luminance term for two constant images', () => {
    const [c1, a, b] = [(0.01 * 255) ** 2, 10, 200];
    const expected = (2 * a * b + c1) / (a * a + b * b + c1);
    expect(kernels.ssim(flat(a), flat(b), size)).toBeCloseTo(expected, 12);
  });

  it('agrees with one 7×7 window worked by hand', () => {
    // One white pixel on black against black: means 255/49 and 0, variance 255²/49 by N − 1, covariance 0.
    const white = new Uint8Array(49);
    white[24] = 255;
    const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
    const expected = (c1 / ((255 / 49) ** 2 + c1)) * (c2 / (255 ** 2 / 49 + c2));
    expect(kernels.ssim(white, new Uint8Array(49), { width: 7, height: 7 })).toBeCloseTo(expected, 14);
  });

  it('is symmetric to the last bit', () => {
    const [a, b] = [makePattern(size), makeDisturbed(size)];
    expect(kernels.ssim(a, b, size)).toBe(kernels.ssim(b, a, size));
  });

  it('is negative for the inverted image', () => {
    const pixels = makeNoise(37 * 22);
    expect(
      kernels.ssim(
        pixels,
        pixels.map((value) => 255 - value),
        size
      )
    ).toBeLessThan(-0.5);
  });

  it('falls as the noise grows', () => {
    const pixels = makePattern(size);
    const values = [0, 1, 2, 4, 8, 16, 32, 64, 128].map((levels) =>
      kernels.ssim(pixels, disturb(pixels, levels), size)
    );
    expect(values).toEqual([...values].sort((left, right) => right - left));
    expect(new Set(values).size).toBe(values.length);
  });

  it('reads views at odd offsets', () => {
    const [a, b] = [makePattern(size), makeDisturbed(size)];
    expect(kernels.ssim(misalign(a), misalign(b), size)).toBe(kernels.ssim(a, b, size));
  });

  it.each([
    [{ width: 6, height: 7 }, 42, 'ssim: got width 6; expected an integer from 7'],
    [{ width: 7, height: 6 }, 42, 'ssim: got height 6; expected an integer from 7'],
    [{ width: 7.5, height: 8 }, 60, 'ssim: got width 7.5; expected an integer from 7'],
    [{ width: 8, height: 7 }, 55, 'ssim: got 55 bytes in a; expected 56 for 8×7 with 1 bytes a pixel']
  ])('refuses %j with %i bytes', (wrong, length, message) => {
    const pixels = new Uint8Array(length);
    expect(() => kernels.ssim(pixels, pixels, wrong)).toThrow(new RangeError(message));
  });
});

it('gives the same SSIM in WebAssembly as in the reference at any size', () => {
  const [wasm, reference] = kernelSets;
  const pair = fc
    .record({ width: fc.integer({ min: 7, max: 40 }), height: fc.integer({ min: 7, max: 16 }) })
    .chain((shape) => {
      const length = shape.width * shape.height;
      const plane = fc.uint8Array({ minLength: length, maxLength: length });
      return fc.record({ shape: fc.constant(shape), a: plane, b: plane });
    });
  fc.assert(
    fc.property(pair, ({ shape, a, b }) => {
      const value = wasm.kernels.ssim(a, b, shape);
      expect(Math.abs(value - reference.kernels.ssim(a, b, shape))).toBeLessThan(1e-12);
      expect(value).toBe(wasm.kernels.ssim(b, a, shape));
      expect(wasm.kernels.ssim(a, a, shape)).toBe(1);
    })
  );
});
