import type { Score } from '../../core/score';
import type { ImageMetric, ImagePair, MetricMeta } from '../metric';
import { extraMeta } from '../extraMeta';

const meta: MetricMeta = {
  ...extraMeta.image,
  id: 'rmse',
  version: '1',
  label: 'RMSE',
  variant: 'RGB, 0–255',
  unit: 'levels',
  range: [0, 255],
  higherIsBetter: false,
  digits: 2,
  source: 'The usual definition; agrees with NumPy 1.24.2 within 1e-12.',
  definition:
    'The square root of the mean squared difference of the red, green and blue values of all pixels, in levels of 0 to 255. PSNR is 20·log10(255 / RMSE).',
  edgeCases:
    'Identical images give 0. An output of another size is resized to the reference first (LANCZOS).',
  namesakes:
    'A normalised RMSE is divided by the range or the norm of the reference. The mean of the samples’ RMSE is not the RMSE of all pixels together.'
};

/** Symmetric in its two images. @see meta for the definition and the edge cases */
function compute({ width, height, comparison }: ImagePair): Score {
  return { value: Math.sqrt(comparison.squaredErrorSum / (3 * width * height)) };
}

export const rmse: ImageMetric = { kind: 'image', meta, compute };
