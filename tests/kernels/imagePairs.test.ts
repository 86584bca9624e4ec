import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../../src/lib/core/image';
import { kernelSets } from './kernelSets';
import { goldenUrl, readGolden } from './readGolden';
import { readPng } from './readPng';

interface PixelCase {
  readonly ref: string;
  readonly pred: string;
  readonly psnr: number;
  readonly ssim: number;
}

const cases = await readGolden<PixelCase[]>('pixel.json');

async function readRgb(path: string): Promise<RgbImage> {
  const { width, height, channels, pixels } = await readPng(goldenUrl(path));
  const rgb =
    channels === 3
      ? pixels
      : Uint8Array.from({ length: 3 * pixels.length }, (_, at) => pixels[Math.floor(at / 3)] ?? 0);
  return { width, height, rgb };
}

function toDecibels(meanSquaredError: number): number {
  return meanSquaredError === 0 ? 100 : 20 * Math.log10(255 / Math.sqrt(meanSquaredError));
}

describe.each(kernelSets)('the kernels together ($name)', ({ kernels }) => {
  it.each(cases)('score $pred as the reference libraries do', async ({ ref, pred, psnr, ssim }) => {
    const [reference, candidate] = [await readRgb(ref), await readRgb(pred)];
    const rgb = kernels.resize(candidate.rgb, 3, candidate, reference, 'lanczos');
    const psnrDb = toDecibels(kernels.squaredErrorSum(rgb, reference.rgb) / rgb.length);
    expect(Math.abs(psnrDb - psnr)).toBeLessThan(1e-4);
    const value = kernels.ssim(kernels.luma(rgb), kernels.luma(reference.rgb), reference);
    expect(Math.abs(value - ssim)).toBeLessThan(1e-9);
  });
});
