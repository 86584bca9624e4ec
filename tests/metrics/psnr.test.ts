import { describe, expect, test } from 'vitest';
import type { RgbImage } from '../../src/lib/core/image';
import { psnr } from '../../src/lib/metrics/image/psnr';
import { kernelSets } from '../kernels/kernelSets';
import { readGolden } from '../kernels/readGolden';
import { addNoise, drawImage, grey, pairOf, readGoldenImage, scene } from './testImages';

const cases = await readGolden<{ ref: string; pred: string; psnr: number }[]>('pixel.json');
const size = { width: 24, height: 18 };

describe.each(kernelSets)('PSNR with the $name kernels', ({ kernels }) => {
  const compute = (candidate: RgbImage, reference: RgbImage): number => {
    const score = psnr.compute(pairOf(candidate, reference, kernels), kernels);
    return score.value ?? Number.NaN;
  };

  test.each(cases)('agrees with the evaluator on $pred: $psnr dB', async (golden) => {
    const value = compute(await readGoldenImage(golden.pred), await readGoldenImage(golden.ref));
    expect(Math.abs(value - golden.psnr)).toBeLessThan(1e-4);
  });

  test('identical images give 100 dB', () => {
    expect(compute(scene(size), scene(size))).toBe(100);
  });

  test('black against white gives 0 dB', () => {
    expect(compute(grey(size, 0), grey(size, 255))).toBe(0);
  });

  test('worked by hand: one of three channels off by 30 everywhere', () => {
    const reddish = drawImage(size, (_x, _y, channel) => (channel === 0 ? 130 : 100));
    expect(compute(reddish, grey(size, 100))).toBeCloseTo(20 * Math.log10(255 / Math.sqrt(300)), 12);
  });

  test('is symmetric', () => {
    const noisy = addNoise(scene(size), 20);
    expect(compute(noisy, scene(size))).toBe(compute(scene(size), noisy));
  });

  test('falls as noise grows', () => {
    const values = [1, 2, 5, 10, 20, 50, 100].map((amount) =>
      compute(addNoise(scene(size), amount), scene(size))
    );
    values.slice(1).forEach((value, i) => expect(value).toBeLessThan(values[i]!));
  });

  test('a single pixel is enough', () => {
    const pixel = { width: 1, height: 1 };
    expect(compute(grey(pixel, 1), grey(pixel, 0))).toBeCloseTo(48.1308, 4);
  });
});
