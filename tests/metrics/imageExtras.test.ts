import { describe, expect, test } from 'vitest';
import type { RgbImage, Size } from '../../src/lib/core/image';
import { mae } from '../../src/lib/metrics/image/mae';
import { msSsim } from '../../src/lib/metrics/image/msSsim';
import { ncc } from '../../src/lib/metrics/image/ncc';
import { rmse } from '../../src/lib/metrics/image/rmse';
import { ssimGaussian } from '../../src/lib/metrics/image/ssimGaussian';
import type { ImageMetric } from '../../src/lib/metrics/metric';
import { loadKernels } from '../kernels/loadKernels';
import { disturb } from '../kernels/patterns';
import { readGolden } from '../kernels/readGolden';
import { addNoise, drawImage, grey, pairOf, scene } from './testImages';

type Values = Record<'mae' | 'rmse' | 'ncc' | 'ssim_gaussian' | 'ms_ssim', number | null>;

const { cases } = await readGolden<{ cases: (Size & { levels: number } & Values)[] }>('image_extras.json');
const kernels = await loadKernels();

const compute = (metric: ImageMetric, candidate: RgbImage, reference: RgbImage): number | null =>
  metric.compute(pairOf(candidate, reference, kernels), kernels).value;

/** As tests/golden/image_extras.py draws them. */
const drawReference = (size: Size): RgbImage =>
  drawImage(size, (x, y, channel) => (Math.floor((x * y) / 16) + x + 40 * channel) % 256);

describe.each<[ImageMetric, keyof Values, number]>([
  [mae, 'mae', 1e-12],
  [rmse, 'rmse', 1e-12],
  [ncc, 'ncc', 1e-12],
  [ssimGaussian, 'ssim_gaussian', 1e-9],
  // TensorFlow computes in 32-bit floats.
  [msSsim, 'ms_ssim', 1e-5]
])('$meta.label', (metric, key, tolerance) => {
  test.each(cases)(`of $width×$height px with noise of $levels levels is the library's ${key}`, (golden) => {
    const reference = drawReference(golden);
    const candidate = { ...reference, rgb: disturb(reference.rgb, golden.levels) };
    const value = compute(metric, candidate, reference);
    if (golden[key] === null) expect(value).toBeNull();
    else expect(Math.abs(value! - golden[key])).toBeLessThan(tolerance);
  });

  const size = { width: 170, height: 165 };
  const perfect = metric.meta.higherIsBetter ? 1 : 0;

  test('identical images are perfect', () => {
    expect(compute(metric, scene(size), scene(size))).toBeCloseTo(perfect, 12);
  });

  test('is symmetric', () => {
    const noisy = addNoise(scene(size), 30);
    expect(compute(metric, noisy, scene(size))).toBeCloseTo(compute(metric, scene(size), noisy)!, 10);
  });

  test('gets worse as noise grows', () => {
    const values = [2, 10, 40, 120].map((amount) =>
      compute(metric, addNoise(scene(size), amount), scene(size))!
    );
    values.slice(1).forEach((value, i) => {
      if (metric.meta.higherIsBetter) expect(value).toBeLessThan(values[i]!);
      else expect(value).toBeGreaterThan(values[i]!);
    });
  });

  test('gives a number or a reason at every small size, constant or not', () => {
    for (const side of [1, 2, 10, 11, 160, 161]) {
      const small = { width: side, height: side + 1 };
      for (const image of [scene(small), grey(small, 0)]) {
        const score = metric.compute(pairOf(image, image, kernels), kernels);
        if (score.value === null) expect(score.reason).not.toBe('');
        else expect(score.value).toBeCloseTo(perfect, 9);
      }
    }
  });
});

describe('worked by hand', () => {
  const size = { width: 4, height: 2 };
  const red = drawImage(size, (_x, _y, channel) => (channel === 0 ? 130 : 100));

  test('MAE and RMSE of one channel off by 30', () => {
    expect(compute(mae, red, grey(size, 100))).toBe(10);
    expect(compute(rmse, red, grey(size, 100))).toBeCloseTo(Math.sqrt(300), 12);
  });

  test('NCC ignores brightness and contrast, and turns with the sign', () => {
    const ramp = drawImage(size, (x) => 10 * x);
    const brighter = drawImage(size, (x) => 50 + 20 * x);
    const inverted = drawImage(size, (x) => 255 - 10 * x);
    expect(compute(ncc, brighter, ramp)).toBeCloseTo(1, 12);
    expect(compute(ncc, inverted, ramp)).toBeCloseTo(-1, 12);
  });

  test('Gaussian SSIM of two constant greys has only their means', () => {
    const c1 = (0.01 * 255) ** 2;
    const large = { width: 20, height: 11 };
    const expected = (2 * 100 * 150 + c1) / (100 ** 2 + 150 ** 2 + c1);
    expect(compute(ssimGaussian, grey(large, 100), grey(large, 150))).toBeCloseTo(expected, 9);
  });

  test('MS-SSIM of two constant greys has only the mean term of the last scale', () => {
    const c1 = (0.01 * 255) ** 2;
    const large = { width: 161, height: 162 };
    const expected = ((2 * 100 * 150 + c1) / (100 ** 2 + 150 ** 2 + c1)) ** 0.1333;
    expect(compute(msSsim, grey(large, 100), grey(large, 150))).toBeCloseTo(expected, 9);
  });
});

describe('no value, and the reason', () => {
  test.each<[ImageMetric, RgbImage, RgbImage, string]>([
    [
      ssimGaussian,
      grey({ width: 10, height: 99 }, 0),
      grey({ width: 10, height: 99 }, 0),
      'image is 10×99 px; the 11×11 window needs at least 11 px a side'
    ],
    [
      msSsim,
      grey({ width: 160, height: 300 }, 0),
      grey({ width: 160, height: 300 }, 0),
      'image is 160×300 px; five scales need at least 161 px a side'
    ],
    [
      ncc,
      grey({ width: 2, height: 2 }, 7),
      scene({ width: 2, height: 2 }),
      'the output has one grey level only, so correlation is undefined'
    ],
    [
      ncc,
      scene({ width: 2, height: 2 }),
      grey({ width: 2, height: 2 }, 7),
      'the reference has one grey level only, so correlation is undefined'
    ]
  ])('$meta.label', (metric, candidate, reference, reason) => {
    const score = metric.compute(pairOf(candidate, reference, kernels), kernels);
    expect(score).toEqual({ value: null, reason });
  });
});
