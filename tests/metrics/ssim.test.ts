import { describe, expect, test } from 'vitest';
import type { RgbImage } from '../../src/lib/core/image';
import { ssim } from '../../src/lib/metrics/image/ssim';
import { kernelSets } from '../kernels/kernelSets';
import { readGolden } from '../kernels/readGolden';
import { addNoise, drawImage, grey, pairOf, readGoldenImage, scene } from './testImages';

const cases = await readGolden<{ ref: string; pred: string; ssim: number }[]>('pixel.json');
const size = { width: 24, height: 18 };

describe.each(kernelSets)('SSIM with the $name kernels', ({ kernels }) => {
  const compute = (candidate: RgbImage, reference: RgbImage): number => {
    const score = ssim.compute(pairOf(candidate, reference, kernels), kernels);
    return score.value ?? Number.NaN;
  };

  test.each(cases)('agrees with scikit-image on $pred: $ssim', async (golden) => {
    const value = compute(await readGoldenImage(golden.pred), await readGoldenImage(golden.ref));
    expect(Math.abs(value - golden.ssim)).toBeLessThan(1e-9);
  });

  test('identical images give 1, constant ones too', () => {
    expect(compute(scene(size), scene(size))).toBeCloseTo(1, 12);
    expect(compute(grey(size, 0), grey(size, 0))).toBe(1);
  });

  test('worked by hand: two constant greys have only their means', () => {
    const c1 = (0.01 * 255) ** 2;
    const expected = (2 * 100 * 150 + c1) / (100 ** 2 + 150 ** 2 + c1);
    expect(compute(grey(size, 100), grey(size, 150))).toBeCloseTo(expected, 12);
  });

  test('worked by hand: one window, in which a step turns round', () => {
    // 7×7 with columns 0–3 at 90 (28 px) and 4–6 at 110 (21 px), against the same step mirrored in value.
    const window = { width: 7, height: 7 };
    const step = (left: number, right: number): RgbImage => drawImage(window, (x) => (x < 4 ? left : right));
    const [meanA, meanB] = [(28 * 90 + 21 * 110) / 49, (28 * 110 + 21 * 90) / 49];
    const variance = (28 * (90 - meanA) ** 2 + 21 * (110 - meanA) ** 2) / 48;
    const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
    const expected =
      ((2 * meanA * meanB + c1) * (-2 * variance + c2)) /
      ((meanA ** 2 + meanB ** 2 + c1) * (2 * variance + c2));
    expect(compute(step(90, 110), step(110, 90))).toBeCloseTo(expected, 12);
  });

  test('is symmetric', () => {
    const noisy = addNoise(scene(size), 20);
    expect(compute(noisy, scene(size))).toBeCloseTo(compute(scene(size), noisy), 12);
  });

  test('falls as noise grows', () => {
    const values = [1, 2, 5, 10, 20, 50, 100].map((amount) =>
      compute(addNoise(scene(size), amount), scene(size))
    );
    values.slice(1).forEach((value, i) => expect(value).toBeLessThan(values[i]!));
  });

  test.each([
    { width: 5, height: 6 },
    { width: 6, height: 100 },
    { width: 100, height: 1 }
  ])('an image of $width×$height px has no value, and the reason', (small) => {
    expect(ssim.compute(pairOf(scene(small), scene(small), kernels), kernels)).toEqual({
      value: null,
      reason: `image is ${small.width}×${small.height} px; SSIM's 7×7 window needs at least 7 px a side`
    });
  });
});
