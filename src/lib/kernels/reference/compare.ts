import type { RgbImage } from '../../core/image';
import { checkInputs, SSIM_WINDOW } from '../checkInputs';
import type { Comparison } from '../KernelSet';
import { luma } from './luma';
import { resize } from './resize';
import { squaredErrorSum } from './squaredErrorSum';
import { ssim } from './ssim';

/** `KernelSet.compare`: step by step. */
export function compare(candidate: RgbImage, reference: RgbImage): Comparison {
  checkInputs.compare(candidate, reference);
  const { width, height, rgb } = reference;
  const isSameSize = candidate.width === width && candidate.height === height;
  const resized = isSameSize ? candidate.rgb : resize(candidate.rgb, 3, candidate, reference, 'lanczos');
  return {
    squaredErrorSum: squaredErrorSum(resized, rgb),
    ssim: Math.min(width, height) < SSIM_WINDOW ? null : ssim(luma(resized), luma(rgb), { width, height })
  };
}
