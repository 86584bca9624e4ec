import { describe, expect, test } from 'vitest';
import type { RgbImage } from '../../src/lib/core/image';
import { ssimImageSsim } from '../../src/lib/metrics/image/ssimImageSsim';
import { loadKernels } from '../kernels/loadKernels';
import { addNoise, grey, pairOf, scene } from './testImages';

const kernels = await loadKernels();
const size = { width: 24, height: 18 };

const score = (candidate: RgbImage, reference: RgbImage): number =>
  ssimImageSsim.compute(pairOf(candidate, reference, kernels), kernels).value ?? Number.NaN;

describe('the image-ssim variant', () => {
  test('identical images give 1', () => {
    expect(score(scene(size), scene(size))).toBeCloseTo(1, 12);
  });

  test('worked by hand: two constant greys have only their means', () => {
    const c1 = (0.01 * 255) ** 2;
    const expected = (2 * 100 * 150 + c1) / (100 ** 2 + 150 ** 2 + c1);
    expect(score(grey(size, 100), grey(size, 150))).toBeCloseTo(expected, 9);
  });

  test('is symmetric, and falls as noise grows', () => {
    const noisy = addNoise(scene(size), 20);
    expect(score(noisy, scene(size))).toBeCloseTo(score(scene(size), noisy), 12);
    const values = [1, 5, 20, 100].map((amount) => score(addNoise(scene(size), amount), scene(size)));
    values.slice(1).forEach((value, i) => expect(value).toBeLessThan(values[i]!));
  });

  test('no size gives NaN: a number, or no value where the last tile is one pixel', () => {
    for (let width = 1; width <= 18; width++) {
      for (let height = 1; height <= 18; height++) {
        const image = scene({ width, height });
        const { value } = ssimImageSsim.compute(pairOf(addNoise(image, 9), image, kernels), kernels);
        if (width % 8 === 1 && height % 8 === 1) expect(value).toBeNull();
        else expect(value).toBeGreaterThan(-1);
      }
    }
  });

  test('says why there is no value', () => {
    const image = scene({ width: 9, height: 17 });
    expect(ssimImageSsim.compute(pairOf(image, image, kernels), kernels)).toEqual({
      value: null,
      reason: 'image is 9×17 px; its last 8×8 tile is one pixel, which has no variance'
    });
  });
});
