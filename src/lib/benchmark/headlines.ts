import type { Format } from '../core/sample';

/** Ids of the metrics that stand for a format where only one number is shown; the first that has a value is taken. */
export const headlines: Readonly<Record<Format, readonly string[]>> = {
  vqa: ['em', 'bleu'],
  edit: ['ssim', 'psnr'],
  generate: ['ssim', 'psnr', 'bleu']
};
