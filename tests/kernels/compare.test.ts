import { expect, it, describe } from 'vitest';
import fc from 'fast-check';
import type { RgbImage, Size } from '../../src/lib/core/image';
import { kernelSets } from './kernelSets';

const [wasm, reference] = kernelSets;

function noise({ width, height }: Size, seed: number): RgbImage {
  const rgb = Uint8Array.from(
    { length: 3 * width * height },
    (_, i) => Math.imul(i + seed, 2654435761) >>> 24
  );
  return { width, height, rgb };
}

describe.each(kernelSets)('compare ($name)', ({ kernels }) => {
  // By hand: every byte differs by 3, and two constant planes of luma 9 and 12 have
  // SSIM (2 · 9 · 12 + 6.5025) / (9² + 12² + 6.5025).
  it('gives the squared error of the RGB bytes and the SSIM of the luma', () => {
    const size = { width: 8, height: 7 };
    const [a, b] = [9, 12].map((level) => ({ ...size, rgb: new Uint8Array(168).fill(level) }));
    const { squaredErrorSum, ssim } = kernels.compare(a!, b!);
    expect(squaredErrorSum).toBe(168 * 9);
    expect(ssim).toBeCloseTo(222.5025 / 231.5025, 12);
  });

  it('has no SSIM where a side of the reference is below 7', () => {
    const [candidate, small] = [noise({ width: 9, height: 9 }, 1), noise({ width: 9, height: 6 }, 2)];
    expect(kernels.compare(candidate, small).ssim).toBeNull();
    expect(kernels.compare(small, candidate).ssim).not.toBeNull();
  });

  it('refuses bytes that are not those of the size', () => {
    const image = noise({ width: 8, height: 8 }, 1);
    const cut = { ...image, rgb: image.rgb.subarray(3) };
    expect(() => kernels.compare(cut, image)).toThrow('compare: got 189 bytes in the candidate');
    expect(() => kernels.compare(image, cut)).toThrow('compare: got 189 bytes in the reference');
    expect(() => kernels.compare({ ...cut, width: 9 }, image)).toThrow(RangeError);
  });

  it('is the other kernels one after the other', () => {
    const [candidate, other] = [noise({ width: 31, height: 12 }, 5), noise({ width: 20, height: 17 }, 6)];
    const resized = kernels.resize(candidate.rgb, 3, candidate, other, 'lanczos');
    expect(kernels.compare(candidate, other)).toEqual({
      squaredErrorSum: kernels.squaredErrorSum(resized, other.rgb),
      ssim: kernels.ssim(kernels.luma(resized), kernels.luma(other.rgb), other)
    });
  });
});

it('WebAssembly and reference agree', () => {
  const size = fc.record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) });
  fc.assert(
    fc.property(size, size, fc.nat(), (from, to, seed) => {
      const images = [noise(from, seed), noise(to, seed + 1)] as const;
      const [ours, expected] = [wasm, reference].map(({ kernels }) => kernels.compare(...images));
      expect(ours!.squaredErrorSum).toBe(expected!.squaredErrorSum);
      if (expected!.ssim === null) expect(ours!.ssim).toBeNull();
      else expect(ours!.ssim).toBeCloseTo(expected!.ssim, 10);
    })
  );
});
